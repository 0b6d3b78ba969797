"""Pictures that people bring: read in the limited child, freed of all but their points, and written anew."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from handbook.core.errors import Invalid
from handbook.core.sandbox import Limits, SandboxFailed, run

__all__ = ["EXTENSIONS", "LARGEST", "POINTS", "Encoded", "re_encode_task", "re_encoded", "warm_up"]

LARGEST = 8 * 1024 * 1024
POINTS = 12_000_000
# The camera of a telephone makes more; a JPEG is read at a fraction of its size, whatever it holds.
POINTS_OF_PHOTO = 50_000_000
PHOTOS = ("JPEG", "MPO")
LONG_SIDE = 1600
FEW_COLOURS = 256
QUALITY = 82
LIMITS = Limits(cpu_seconds=6, wall_seconds=10, memory_mb=384)
# The three kinds that are taken; named here, so that no other reader of the library is ever loaded.
KINDS = tuple(one.format for one in (PngImagePlugin.PngImageFile, JpegImagePlugin.JpegImageFile,
                                     WebPImagePlugin.WebPImageFile))  # fmt: skip
EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg"}
MANY, MOVING, BROKEN = "many", "moving", "broken"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as it was written anew: its bytes, `image/png` or `image/jpeg`, width and height in points."""

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """The name of the picture."""
        return hashlib.sha256(self.data).hexdigest()


def re_encoded(data: bytes, largest: int = LARGEST) -> Encoded:
    """Return the picture turned upright, at most 1600 points long, with nothing in it but what the eye sees.

    Raises Invalid, with words that say what to change, for more than `largest` bytes, more than 12 million points
    (a photograph: 50 million), anything but one PNG, JPEG or WebP picture, and what cannot be read.
    """
    if len(data) > largest:
        raise Invalid(_("The picture has more than %(most)s MB. Make it smaller.", most=largest // 1024**2))
    if not data:
        raise Invalid(_("The file is empty. Choose another one."))
    try:
        answer, parts = run("handbook.documents.pictures:re_encode_task", {}, [data], LIMITS)
    except SandboxFailed as failure:
        raise Invalid(_words(BROKEN)) from failure
    if "refused" in answer:
        raise Invalid(_words(str(answer["refused"])))
    return Encoded(parts[0], str(answer["media_type"]), int(str(answer["width"])), int(str(answer["height"])))


def re_encode_task(meta: dict[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, object], Sequence[bytes]]:
    """Task: one picture in; out its bytes written anew with media type and size, or why it is refused."""
    # Who draws papers may have set this for the whole process; here half a file is no picture.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return _anew(blobs[0])


def warm_up() -> None:
    """Load what the first picture would load, so that each forked child finds it ready."""
    plain = io.BytesIO()
    Image.new("RGB", (2, 2)).save(plain, "PNG")
    _anew(plain.getvalue())


def _anew(data: bytes) -> tuple[dict[str, object], Sequence[bytes]]:
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as picture:
            is_photo = picture.format in PHOTOS
            if picture.width * picture.height > (POINTS_OF_PHOTO if is_photo else POINTS):
                return {"refused": MANY}, []
            # The further frames of a JPEG are smaller copies that a telephone puts there; those of others move.
            if not is_photo and getattr(picture, "n_frames", 1) > 1:
                return {"refused": MOVING}, []
            least = LONG_SIDE / max(picture.size)
            picture.draft(None, (int(picture.width * least), int(picture.height * least)))
            few = _has_few_colours(picture)
            return _written(_upright(picture), few)
    except Image.DecompressionBombError:
        return {"refused": MANY}, []
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError):
        return {"refused": BROKEN}, []


def _has_few_colours(picture: Image.Image) -> bool:
    """Tell a drawing or a picture of a screen from a photograph; a JPEG has lost what would tell."""
    return picture.format == "PNG" and picture.convert("RGBA").getcolors(FEW_COLOURS) is not None


def _upright(picture: Image.Image) -> Image.Image:
    """Return the points alone, the way up that the camera says, in colours that every program shows."""
    turned = ImageOps.exif_transpose(picture)
    points = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    if points.mode == "RGBA" and points.getchannel("A").getextrema() == (255, 255):
        points = points.convert("RGB")
    points.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    points.info = {}  # nothing that was told beside the points goes on: place, camera, words, colour profile
    return points


def _written(points: Image.Image, few: bool) -> tuple[dict[str, object], Sequence[bytes]]:
    out = io.BytesIO()
    as_png = few or points.mode == "RGBA"
    if as_png:
        points.save(out, "PNG", optimize=True)
    else:
        points.save(out, "JPEG", quality=QUALITY, optimize=True)
    media_type = "image/png" if as_png else "image/jpeg"
    return {"media_type": media_type, "width": points.width, "height": points.height}, [out.getvalue()]


def _words(reason: str) -> str:
    return {
        MANY: _("The picture is too large: it may have 12 million points, a photograph (JPEG) 50 million."),
        MOVING: _("A picture that moves is not taken. Save one still picture of it."),
        BROKEN: _("This is no picture that can be read. Save it as PNG, JPEG or WebP, and choose it again."),
    }[reason]
