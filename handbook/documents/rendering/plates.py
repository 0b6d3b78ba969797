"""Printing sections that are alike from one layout: only lines, strokes and pictures that differ are drawn anew.

A plate is a section that WeasyPrint laid out. Another section with the same skeleton is printed from it if each of its
differing words fills as many lines, of the same height, as the plate's; then nothing else on the page can differ, and
the result is byte for byte what WeasyPrint would have made. Where anything is in doubt, it is laid out on its own.
"""

import copy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pydyf  # type: ignore[import-untyped]
import weasyprint.draw as drawing
from weasyprint.document import Document
from weasyprint.draw import text as text_drawing
from weasyprint.formatting_structure import boxes
from weasyprint.images import RasterImage, SVGImage, get_image_from_uri
from weasyprint.pdf import _use_references
from weasyprint.pdf.fonts import build_fonts_dictionary
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import pango
from weasyprint.text.line_break import Layout, split_first_line

from handbook.documents.rendering import sheets
from handbook.documents.rendering.recording import Figure, Line, Recording, Use, uses_of
from handbook.documents.rendering.skeleton import Skeleton, Slot

PATH, TITLE = "{http://www.w3.org/2000/svg}path", "{http://www.w3.org/2000/svg}title"


class Misfit(Exception):
    """A section cannot be printed from this plate."""


class Fonts(dict[Any, Any]):
    """The fonts of one page: each a fresh copy of the plate's, made when it is first asked for."""

    def __init__(self, shelf: dict[Any, Any]) -> None:
        super().__init__()
        self.shelf = shelf

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or (key in self.shelf and bool(self[key]))

    def __missing__(self, key: Any) -> Any:
        font = copy.copy(self.shelf[key])
        font.widths, font.to_unicode, font.missing = {}, {}, {}
        self[key] = font
        return font


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

    def print(self, skeleton: Skeleton) -> bytes:
        """Return the sheet of a section; raise Misfit where it would not keep every line in its place."""
        changed = [n for n, (mine, its) in enumerate(zip(self.skeleton.slots, skeleton.slots, strict=True))
                   if mine.value != its.value]  # fmt: skip
        laid_out: dict[int, tuple[str, Any]] = {}
        for number in changed:
            if skeleton.slots[number].kind == "words":
                laid_out |= self._lines_for(number, skeleton.slots[number].value)
        figures = {skeleton.slots[number].figure for number in changed} - {None}
        printing = _Printing(self)
        operators = printing.operators(laid_out, {n: skeleton.slots for n in figures if n is not None})
        labels = {self.skeleton.slots[n].value: skeleton.slots[n].value for n in changed
                  if skeleton.slots[n].kind == "label"}  # fmt: skip
        return printing.finished(operators, labels)

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

    def _lines_for(self, number: int, words: str) -> dict[int, tuple[str, Any]]:
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


class _Printing:
    """One section being printed from a plate."""

    def __init__(self, plate: Plate) -> None:
        self.plate = plate
        self.fonts = Fonts(plate.part.fonts)
        self.images: dict[str, Any] = {}
        self.names: dict[str, str] = {}
        self.resources = pydyf.Dictionary(plate.resources)
        self.resources["ExtGState"] = pydyf.Dictionary(plate.resources["ExtGState"])
        self.resources["XObject"] = pydyf.Dictionary()

    def operators(self, lines: dict[int, tuple[str, Any]], figures: dict[int, Sequence[Slot]]) -> list[bytes]:
        """Return the operators of the page, with these lines (their text, its layout) and figures drawn anew."""
        made: list[bytes] = []
        for one in self.plate.pieces:
            if isinstance(one, bytes):
                made.append(one)
            elif isinstance(one, Figure):
                made.append(self._figure(one, figures[one.number]) if one.number in figures else one.operators)
            elif one.number in lines:
                made.append(self._line(one, *lines[one.number]))
            else:
                made.append(self._taken_over(one.operators, one.uses))
        return made

    def finished(self, operators: list[Any], labels: dict[str, str]) -> bytes:
        """Return the sheet of the plate with other operators, fonts, pictures and labels of pictures."""
        pdf = copy.copy(self.plate.pdf)
        pdf.objects = list(pdf.objects)
        self._put(pdf, self.plate.stream, pydyf.Stream(operators))
        self._put(pdf, self.plate.resources, self.resources)
        if list(self.resources["ExtGState"]) != list(self.plate.resources["ExtGState"]):
            raise Misfit("The drawing needs other states.")
        _use_references(pdf, self.resources, self.images, {})
        self.resources["XObject"] = pydyf.Dictionary(
            {self.names.get(name, name): self.resources["XObject"].get(self.names.get(name, name), reference)
             for name, reference in self.plate.resources["XObject"].items()})  # fmt: skip
        fonts = build_fonts_dictionary(pdf, self.fonts, False, True, sheets.OPTIONS)
        pdf.add_object(fonts)
        self.resources["Font"] = fonts.reference
        writer = sheets.Writer(pdf, self.plate.structure)
        for old, new in labels.items():
            figure = self.plate.labelled(old)
            writer.objects[writer.numbers[figure.number]] = writer.spell({**figure, "Alt": pydyf.String(new)})
        return writer.sheet()

    def _put(self, pdf: Any, old: Any, new: Any) -> None:
        new.number = old.number
        pdf.objects[old.number] = new

    def _stream(self, state: dict[str, Any] | None = None) -> Any:
        plate = self.plate.stream
        stream = Stream(self.fonts, plate.page_rectangle, self.resources, self.images, None, plate._color_profiles,
                        plate._output_intent)  # fmt: skip
        vars(stream).update(state or {})
        return stream

    def _line(self, line: Line, words: str, layout: Any) -> bytes:
        known = self.plate.drawn.get((line.number, words))
        if known:
            return self._taken_over(*known)
        box, stream = copy.copy(line.box), self._stream()
        box.text, box.pango_layout = layout.text, layout
        if text_drawing.draw_first_line(stream, box, *line.arguments):
            raise Misfit("A letter is a picture.")
        operators = sheets.joined(stream.stream)
        if (line.number, words) in self.plate.seen:  # a place or a job of many: worth keeping
            self.plate.drawn[line.number, words] = (operators, list(uses_of(stream, layout)))
        self.plate.seen.add((line.number, words))
        layout.deactivate()
        return operators

    def _taken_over(self, operators: bytes, uses: Sequence[Use]) -> bytes:
        for key, glyph, text, width, needed in uses:
            font = self.fonts[key]
            font.widths.setdefault(glyph, width)
            if font.to_unicode.setdefault(glyph, text) != needed and needed is not None:
                raise Misfit("A letter was used for another before.")
        return operators

    def _figure(self, figure: Figure, slots: Sequence[Slot]) -> bytes:
        own = [slot for slot in slots if slot.figure == figure.number]
        box, old = copy.copy(figure.box), figure.box.replacement
        box.replacement = _redrawn(figure.box, own) if isinstance(old, SVGImage) else self._picture(figure.box, own)
        stream = self._stream({**figure.state, "_ctm_stack": list(figure.state["_ctm_stack"])})
        drawing.draw_replacedbox(stream, box)
        return sheets.joined(stream.stream)

    def _picture(self, box: Any, slots: Sequence[Slot]) -> Any:
        source = next(slot.value for slot in slots if slot.kind == "source")
        fetcher, old = self.plate.part.url_fetcher, box.replacement
        new = get_image_from_uri({}, fetcher, sheets.OPTIONS, source, orientation=box.style["image_orientation"])
        if not isinstance(new, RasterImage) or (new.width, new.height) != (old.width, old.height):
            raise Misfit("A picture has another size.")
        smooth = int(box.style["image_rendering"] == "auto")
        self.names[f"i{old.id}{smooth}"] = f"i{new.id}{smooth}"
        return new


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


def _redrawn(box: Any, slots: Sequence[Slot]) -> Any:
    """Return the drawing of a box with other strokes."""
    tree, old = copy.deepcopy(box.element), box.replacement
    strokes = (slot.value for slot in slots if slot.kind == "stroke")
    for path in tree.iter(PATH):
        path.set("d", next(strokes))
    return SVGImage(tree, old._base_url, old._url_fetcher, old._context)


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
