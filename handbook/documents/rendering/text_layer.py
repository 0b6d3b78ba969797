"""The text layer of WeasyPrint's PDFs says what was written: ActualText for words that glyphs alone would misspell."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, wraps
from itertools import pairwise
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


Glyph = tuple[Any, int, int, bool]  # its font, the source bytes of its cluster (from, to), runs right to left
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
    operators, source = stream.stream[start:], layout.text.encode()
    glyphs, codes = drawn_glyphs(stream, layout), drawn_codes(operators)
    if len(glyphs) != len(codes) or any(font.bitmap for font, *_ in glyphs):
        count.unrecognised += 1
        return
    wanted = spans(glyphs, codes, source)
    if any(wanted):
        stream.stream[start:] = list(rewritten(operators, wanted))


def drawn_glyphs(stream: Any, layout: Any) -> list[Glyph]:
    """Return the glyphs of Pango's first line in the order in which they are drawn."""
    glyphs: list[Glyph] = []
    run = layout.get_first_line()[0].runs
    while run != ffi.NULL:
        item, string = run.data.item, run.data.glyphs
        font, _ = stream.add_font(item.analysis.font)
        clusters = list(string.log_clusters[0 : string.num_glyphs])
        starts = sorted({*clusters, item.length})
        ends = dict(pairwise(starts))
        offset, backwards = item.offset, bool(item.analysis.level % 2)
        glyphs += [
            (font, offset + start, offset + ends[start], backwards)
            for start, info in zip(clusters, string.glyphs[0 : string.num_glyphs], strict=True)
            if info.glyph != pango.PANGO_GLYPH_EMPTY
        ]
        run = run.next
    return glyphs


def drawn_codes(operators: list[bytes]) -> list[int]:
    """Return the glyph numbers that these operators show."""
    return [
        int(digits[place : place + 4], 16)
        for match in map(SHOW.fullmatch, operators)
        if match
        for digits, _ in ITEM.findall(match[1])
        for place in range(0, len(digits), 4)
    ]


def spans(glyphs: list[Glyph], codes: list[int], source: bytes) -> list[Span]:
    """Return for each glyph the span that it stands in: the words that their glyphs would not spell."""
    result: list[Span] = [None] * len(glyphs)
    for word in words(glyphs, source):
        start, end = min(glyphs[i][1] for i in word), max(glyphs[i][2] for i in word)
        text = source[start:end].decode()
        if is_complex(text) or "".join(glyphs[i][0].to_unicode.get(codes[i], "") for i in word) != text:
            result[word[0] : word[-1] + 1] = [(word[0], UNSPOKEN.sub("", text))] * len(word)
    return result


@lru_cache(maxsize=4096)
def is_complex(text: str) -> bool:
    """Say whether a word is of a script whose letters join or pile up, so that its glyphs alone cannot spell it."""
    # Marks: poppler parts even well-spelt words at them. Letters without case: the scripts of India and others.
    return any(unicodedata.category(letter) in ("Mn", "Mc", "Me", "Lo") for letter in text)


def words(glyphs: list[Glyph], source: bytes) -> list[list[int]]:
    """Return the numbers of the glyphs of each word with the spaces after it; words from right to left are left out."""
    # PDFium loses spaces that stand alone; readers put right-to-left text in order by themselves.
    result: list[list[int]] = [[]]
    after_space = False
    for number, (_, start, end, backwards) in enumerate(glyphs):
        space = source[start:end].isspace()
        if backwards or (after_space and not space):
            result.append([])
        if not backwards:
            result[-1].append(number)
        after_space = space
    return [word for word in result if word]


def rewritten(operators: list[bytes], wanted: list[Span]) -> Iterator[bytes]:
    """Yield the operators again, parted where a span begins or ends."""
    coming, current = iter(wanted), None
    for operator in operators:
        match = SHOW.fullmatch(operator)
        if not match:
            yield operator
            continue
        shown: list[bytes] = []
        for digits, number in ITEM.findall(match[1]):
            if number:
                shown.append(number)
            for place in range(0, len(digits), 4):
                span = next(coming)
                if span != current:
                    yield from _show(shown)
                    yield from _turn(current, span)
                    current, shown = span, []
                shown.append(b"<" + digits[place : place + 4] + b">")
        yield from _show(shown)
    yield from _turn(current, None)


def _show(shown: list[bytes]) -> Iterator[bytes]:
    if shown:
        yield b"[" + b" ".join(shown).replace(b"> <", b"") + b"] TJ"


def _turn(current: Span, coming: Span) -> Iterator[bytes]:
    if current:
        yield b"EMC"
    if coming:
        yield b"/Span <</ActualText <feff" + coming[1].encode("utf-16-be").hex().encode() + b">>> BDC"
