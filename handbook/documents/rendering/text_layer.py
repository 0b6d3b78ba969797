"""The text layer of WeasyPrint's PDFs says what was written: ActualText for words that glyphs alone would misspell."""

import re
import struct
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, wraps
from itertools import groupby
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import ffi, pango

SHOW = re.compile(rb"\[(.*)\] TJ", re.DOTALL)
ITEM = re.compile(rb"<([0-9a-f]*)>|([^<>]+)")
UNSPOKEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # no part of what a reader searches for


@dataclass
class Count:
    """Lines looked at since the last reset, and those among them that could not be read back."""

    lines: int = 0
    unrecognised: int = 0


WORD = re.compile(r"\t+|[^\S\t]+|\S+[^\S\t]*")  # Pango draws no glyph for a tab


@dataclass(frozen=True)
class Run:
    """Glyphs of one font and direction: where in the source each begins, in drawing order, and where the run ends."""

    font: Any
    backwards: bool
    starts: list[int]
    end: int


Span = tuple[int, str] | None  # number of its first glyph (two equal words stay two spans), and its text
Observer = Callable[[Any, int, Any, tuple[Any, ...]], None]

count = Count()
_observers: list[Observer] = []


def install() -> None:
    """Wrap the one function of WeasyPrint that draws a line of text; a second call changes nothing."""
    original: Callable[..., Any] = drawing.draw_first_line
    if hasattr(original, "__wrapped__"):
        return

    @wraps(original)
    def draw_first_line(stream: Any, textbox: Any, *arguments: Any, **more: Any) -> Any:
        start = len(stream.stream)
        emojis = original(stream, textbox, *arguments, **more)
        layout = textbox.pango_layout
        # What an ellipsis has hidden must not come back in the text.
        if len(stream.stream) > start and not layout.text.isascii() and "ellipsis" not in arguments:
            spell_out(stream, start, layout)
        for observer in _observers:
            observer(stream, start, textbox, arguments)
        return emojis

    drawing.draw_first_line = draw_first_line


@contextmanager
def observed(observer: Observer) -> Iterator[None]:
    """Tell `observer` of each line drawn: the stream, where its operators begin, the text box, the other arguments."""
    _observers.append(observer)
    try:
        yield
    finally:
        _observers.remove(observer)


def spell_out(stream: Any, start: int, layout: Any) -> None:
    """Rewrite the operators from `start` on so that each misspelt word carries its text; else leave them alone."""
    count.lines += 1
    drawn, shown = runs(stream, layout), [_items(operator) for operator in stream.stream[start:]]
    fonts = [run.font for run in drawn for _ in run.starts]
    codes = _codes(b"".join([digits for items in shown if isinstance(items, list) for digits, _ in items]))
    if len(fonts) != len(codes) or any(run.font.bitmap for run in drawn):
        count.unrecognised += 1
        return
    wanted: list[Span] = [None] * len(codes)
    for first, last, word in words(drawn, layout.text.encode()):
        if is_complex(word) or _spelt(fonts[first:last], codes[first:last]) != word:
            wanted[first:last] = [(first, UNSPOKEN.sub("", word))] * (last - first)
    if any(wanted):
        stream.stream[start:] = list(rewritten(shown, wanted))


def _spelt(fonts: Sequence[Any], codes: Sequence[int]) -> str:
    return "".join([font.to_unicode.get(code, "") for font, code in zip(fonts, codes, strict=True)])


def _items(operator: bytes) -> bytes | list[tuple[bytes, bytes]]:
    """Return the (glyphs, number) that an operator shows, or the operator itself where it shows no text."""
    match = SHOW.fullmatch(operator)
    return ITEM.findall(match[1]) if match else operator


def _codes(digits: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(digits) // 4}H", bytes.fromhex(digits.decode()))


def runs(stream: Any, layout: Any) -> list[Run]:
    """Return the runs of Pango's first line in the order in which they are drawn."""
    result: list[Run] = []
    fonts: dict[Any, Any] = {}
    run = layout.get_first_line()[0].runs
    while run != ffi.NULL:
        item, string, size = run.data.item, run.data.glyphs, run.data.glyphs.num_glyphs
        if item.analysis.font not in fonts:
            fonts[item.analysis.font] = stream.add_font(item.analysis.font)[0]
        infos, offset = string.glyphs, item.offset
        starts = [
            offset + cluster
            for place, cluster in enumerate(ffi.unpack(string.log_clusters, size))
            if infos[place].glyph != pango.PANGO_GLYPH_EMPTY
        ]
        result.append(Run(fonts[item.analysis.font], bool(item.analysis.level % 2), starts, offset + item.length))
        run = run.next
    return result


def words(drawn: list[Run], source: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield (first glyph, glyph after the last, text) of each word with the spaces after it, but none right to left."""
    # PDFium loses spaces that stand alone; readers put right-to-left text in order by themselves.
    first = 0
    for backwards, group in groupby(drawn, key=lambda run: run.backwards):
        segment = list(group)
        starts = [start for run in segment for start in run.starts]
        if starts and not backwards:
            at = starts[0]
            for word in WORD.findall(source[at : segment[-1].end].decode()):
                here = bisect_left(starts, at)
                at += len(word.encode())
                there = bisect_left(starts, at)
                if here < there:
                    yield first + here, first + there, word
        first += len(starts)


@lru_cache(maxsize=4096)
def is_complex(text: str) -> bool:
    """Say whether a word is of a script whose letters join or pile up, so that its glyphs alone cannot spell it."""
    # Marks: poppler parts even well-spelt words at them. Letters without case: the scripts of India and others.
    return any(unicodedata.category(letter) in ("Mn", "Mc", "Me", "Lo") for letter in text)


def rewritten(shown: list[bytes | list[tuple[bytes, bytes]]], wanted: list[Span]) -> Iterator[bytes]:
    """Yield the operators again, parted where a span begins or ends."""
    place, current = 0, None
    for items in shown:
        if isinstance(items, bytes):
            yield items
            continue
        parts: list[bytes] = []
        for digits, number in items:
            if number:
                parts.append(number)
                continue
            for at in range(0, len(digits), 4):
                span = wanted[place]
                place += 1
                if span is not current:
                    yield from _show(parts)
                    yield from _turn(current, span)
                    current, parts = span, []
                parts.append(b"<" + digits[at : at + 4] + b">")
        yield from _show(parts)
    yield from _turn(current, None)


def _show(shown: list[bytes]) -> Iterator[bytes]:
    if shown:
        yield b"[" + b" ".join(shown).replace(b"> <", b"") + b"] TJ"


def _turn(current: Span, coming: Span) -> Iterator[bytes]:
    if current:
        yield b"EMC"
    if coming:
        yield b"/Span <</ActualText <feff" + coming[1].encode("utf-16-be").hex().encode() + b">>> BDC"
