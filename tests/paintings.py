"""Pictures for tests: like a photograph, a drawing, a moving one, and bombs that unpack to far more than they are."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

ORIENTATION, GPS = 0x0112, 0x8825


def written(picture: Image.Image, kind: str, **more: Any) -> bytes:
    """Return a picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def photograph(width: int = 320, height: int = 200, shade: int = 0) -> Image.Image:
    """Return a picture of many colours; another `shade` is another picture."""
    across = Image.linear_gradient("L").resize((width, height))
    down = across.rotate(90).resize((width, height))
    return Image.merge("RGB", (across, down, Image.new("L", (width, height), shade)))


def jpeg(width: int = 320, height: int = 200, shade: int = 0, **more: Any) -> bytes:
    """Return a photograph as a JPEG file."""
    return written(photograph(width, height, shade), "JPEG", **more)


def drawing(width: int = 120, height: int = 80) -> Image.Image:
    """Return a red field with a blue upper left quarter."""
    picture = Image.new("RGB", (width, height), (200, 30, 30))
    picture.paste((30, 30, 200), (0, 0, width // 2, height // 2))
    return picture


def told_of_place(orientation: int = 1) -> bytes:
    """Return a JPEG that tells where it was taken, and which way up it is."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Camera of Asha"
    place = exif.get_ifd(GPS)
    place[1], place[2], place[3], place[4] = "N", (17.0, 25.0, 12.0), "E", (78.0, 26.0, 50.0)
    return written(drawing(), "JPEG", exif=exif, quality=95, comment=b"taken at home")


def moving(kind: str = "WEBP") -> bytes:
    """Return a picture of two frames."""
    return written(drawing(), kind, save_all=True, append_images=[photograph(120, 80)])


def png_bomb(width: int = 20_000, height: int = 20_000) -> bytes:
    """Return a small PNG file that is all black and huge: one bit for each point."""
    rows = zlib.compress(bytes((width // 8 + 1) * height), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def png_with_words(length: int = 50_000_000) -> bytes:
    """Return a small PNG file that holds a packed text of so many letters beside its points."""
    packed = b"Comment\0\0\1\0\0\0"[:8] + b"\0" + zlib.compress(b"a" * length, 9)
    plain = written(drawing(), "PNG")
    return plain[:33] + _chunk(b"zTXt", packed) + plain[33:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
