"""What two sections of a batch share and where they differ: like tags, and in them other words, strokes, pictures."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Literal

Kind = Literal["words", "label", "stroke", "source"]

TOKEN = re.compile(r"(<[^>]*>)")
HEADING = re.compile(r"<h[1-6][\s>]")  # headings name the page in its title and outline: they are never a slot
END_OF_HEADING = re.compile(r"</h[1-6]")
VARIABLE = re.compile(r' (d|alt|src)="([^"]*)"')
KINDS: dict[str, dict[str, Kind]] = {"path": {"d": "stroke"}, "img": {"alt": "label", "src": "source"}}
AWKWARD = re.compile(r"[\n\r\f\xad]|  ")
UNFIT = ("<!", "<style", "<script", "<textarea", "<pre")


@dataclass(frozen=True)
class Slot:
    """One place where sections may differ, and the drawing (by number) that it belongs to, if any."""

    kind: Kind
    value: str
    figure: int | None = None


@dataclass(frozen=True)
class Skeleton:
    """The tags and fixed words of a section, and its slots in the order of the text."""

    key: tuple[str, ...]
    slots: tuple[Slot, ...]


def skeleton(section: str) -> Skeleton | None:
    """Take a section apart; None where it holds what only the whole of WeasyPrint can judge."""
    if any(unfit in section for unfit in UNFIT):
        return None
    key: list[str] = []
    slots: list[Slot] = []
    tag, figures, heading = "", 0, False
    for token in TOKEN.split(section):
        if token.startswith("<"):
            tag = token[1:].split(" ", 1)[0].rstrip(">")
            figures += tag in ("svg", "img")
            heading = (heading or bool(HEADING.match(token))) and not END_OF_HEADING.match(token)
            key.append(_without_values(token, tag, figures - 1, slots))
        else:
            fixed, words = _fixed_and_free(token, heading)
            key.append(fixed)
            if words:
                is_label = tag == "title"
                slots.append(Slot("label" if is_label else "words", words, figures - 1 if is_label else None))
    return Skeleton(tuple(key), tuple(slots))


def _without_values(token: str, tag: str, figure: int, slots: list[Slot]) -> str:
    kinds = KINDS.get(tag, {})

    def emptied(match: re.Match[str]) -> str:
        if match[1] not in kinds:
            return match[0]
        slots.append(Slot(kinds[match[1]], unescape(match[2]), figure))
        return f' {match[1]}=""'

    return VARIABLE.sub(emptied, token) if kinds else token


def _fixed_and_free(token: str, heading: bool) -> tuple[str, str]:
    """Return what of a text must be the same in all sections, and its words, which may differ."""
    words = unescape(token.strip())
    if not words or heading or AWKWARD.search(words):
        return token, ""
    return token.replace(token.strip(), "\0", 1), words
