"""The drawn signature: only whole points in the box, only so many, and nothing but them."""

import json

import pytest
from flask import Flask

from handbook.acknowledgements import strokes
from handbook.core.errors import Invalid

pytestmark = pytest.mark.usefixtures("words")


@pytest.fixture
def words(app: Flask):
    """Let refusals find their words."""
    with app.test_request_context("/?lang=en"):
        yield


@pytest.mark.parametrize("text", ["", "  ", "[]", "[ ]"])
def test_nothing_drawn_is_nothing(text: str):
    assert strokes.parse(text) is None


def test_a_drawing_is_kept_as_it_is_and_becomes_a_path():
    drawn = strokes.parse("[[[0,0],[1000,300]],[[5,7]],[[1,2],[3,4],[5,6]]]")
    assert drawn == [[[0, 0], [1000, 300]], [[5, 7]], [[1, 2], [3, 4], [5, 6]]]
    assert strokes.path(drawn) == "M0 0L1000 300M5 7L5 7M1 2L3 4 5 6"


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "null",
        "1",
        '"M0 0"',
        "[[]]",
        "[[1,2]]",
        "[[[1]]]",
        "[[[1,2,3]]]",
        "[[[1,2,0.5,99]]]",
        "[[[1.0,2]]]",
        "[[[1e1,2]]]",
        "[[[true,2]]]",
        '[[["1",2]]]',
        "[[[null,2]]]",
        "[[[-1,2]]]",
        "[[[1001,2]]]",
        "[[[1,301]]]",
        "[[[1,2]],{}]",
        '[[{"x":1,"y":2}]]',
        "[[[NaN,2]]]",
        "[[[Infinity,2]]]",
        "[[[1,2]]",
        "[" * 30_000,
        f"[[[{'9' * 5000},2]]]",
        "[[[1,2]]]<svg>",
    ],
)
def test_what_is_no_drawing_of_ours_is_refused(text: str):
    with pytest.raises(Invalid, match="no drawing that can be kept"):
        strokes.parse(text)


@pytest.mark.parametrize(
    "drawing",
    [
        [[[1, 1]]] * 61,
        [[[1, 1]] * 4001],
        [[[1, 1]] * 2001] * 2,
        [[[1000, 300]] * 9000],
    ],
)
def test_more_than_the_limits_is_refused(drawing: list[list[list[int]]]):
    with pytest.raises(Invalid, match="too many strokes"):
        strokes.parse(json.dumps(drawing))


def test_what_just_fits_the_limits_is_taken():
    most = [[[1000, 300]] * 66] * 59 + [[[1000, 300]] * 106]
    text = json.dumps(most, separators=(",", ":"))
    assert (len(most), sum(map(len, most))) == (strokes.MOST_STROKES, strokes.MOST_POINTS)
    assert len(text) <= strokes.LONGEST
    assert strokes.parse(text) == most
