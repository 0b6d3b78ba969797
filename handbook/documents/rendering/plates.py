"""Printing sections that are alike from one layout: only lines, strokes and pictures that differ are drawn anew.

A plate is a section that WeasyPrint laid out. Another section with the same skeleton is printed from it if each of its
differing words fills as many lines, of the same height, as the plate's; then nothing else on the page can differ, and
the result is byte for byte what WeasyPrint would have made. Where anything is in doubt, it is laid out on its own.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.images import RasterImage
from weasyprint.text.ffi import pango
from weasyprint.text.line_break import Layout, split_first_line

from handbook.documents.rendering import sheets
from handbook.documents.rendering.recording import Figure, Line, Recording, Use
from handbook.documents.rendering.skeleton import Skeleton, Slot

PATH, TITLE = "{http://www.w3.org/2000/svg}path", "{http://www.w3.org/2000/svg}title"


class Misfit(Exception):
    """A section cannot be printed from this plate."""


class Plate:
    """One section as it was laid out and drawn."""

    def __init__(self, skeleton: Skeleton, part: Document, pdf: Any, recorded: Recording) -> None:
        """Keep what later sections take over; raise Misfit where the page is not simple enough for that."""
        self.skeleton, self.part, self.pdf = skeleton, part, pdf
        self.page = pdf.objects[_number(pdf.page_references[0])]
        self.stream = pdf.objects[_number(self.page["Contents"])]
        self.resources = pdf.objects[_number(self.page["Resources"])]
        self.lines, self.figures = recorded.lines, recorded.figures
        self._must_be_simple()
        self.rights = dict(_ends_of_lines(part.pages[0]._page_box, None))
        self.places = self._places()
        self.pieces = list(_pieces(self.stream.stream, recorded))
        self.structure = sheets.structure(part, pdf)
        self.drawn: dict[tuple[int, str], tuple[bytes, list[Use]]] = {}  # lines that several sections have in common
        self.seen: set[tuple[int, str]] = set()

        self._checked: dict[int, bool] = {}

    def labelled(self, label: str) -> Any:
        """Return the one tag of a picture with this label; raise Misfit where there is not exactly one."""
        figures = [one for one in self.pdf.objects if isinstance(one, pydyf.Dictionary)
                   and one.get("S") == "/Figure" and "Alt" in one and one["Alt"].string == label]  # fmt: skip
        if len(figures) != 1:
            raise Misfit("A picture's label is not its own.")
        return figures[0]

    def _must_be_simple(self) -> None:
        drawn: list[Line | Figure] = [*self.lines, *self.figures]
        simple = (
            len(self.part.pages) == 1
            and all(one.stream is self.stream for one in drawn)
            and not (self.resources["Pattern"] or self.resources["Shading"])
            and not any(font.missing or font.bitmap for font in self.part.fonts.values())
            and len(self.resources["XObject"]) == sum(isinstance(f.box.replacement, RasterImage) for f in self.figures)
        )
        if not simple:
            raise Misfit("The page is not simple.")

    def _places(self) -> dict[int, list[int]]:
        """Find for each slot of words its lines; check that figures and WeasyPrint's own splitting are as expected."""
        places: dict[int, list[int]] = {}
        taken = -1
        for number, slot in enumerate(self.skeleton.slots):
            if slot.kind == "words":
                found = self._find(slot.value, taken + 1)
                if found:
                    taken = found[-1]
                    places[number] = found
            elif slot.figure is None or slot.figure >= len(self.figures):
                raise Misfit("A picture was not drawn.")
            elif slot.value not in _values(self.figures[slot.figure].box.element, slot):
                raise Misfit("The pictures are not in the order of the text.")
        return places

    def _find(self, words: str, first: int) -> list[int]:
        """Return the lines from `first` on that say these words, one after the other; none where they are not found."""
        for start in range(first, len(self.lines)):
            rest, found = words, []
            for number in range(start, len(self.lines)):
                said = self.lines[number].box.pango_layout.text.strip()
                if not said or not rest.startswith(said):
                    break
                found.append(number)
                rest = rest[len(said) :].lstrip(" ")
                if not rest:
                    return found
        return []

    def lines_for(self, number: int, words: str) -> dict[int, tuple[str, Any]]:
        """Lay out other words where a slot's stand; raise Misfit where they need other lines."""
        places = self.places.get(number)
        if not places:
            raise Misfit("These words were not found on the page.")
        if number not in self._checked:
            self._checked[number] = self._laid_out(places, self.skeleton.slots[number].value) is not None
        if all((place, words) in self.drawn for place in places):
            return dict.fromkeys(places, (words, None))
        laid_out = self._laid_out(places, words) if self._checked[number] else None
        if laid_out is None:
            raise Misfit("These words do not fill the same lines.")
        return {place: (words, layout) for place, layout in zip(places, laid_out, strict=True)}

    def _laid_out(self, places: Sequence[int], words: str) -> list[Any] | None:
        data, made = words.encode(), []
        for count, place in enumerate(places, 1):
            box = self.lines[place].box
            right = self.rights.get(id(box))
            if right is None or not _is_plain(box.style) or not data:
                return None
            with _ready_to_draw():
                layout, _, resume, _, height, baseline = split_first_line(
                    data.decode(), box.style, None, right - box.position_x, 0)  # fmt: skip
            if (height, baseline + box.margin_top) != (box.height, box.baseline) or (resume is None) != (
                count == len(places)
            ):
                return None
            made.append(layout)
            data = data[resume:] if resume else b""
        return made


def _pieces(operators: Sequence[Any], recorded: Recording) -> Iterator[bytes | Line | Figure]:
    """Yield the operators of a page from its beginning to its end: lines, figures, and what stands between them."""
    done = 0
    drawn: list[Line | Figure] = [*recorded.lines, *recorded.figures]
    for one in sorted(drawn, key=lambda one: one.start):
        if one.start > done:
            yield sheets.joined(operators[done : one.start])
        if one.end > one.start:
            one.operators = sheets.joined(operators[one.start : one.end])
            yield one
        done = one.end
    if done < len(operators):
        yield sheets.joined(operators[done:])


@contextmanager
def _ready_to_draw() -> Iterator[None]:
    """Let WeasyPrint make Pango's layouts as its drawing wants them: laying a line out again would cost as much."""
    setup, deactivate = Layout.setup, Layout.deactivate

    def setup_for_drawing(layout: Any, style: Any) -> None:
        setup(layout, style)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)

    Layout.setup, Layout.deactivate = setup_for_drawing, lambda layout: None
    try:
        yield
    finally:
        Layout.setup, Layout.deactivate = setup, deactivate


def _values(element: Any, slot: Slot) -> list[str]:
    """Return the values of this kind that a picture's element has."""
    if slot.kind == "stroke":
        return [path.get("d") for path in element.iter(PATH)]
    if slot.kind == "source":
        return [element.get("src")]
    return [element.get("alt"), *(title.text for title in element.iter(TITLE))]


def _ends_of_lines(box: Any, right: float | None) -> list[tuple[int, float]]:
    """Return for each text box that is the last in its line where the line may end at most (CSS pixels)."""
    if isinstance(box, boxes.LineBox):
        leaves = [leaf for leaf in box.descendants() if not isinstance(leaf, boxes.ParentBox)]
        said = [leaf for leaf in leaves if not (isinstance(leaf, boxes.TextBox) and not leaf.text.strip())]
        return [(id(said[-1]), right)] if said and right is not None and isinstance(said[-1], boxes.TextBox) else []
    if isinstance(box, boxes.BlockBox):
        right = box.content_box_x() + box.width
    return [found for child in getattr(box, "children", ()) for found in _ends_of_lines(child, right)]


def _is_plain(style: Any) -> bool:
    return (
        style["direction"] == "ltr"
        and style["text_align_all"] in ("start", "left")
        and style["text_decoration_line"] == "none"
        and style["text_transform"] == "none"
        and style["hyphens"] != "auto"
    )


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
