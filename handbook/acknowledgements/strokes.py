"""The drawn signature: strokes as whole points in a box of 1000 by 300, without time or pressure."""

import json
from collections.abc import Sequence
from itertools import chain
from typing import Any

from flask_babel import gettext as _

from handbook.core.errors import Invalid

WIDTH, HEIGHT = 1000, 300
MOST_STROKES, MOST_POINTS = 60, 4000
LONGEST = 60_000  # signs of the JSON text: more than MOST_POINTS can need

Strokes = list[list[list[int]]]


def parse(text: str) -> Strokes | None:
    """Read a drawing: a list of strokes, each a list of points [x, y]; None where nothing was drawn.

    Raises Invalid for more than MOST_STROKES or MOST_POINTS, and for anything that is no drawing of ours.
    """
    if not text.strip():
        return None
    strokes = _read(text)
    if strokes is None:
        raise Invalid(_("This is no drawing that can be kept. Draw it again, or sign without one."))
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        raise Invalid(_("The drawing has too many strokes. Draw a shorter one, or sign without one."))
    return strokes or None


def path(strokes: Sequence[Any]) -> str:
    """Return the drawing as the data of an SVG path in the box of 1000 by 300; a dot becomes a line of no length."""
    return "".join(_one(stroke) for stroke in strokes)


def _read(text: str) -> Strokes | None:
    if len(text) > LONGEST:
        return [[]] * (MOST_STROKES + 1)  # too long for any drawing within the limits
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_list = isinstance(found, list) and all(isinstance(stroke, list) and stroke for stroke in found)
    return found if is_list and all(map(_is_point, chain.from_iterable(found))) else None


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(type(number) is int for number in point)  # neither true nor 1.5
        and 0 <= point[0] <= WIDTH
        and 0 <= point[1] <= HEIGHT
    )


def _one(stroke: Sequence[Any]) -> str:
    points = [f"{x} {y}" for x, y in stroke]
    return f"M{points[0]}L{' '.join(points[1:] or points)}"
