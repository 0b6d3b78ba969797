"""RFC 8785 canonical JSON, as it is hashed: the package rfc8785, and much faster ways to the very same bytes."""

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from typing import Any, TypeVar

import rfc8785

from handbook.ledger.kinds import Kind

Outcome = TypeVar("Outcome")
encode_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode
# JCS sorts keys by UTF-16 units, Python by code points. The two orders part only from U+E000 upwards.
_SORTS_OTHERWISE = re.compile("[\ue000-\U0010ffff]").search
_MARKS = bytes(range(32)) + b'"\\'  # the bytes that stand in canonical JSON only around text, or to escape
_PLAIN = {str, int, type(None)}
_SHORT = 512


def canonical(value: Any) -> bytes:
    """Return the canonical JSON (JCS) of a value made of dict, list, str, int, bool and None.

    Floats and wide integers do not occur: `normalised` refuses them before anything is stored.
    """
    text = encode_json(value)
    if not text.isascii() and _SORTS_OTHERWISE(text):
        return rfc8785.dumps(value)
    return text.encode()


def remembered(function: Callable[[str], Outcome]) -> Callable[[str], Outcome]:
    """Let a function of a text remember its answers for short texts, which come again in row after row."""
    known = lru_cache(maxsize=2048)(function)

    @wraps(function)
    def answer(text: str) -> Outcome:
        return known(text) if len(text) < _SHORT else function(text)

    return answer


class RowWriter:
    """Writes rows of one table as canonical JSON by filling a template; a verification does little else.

    Text that needs no escape stands in JSON as it is. Whether any text of a row needs one is seen afterwards: then it
    has more quotation marks, backslashes or control characters than the template and the JSON values account for.
    """

    def __init__(self, names: Sequence[str], kinds: Sequence[Kind]) -> None:
        self._columns = tuple(zip(names, kinds, strict=True))
        self._json = tuple(place for place, kind in enumerate(kinds) if kind == "json")
        self._templates: dict[tuple[bool, ...], tuple[str, int]] = {}
        self._full = self._template([""] * len(names))

    def write(self, row: list[Any]) -> bytes | None:
        """Return the canonical JSON of a row, its JSON values being written already; None where it needs more care."""
        if not {*map(type, row)} <= _PLAIN:
            return None
        template, marks = self._template(row) if None in row else self._full
        data = (template % tuple(row)).encode()
        for place in self._json:
            if row[place] is not None:
                marks += _marks_of(row[place])
        return data if len(data) - len(data.translate(None, _MARKS)) == marks else None

    def _template(self, row: list[Any]) -> tuple[str, int]:
        """Return the template for rows with the same empty columns, and how many marks it has."""
        empty = tuple([value is None for value in row])
        if empty not in self._templates:
            slots = [
                f'"{name}":' + ("null%.0s" if none else "%s" if kind in ("json", "boolean", "integer") else '"%s"')
                for (name, kind), none in zip(self._columns, empty, strict=True)
            ]
            template = "{" + ",".join(slots) + "}"
            self._templates[empty] = (template, template.count('"'))
        return self._templates[empty]


@remembered
def _marks_of(text: str) -> int:
    """Count the marks of a JSON value; where its keys may sort in another way, return a number that never fits."""
    data = text.encode()
    return -len(data) if _SORTS_OTHERWISE(text) else len(data) - len(data.translate(None, _MARKS))
