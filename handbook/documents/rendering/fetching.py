"""What a paper may draw from outside its own text: pictures given with it, and nothing else."""

import base64
import binascii
import hashlib
import io
import struct
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from PIL import Image
from weasyprint.urls import URLFetcher, URLFetcherResponse

PIXELS = 12_000_000
KINDS = {"PNG": "image/png", "JPEG": "image/jpeg"}
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"  # then its width and height
SVG = "image/svg+xml"
DRAWING = f"data:{SVG},"


class PictureRefused(Exception):
    """A picture is of the wrong kind or too large."""


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Give out pictures by `asset:<sha256>` (or written out as data:image/png); refuse and remember all else."""

    def __init__(self, assets: Mapping[str, bytes], css: str = "") -> None:
        super().__init__(allowed_protocols=frozenset(), allow_redirects=False, fail_on_errors=True)
        self.assets = assets
        self.css = css
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the picture of this address; raise ValueError for every other address."""
        try:
            if url.startswith(DRAWING) and url in self.css:  # a tick or a cross of our own style sheet
                return URLFetcherResponse(url, unquote_to_bytes(url.removeprefix(DRAWING)), {"Content-Type": SVG})
            data = self._bytes_of(url)
            return URLFetcherResponse(url, data, {"Content-Type": kind_of(data)})
        except PictureRefused as error:
            self.refused.append(str(error))
            raise ValueError(str(error)) from error

    def _bytes_of(self, url: str) -> bytes:
        if url.startswith("asset:"):
            name = url.removeprefix("asset:")
            if name in self.assets and hashlib.sha256(self.assets[name]).hexdigest() == name:
                return self.assets[name]
            raise PictureRefused(f"The picture {url[:80]} was not given with the text. Choose one of its pictures.")
        head, _, body = url.partition(",")
        if head.lower() in ("data:image/png;base64", "data:image/jpeg;base64"):
            try:
                return base64.b64decode(body, validate=True)
            except binascii.Error as error:
                raise PictureRefused("A picture written into the text is damaged.") from error
        raise PictureRefused(
            f"The text asks for {url[:120]}, but a paper takes nothing from outside. Add the picture to the handbook."
        )


def kind_of(data: bytes) -> str:
    """Return the media type of a PNG or JPEG picture of honest size; raise PictureRefused otherwise."""
    width, height, kind = _size_of(data)
    if width * height > PIXELS:
        raise PictureRefused(f"A picture of {width} x {height} points is too large. Use at most {PIXELS:,} points.")
    return KINDS[kind]


def _size_of(data: bytes) -> tuple[int, int, str]:
    if data.startswith(PNG) and len(data) >= len(PNG) + 8:
        width, height = struct.unpack_from(">II", data, len(PNG))
        return width, height, "PNG"
    try:
        # Pillow reads no more than the header here.
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
            return picture.width, picture.height, "JPEG"
    except (OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise PictureRefused("A picture could not be read. Use a PNG or JPEG picture.") from error
