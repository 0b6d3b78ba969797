"""Printing a section from a plate: the lines, strokes and pictures that differ are drawn, the rest is taken over."""

import copy
from collections.abc import Sequence
from typing import Any

import pydyf  # type: ignore[import-untyped]
import weasyprint.draw as drawing
from weasyprint.draw import text as text_drawing
from weasyprint.images import RasterImage, SVGImage, get_image_from_uri
from weasyprint.pdf import _use_references
from weasyprint.pdf.fonts import build_fonts_dictionary
from weasyprint.pdf.stream import Stream

from handbook.documents.rendering import sheets
from handbook.documents.rendering.plates import PATH, Misfit, Plate
from handbook.documents.rendering.recording import Figure, Line, Use, uses_of
from handbook.documents.rendering.skeleton import Skeleton, Slot


def printed_from(plate: Plate, skeleton: Skeleton) -> bytes:
    """Return the sheet of a section; raise Misfit where it would not keep every line in its place."""
    changed = [n for n, (mine, its) in enumerate(zip(plate.skeleton.slots, skeleton.slots, strict=True))
               if mine.value != its.value]  # fmt: skip
    laid_out: dict[int, tuple[str, Any]] = {}
    for number in changed:
        if skeleton.slots[number].kind == "words":
            laid_out |= plate.lines_for(number, skeleton.slots[number].value)
    figures = {skeleton.slots[number].figure for number in changed} - {None}
    printing = _Printing(plate)
    operators = printing.operators(laid_out, {n: skeleton.slots for n in figures if n is not None})
    labels = {plate.skeleton.slots[n].value: skeleton.slots[n].value for n in changed
              if skeleton.slots[n].kind == "label"}  # fmt: skip
    return printing.finished(operators, labels)


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


def _redrawn(box: Any, slots: Sequence[Slot]) -> Any:
    """Return the drawing of a box with other strokes."""
    tree, old = copy.deepcopy(box.element), box.replacement
    strokes = (slot.value for slot in slots if slot.kind == "stroke")
    for path in tree.iter(PATH):
        path.set("d", next(strokes))
    return SVGImage(tree, old._base_url, old._url_fetcher, old._context)
