"""A ZIP in the making that survives the death of its writer: entries, directory and list lie apart until the end.

A ZIP is its entries, a directory of them, and a closing record. While it grows, the directory lies in a file of its
own, so that nothing is held in memory; a small note says up to where all files belong together. Whoever goes on cuts
them to those lengths. Layout: PKWARE APPNOTE 6.3.9, sections 4.3.6 and 4.3.14 to 4.3.16.
"""

import fcntl
import json
import os
import shutil
import struct
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from handbook.core.disk import replace_file, sync_folder
from handbook.core.errors import Conflict

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_MOST_16, _MOST_32 = 0xFFFF, 0xFFFFFFFF
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Point:
    """Up to where everything belongs together: pieces of work and files done, and the length of each file in bytes."""

    done: int = 0
    files: int = 0
    entries: int = 0
    directory: int = 0
    index: int = 0


class Archive:
    """The files of one ZIP in the making, in a folder of their own, open for one writer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._entries, self._directory, self.index = (self._open(name) for name in ("entries", "directory", "index"))
        try:
            fcntl.flock(self._entries, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise Conflict("Another worker is writing this file. Wait until it has ended.") from held
        self.point, self._written = self._read_point(), 0
        self._cut()

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for file in (self._entries, self._directory, self.index):
            file.close()

    @contextmanager
    def batch(self) -> Iterator[zipfile.ZipFile]:
        """Give a writer for the next entries; what it says of them at its end goes into the directory."""
        self._entries.seek(0, os.SEEK_END)
        with zipfile.ZipFile(self._entries, "w", zipfile.ZIP_STORED) as writer:
            yield writer
            start, self._written = self._entries.tell(), len(writer.filelist)
        self._entries.seek(-_END.size, os.SEEK_END)
        size = _END.unpack(self._entries.read(_END.size))[5]
        self._entries.seek(start)
        self._directory.write(self._entries.read(size))
        self._entries.truncate(start)

    def keep(self, done: int) -> None:
        """Make a point of return of what is written so far: it is on the disk before the note names it."""
        files = (self._entries, self._directory, self.index)
        for file in files:
            file.flush()
            os.fsync(file.fileno())
        lengths = (os.fstat(file.fileno()).st_size for file in files)
        self.point = Point(done, self.point.files + self._written, *lengths)
        replace_file(self._folder / "point", json.dumps(asdict(self.point)).encode())

    def finish(self, index_name: str, target: Path) -> None:
        """Put list and directory behind the entries and give the whole its name."""
        self.index.seek(0)
        with self.batch() as writer, writer.open(index_name, "w") as out:
            shutil.copyfileobj(self.index, out, _PIECE)
        start = self._entries.seek(0, os.SEEK_END)
        size = self._directory.seek(0, os.SEEK_END)
        self._directory.seek(0)
        shutil.copyfileobj(self._directory, self._entries, _PIECE)
        for record in closing_records(self.point.files + 1, size, start):
            self._entries.write(record)
        self._entries.flush()
        os.fsync(self._entries.fileno())
        (self._folder / "entries").replace(target)
        sync_folder(target.parent)
        shutil.rmtree(self._folder)

    def _open(self, name: str) -> IO[bytes]:
        handle = os.open(self._folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return os.fdopen(handle, "r+b")

    def _read_point(self) -> Point:
        path = self._folder / "point"
        return Point(**json.loads(path.read_bytes())) if path.exists() else Point()

    def _cut(self) -> None:
        lengths = (self.point.entries, self.point.directory, self.point.index)
        for file, length in zip((self._entries, self._directory, self.index), lengths, strict=True):
            file.truncate(length)
            file.seek(length)


def closing_records(count: int, size: int, start: int) -> Iterable[bytes]:
    """Return what closes a ZIP whose directory of so many entries and bytes starts there; large ones need two more."""
    if count >= _MOST_16 or size >= _MOST_32 or start >= _MOST_32:
        here, rest = start + size, _END_64.size - 12
        yield _END_64.pack(b"PK\x06\x06", rest, 45, 45, 0, 0, count, count, size, start)
        yield _LOCATOR_64.pack(b"PK\x06\x07", 0, here, 1)
    few = min(count, _MOST_16)
    yield _END.pack(b"PK\x05\x06", 0, 0, few, few, min(size, _MOST_32), min(start, _MOST_32), 0)
