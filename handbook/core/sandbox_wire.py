"""What travels between a process and its limited child: JSON and raw blobs with their lengths, never a pickle."""

import json
import socket
import struct
from collections.abc import Sequence

Meta = dict[str, object]

LENGTH = struct.Struct(">Q")
HEADER_LIMIT = 64 * 1024 * 1024
BLOB_LIMIT = 1024 * 1024 * 1024


class Broken(Exception):
    """The other side stopped before its message was complete."""


def send(channel: socket.socket, meta: Meta, blobs: Sequence[bytes] = ()) -> None:
    """Send one message: the JSON header with the lengths of the blobs, then the blobs."""
    header = json.dumps({"meta": meta, "blobs": [len(blob) for blob in blobs]}, ensure_ascii=False).encode()
    channel.sendall(LENGTH.pack(len(header)) + header)
    for blob in blobs:
        channel.sendall(blob)


def receive(channel: socket.socket) -> tuple[Meta, list[bytes]]:
    """Receive one message; raise Broken where it ends early or is larger than any honest one."""
    (size,) = LENGTH.unpack(_exactly(channel, LENGTH.size, LENGTH.size))
    header = json.loads(_exactly(channel, size, HEADER_LIMIT))
    return header["meta"], [_exactly(channel, size, BLOB_LIMIT) for size in header["blobs"]]


def _exactly(channel: socket.socket, size: int, limit: int) -> bytes:
    if size > limit:
        raise Broken(f"A part of {size} bytes was announced; at most {limit} are taken.")
    parts = bytearray(size)
    view, filled = memoryview(parts), 0
    while filled < size:
        taken = channel.recv_into(view[filled:], min(size - filled, 1 << 20))
        if not taken:
            raise Broken("The answer ended early.")
        filled += taken
    return bytes(parts)
