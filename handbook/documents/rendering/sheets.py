"""Writing sheets in the limited child: each section of a batch as a tagged PDF of its own, with its own small fonts."""

import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint import DEFAULT_OPTIONS
from weasyprint.document import Document
from weasyprint.pdf import generate_pdf
from weasyprint.pdf.metadata import DocumentMetadata

from handbook.documents import sheet_form as form

OPTIONS = {**DEFAULT_OPTIONS, "pdf_variant": "pdf/ua-1", "pdf_version": "1.7", "pdf_tags": True,
           "uncompressed_pdf": True}  # fmt: skip
REFERENCE = re.compile(rb"(\d+) 0 R")
LEVEL = 4


def parts(document: Document, shares: Sequence[tuple[str, int]]) -> Iterator[Document]:
    """Yield a document of its own for each (language, number of pages) of one that was laid out as a whole."""
    pages = iter(document.pages)
    for language, length in shares:
        part = document.copy([next(pages) for _ in range(length)])
        title = next((page.bookmarks[0][1] for page in part.pages if page.bookmarks), "-")
        part.metadata = DocumentMetadata(title=title, lang=language)
        yield part


def drawn(part: Document) -> Any:
    """Return the PDF of a part, not yet written."""
    return generate_pdf(part, None, 1, **OPTIONS)


def sheet(part: Document, pdf: Any, frame: "Structure | None" = None) -> bytes:
    """Write the PDF of a part as a sheet; `frame` is what was already spelt of it."""
    return Writer(pdf, frame or structure(part, pdf)).sheet()


def structure(part: Document, pdf: Any) -> "Structure":
    """Spell what sheets of like pages have in common: the tags, and what a reader is told of the whole."""
    title, language = _text(part.metadata.title), _text(part.metadata.lang)
    tree = _at(pdf, pdf.catalog["StructTreeRoot"])
    top = _at(pdf, tree["K"][0])
    numbers = {pdf.pages.number: form.PAGES, tree.number: form.TREE, top.number: form.TOP}
    for reference in pdf.page_references:
        numbers[_number(reference)] = form.FIRST + len(numbers) - 3
    metadata = zlib.compress(b"\n".join(_at(pdf, pdf.catalog["Metadata"]).stream), LEVEL)
    described = form.Stream(form.METADATA, b"/Type/Metadata/Subtype/XML/Filter/FlateDecode", metadata)
    spelt = Structure({}, numbers, described)
    writer = Writer(pdf, spelt)
    parents = _at(pdf, tree["ParentTree"])["Nums"]
    writer.objects |= {
        form.TOP: b"<</Type/StructElem/S/Document/P %d 0 R/Lang%s/K%s>>"
        % (form.TREE, language, writer.spell(top["K"])),
        **_frame(title, language, [writer.reference(number) for number in pdf.page_references], len(parents) // 2),
        form.INFO: b"<</Title%s/Producer%s>>" % (title, writer.spell(pdf.info["Producer"])),
        **dict(_parents(writer, parents)),
    }
    writer.spell_waiting()
    return Structure(writer.objects, writer.numbers, spelt.metadata)


@dataclass(frozen=True)
class Structure:
    """Objects of a sheet that are spelt already, the numbers given so far, and the metadata."""

    objects: dict[int, bytes]
    numbers: dict[int, int]
    metadata: form.Stream


def _frame(title: bytes, language: bytes, pages: list[bytes], keys: int) -> dict[int, bytes]:
    return {
        form.CATALOG: b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Outlines %d 0 R/Metadata %d 0 R/Lang%s"
        b"/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>>>"
        % (form.PAGES, form.TREE, form.OUTLINES, form.METADATA, language),
        form.PAGES: b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), b" ".join(pages)),
        form.TREE: b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
        % (form.TOP, form.PARENTS, keys),
        form.OUTLINES: b"<</Count 1/First %d 0 R/Last %d 0 R>>" % (form.ENTRY, form.ENTRY),
        form.ENTRY: b"<</Title%s/Parent %d 0 R/Dest[%s/Fit]>>" % (title, form.OUTLINES, pages[0]),
    }


def _parents(writer: "Writer", parents: list[Any]) -> Iterator[tuple[int, bytes]]:
    """Yield the parent tree, each of its values an object, so that a key leads to nothing but a number."""
    pairs = []
    for key, value in zip(parents[::2], parents[1::2], strict=True):
        if isinstance(value, list):
            number = writer.next(-1 - key)
            yield number, writer.spell(value)
            pairs.append(b"%d %d 0 R" % (key, number))
        else:
            pairs.append(b"%d %s" % (key, writer.reference(value)))
    yield form.PARENTS, b"<</Nums[%s]>>" % b" ".join(pairs)


class Writer:
    """Give WeasyPrint's objects the numbers and the spelling of a sheet."""

    def __init__(self, pdf: Any, spelt: Structure) -> None:
        self.pdf = pdf
        self.objects, self.numbers, self.metadata = dict(spelt.objects), dict(spelt.numbers), spelt.metadata
        self.used = form.FIRST + len(self.numbers) - 3
        self.streams: list[form.Stream] = []
        self.waiting: list[Any] = []
        names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
        self.places = {name.string: place for name, place in zip(names[::2], names[1::2], strict=True)}

    def sheet(self) -> bytes:
        """Return the whole sheet: what was spelt already, then the pages with all that is drawn on them."""
        self.streams.append(self.metadata)
        for reference in self.pdf.page_references:
            self.objects[self.numbers[_number(reference)]] = self.spell(_at(self.pdf, reference))
        self.spell_waiting()
        return self._file()

    def spell_waiting(self) -> None:
        """Spell every object that was referred to and not spelt yet, in the order of the references."""
        for item in self.waiting:  # grows meanwhile
            number = self.numbers[item.number]
            if isinstance(item, pydyf.Stream):
                self.streams.append(self._stream(number, item))
            else:
                self.objects[number] = self.spell(item)
        self.waiting.clear()

    def _stream(self, number: int, item: Any) -> form.Stream:
        data = joined(item.stream)
        entries = self.spell(item.extra)[2:-2]
        if b"/Filter" not in entries:
            data, entries = zlib.compress(data, LEVEL), entries + b"/Filter/FlateDecode"
        return form.Stream(number, entries, data)

    def _file(self) -> bytes:
        holder, table = self.used, self.used + 1
        made = bytearray(form.HEAD)
        places = {number: (2, holder, index) for index, number in enumerate(sorted(self.objects))}
        for stream in (form.pack(holder, self.objects, LEVEL), *self.streams):
            places[stream.number] = (1, len(made), 0)
            made += form.write(stream)
        start = len(made)
        places |= {0: (0, 0, 65535), table: (1, start, 0)}
        identity = hashlib.sha256(made).hexdigest()[:32].encode()
        roots = b"/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (form.CATALOG, form.INFO, identity, identity)
        made += form.write(form.cross_references(table, table + 1, places, roots))
        return bytes(made) + b"startxref\n%d\n%%%%EOF\n" % start

    def next(self, old: int) -> int:
        """Return the next free number, given to WeasyPrint's object `old`."""
        self.numbers[old] = self.used
        self.used += 1
        return self.used - 1

    def reference(self, reference: bytes) -> bytes:
        """Return a reference of WeasyPrint's with the number of the sheet."""
        old = _number(reference)
        if old not in self.numbers:
            self.next(old)
            self.waiting.append(self.pdf.objects[old])
        return b"%d 0 R" % self.numbers[old]

    def spell(self, item: Any) -> bytes:
        """Return an object without any literal string and with the numbers of the sheet."""
        if type(item) is int:
            return b"%d" % item
        if isinstance(item, bytes):
            return self.reference(item) if REFERENCE.fullmatch(item) else item
        if isinstance(item, pydyf.String):
            return _text(item.string)
        if isinstance(item, dict):
            return b"<<%s>>" % b"".join([self._entry(str(key), value) for key, value in item.items()])
        if isinstance(item, list):
            return b"[%s]" % b" ".join([self.spell(value) for value in item])
        return _bytes(item)

    def _entry(self, key: str, value: Any) -> bytes:
        if key == "Dest" and isinstance(value, pydyf.String):
            value = self.places[value.string]
        if key == "W":  # hundreds of widths, and whole numbers all of them
            return b"/W " + str(value).replace(",", "").encode()
        return b"/%s %s" % (key.encode(), self.spell(value))


def _at(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[_number(reference)]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def joined(operators: Sequence[Any]) -> bytes:
    """Return operators as they stand in a stream."""
    return b"\n".join([item if isinstance(item, bytes) else _bytes(item) for item in operators])


def _bytes(item: Any) -> bytes:
    return item if isinstance(item, bytes) else bytes(pydyf._to_bytes(item))


def _text(text: str | bytes) -> bytes:
    if isinstance(text, bytes):
        return b"<%s>" % text.hex().encode()
    spelt = text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
    return b"<%s>" % spelt.hex().encode()
