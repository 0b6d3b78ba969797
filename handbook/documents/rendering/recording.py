"""Watching WeasyPrint draw one page: which operators belong to which line of text and to which picture."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import weasyprint.draw as drawing
from weasyprint.text.ffi import ffi, pango

from handbook.documents.rendering import text_layer

STATE = ("_current_color", "_current_color_stroke", "_current_alpha", "_current_alpha_stroke",
         "_current_font", "_old_font")  # fmt: skip
Use = tuple[Any, int, str, float, str | None]  # font's key, glyph, text it stands for, width, text it must stand for


@dataclass
class Line:
    """One drawn line of text: its operators in the page, its box, how it was drawn, and the glyphs it uses."""

    number: int
    stream: Any
    start: int
    end: int
    box: Any
    arguments: tuple[Any, ...]
    uses: list[Use]
    operators: bytes = b""


@dataclass
class Figure:
    """One drawn picture: its operators, its box, and the state of the page's stream before it."""

    number: int
    stream: Any
    start: int
    end: int
    box: Any
    state: dict[str, Any]
    operators: bytes = b""


@dataclass
class Recording:
    """What was drawn, in order."""

    lines: list[Line] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


@contextmanager
def recording() -> Iterator[Recording]:
    """Record what WeasyPrint draws meanwhile."""
    made, original = Recording(), drawing.draw_replacedbox

    @wraps(original)
    def draw_replacedbox(stream: Any, box: Any) -> None:
        start, state = len(stream.stream), state_of(stream)
        original(stream, box)
        made.figures.append(Figure(len(made.figures), stream, start, len(stream.stream), box, state))

    def observe(stream: Any, start: int, box: Any, arguments: tuple[Any, ...]) -> None:
        uses = list(uses_of(stream, box.pango_layout))
        made.lines.append(Line(len(made.lines), stream, start, len(stream.stream), box, arguments, uses))

    drawing.draw_replacedbox = draw_replacedbox
    try:
        with text_layer.observed(observe):
            yield made
    finally:
        drawing.draw_replacedbox = original


def state_of(stream: Any) -> dict[str, Any]:
    """Return what a stream remembers of the graphics state."""
    return {name: getattr(stream, name) for name in STATE} | {"_ctm_stack": list(stream._ctm_stack)}


def uses_of(stream: Any, layout: Any) -> Iterator[Use]:
    """Yield once each glyph of a line that is drawn just now, with the text that WeasyPrint gives it.

    A glyph of a plain word must stand for the same text wherever the line is taken over, as no span spells it there.
    """
    keys = {id(font): key for key, font in stream._fonts.items()}
    source = layout.text.encode()
    plain = {
        number
        for first, last, word in text_layer.words(text_layer.runs(stream, layout), source)
        if not text_layer.is_complex(word)
        for number in range(first, last)
    }
    seen = set()
    for number, (font, glyph, text) in enumerate(_texts(stream, layout, source)):
        is_plain = number in plain
        if (id(font), glyph, is_plain) not in seen:
            seen.add((id(font), glyph, is_plain))
            yield keys[id(font)], glyph, text, font.widths[glyph], font.to_unicode[glyph] if is_plain else None


def _texts(stream: Any, layout: Any, source: bytes) -> Iterator[tuple[Any, int, str]]:
    """Yield (font, glyph, text) in drawing order: the text from a glyph's cluster to its neighbour's, as WeasyPrint."""
    run = layout.get_first_line()[0].runs
    while run != ffi.NULL:
        item, string = run.data.item, run.data.glyphs
        font, _ = stream.add_font(item.analysis.font)
        clusters = [*string.log_clusters[0 : string.num_glyphs]]
        after = [item.length, *clusters[:-1]] if item.analysis.level % 2 else [*clusters[1:], item.length]
        for info, start, end in zip(string.glyphs[0 : string.num_glyphs], clusters, after, strict=True):
            if info.glyph != pango.PANGO_GLYPH_EMPTY:
                yield font, _drawn(font, info.glyph), source[item.offset + start : item.offset + end].decode()
        run = run.next


def _drawn(font: Any, glyph: int) -> int:
    """Return the glyph that WeasyPrint draws: of a sign that no font has, an empty box with a number of its own."""
    flag = pango.PANGO_GLYPH_UNKNOWN_FLAG
    return int(font.get_unused_glyph_id(glyph - flag)) if glyph & flag else glyph
