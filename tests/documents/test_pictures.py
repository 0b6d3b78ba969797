"""Pictures that people bring: taken in three kinds, freed of all but their points, refused with words within limits."""

import io
import resource

import pytest
from flask import Flask
from PIL import Image

from handbook.core.errors import Invalid
from handbook.documents import pictures
from handbook.documents.pictures import Encoded, re_encoded
from tests import paintings

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>'


@pytest.fixture(autouse=True)
def _speaking(context: Flask) -> None:
    """Let words be found."""


def opened(encoded: Encoded) -> Image.Image:
    """Return a picture that was written anew, as any other program reads it."""
    picture = Image.open(io.BytesIO(encoded.data))
    picture.load()
    return picture


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_of_the_three_kinds_is_taken(kind: str):
    encoded = re_encoded(paintings.written(paintings.photograph(), kind))
    assert encoded.media_type == "image/jpeg"
    assert (encoded.width, encoded.height) == opened(encoded).size == (320, 200)
    assert opened(encoded).format == "JPEG"


def test_the_place_the_camera_and_every_word_are_gone():
    given = paintings.told_of_place()
    assert Image.open(io.BytesIO(given)).getexif().get_ifd(paintings.GPS)
    encoded = re_encoded(given)
    told = opened(encoded)
    assert not told.getexif()
    assert not told.getexif().get_ifd(paintings.GPS)
    assert set(told.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for word in (b"Exif", b"Asha", b"at home"):
        assert word in given
        assert word not in encoded.data


def test_a_png_loses_its_words_and_its_colour_profile():
    given = paintings.written(paintings.drawing(), "PNG", icc_profile=b"a profile of nobody" * 9, dpi=(300, 300))
    assert opened(re_encoded(given)).info == {}


@pytest.mark.parametrize(("orientation", "size"), [(1, (120, 80)), (3, (120, 80)), (6, (80, 120)), (8, (80, 120))])
def test_a_picture_stands_the_way_up_that_the_camera_says(orientation: int, size: tuple[int, int]):
    encoded = re_encoded(paintings.told_of_place(orientation))
    assert (encoded.width, encoded.height) == size
    # Where the blue quarter has come to: it lay in the upper left corner of what the camera wrote.
    width, height = size
    corner = {1: (5, 5), 3: (width - 5, height - 5), 6: (width - 5, 5), 8: (5, height - 5)}[orientation]
    red, _green, blue = opened(encoded).convert("RGB").getpixel(corner)  # type: ignore[misc]
    assert blue > red


def test_a_large_picture_is_made_smaller_and_keeps_its_shape():
    encoded = re_encoded(paintings.jpeg(4000, 2000))
    assert (encoded.width, encoded.height) == (1600, 800)


def test_a_small_one_is_never_blown_up():
    encoded = re_encoded(paintings.jpeg(40, 30))
    assert (encoded.width, encoded.height) == (40, 30)


def test_what_is_transparent_stays_so():
    picture = paintings.photograph().convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    encoded = re_encoded(paintings.written(picture, "WEBP"))
    assert encoded.media_type == "image/png"
    assert opened(encoded).mode == "RGBA"


def test_a_drawing_of_few_colours_stays_sharp():
    encoded = re_encoded(paintings.written(paintings.drawing(), "PNG"))
    assert encoded.media_type == "image/png"
    assert opened(encoded).convert("RGB").tobytes() == paintings.drawing().tobytes()


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_colours_of_printers_and_none_at_all_become_those_of_screens(mode: str):
    assert opened(re_encoded(paintings.written(paintings.photograph().convert(mode), "JPEG"))).mode == "RGB"


def test_the_same_picture_gives_the_same_bytes():
    assert re_encoded(paintings.jpeg()).sha256 == re_encoded(paintings.jpeg()).sha256


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (b"", "empty"),
        (SVG, "no picture that can be read"),
        (b"%PDF-1.7\n", "no picture that can be read"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no picture that can be read"),
        (b"SIMPLE  =                    T", "no picture that can be read"),
        (paintings.written(paintings.drawing(), "GIF"), "no picture that can be read"),
        (paintings.written(paintings.drawing(), "BMP"), "no picture that can be read"),
        (paintings.written(paintings.drawing(), "TIFF"), "no picture that can be read"),
        (paintings.jpeg()[:900], "no picture that can be read"),
        (paintings.written(paintings.photograph(), "PNG")[:-60], "no picture that can be read"),
        (paintings.moving(), "moves"),
        (paintings.moving("PNG"), "moves"),
        (b"\xff\xd8" + b"x" * pictures.LARGEST, "more than 8 MB"),
    ],
    ids=["nothing", "svg", "pdf", "eps", "fits", "gif", "bmp", "tiff", "half a jpeg", "half a png", "moving webp",
         "moving png", "too many bytes"],
)  # fmt: skip
def test_anything_else_is_refused_with_words(given: bytes, words: str):
    with pytest.raises(Invalid, match=words):
        re_encoded(given)


def test_a_small_file_of_four_hundred_million_points_is_refused_before_it_is_unpacked():
    bomb = paintings.png_bomb()
    assert len(bomb) < 60_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Invalid, match="12 million points"):
        re_encoded(bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KB, of this process


def test_one_point_too_many_is_one_too_many():
    with pytest.raises(Invalid, match="12 million points"):
        re_encoded(paintings.png_bomb(4001, 3000))
    assert re_encoded(paintings.png_bomb(4000, 3000)).width == 1600


@pytest.mark.parametrize("size", [(4032, 3024), (8160, 6120), (16000, 3000)])
def test_a_photograph_of_a_telephone_is_taken_however_many_points_it_has(size: tuple[int, int]):
    photo = io.BytesIO()
    Image.new("RGB", size, "plum").save(photo, "JPEG", quality=30)
    assert re_encoded(photo.getvalue()).width == 1600


def test_words_packed_into_a_picture_are_never_unpacked_without_end():
    bomb = paintings.png_with_words()
    assert len(bomb) < 100_000
    with pytest.raises(Invalid, match="no picture that can be read"):
        re_encoded(bomb)


def test_a_picture_is_read_in_a_child_that_may_take_little():
    assert pictures.LIMITS.memory_mb <= 512
    assert pictures.LIMITS.cpu_seconds <= 10
