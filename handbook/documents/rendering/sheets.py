"""Writing sheets in the limited child: each section of a batch as a tagged PDF of its own, with its own small fonts."""

import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
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


def written(document: Document, shares: Sequence[tuple[str, int]]) -> Iterator[bytes]:
    """Yield one sheet for each (language, number of pages) of a document laid out as a whole."""
    pages = iter(document.pages)
    for language, length in shares:
        part = document.copy([next(pages) for _ in range(length)])
        title = next((page.bookmarks[0][1] for page in part.pages if page.bookmarks), "-")
        part.metadata = DocumentMetadata(title=title, lang=language)
        yield _Writer(generate_pdf(part, None, 1, **OPTIONS), title, language).sheet()


class _Writer:
    """Give WeasyPrint's objects the numbers and the spelling of a sheet."""

    def __init__(self, pdf: Any, title: str, language: str) -> None:
        self.pdf = pdf
        self.title = _text(title)
        self.language = _text(language)
        tree = self._at(pdf.catalog["StructTreeRoot"])
        self.top = self._at(tree["K"][0])
        self.parents = self._at(tree["ParentTree"])["Nums"]
        self.numbers = {pdf.pages.number: form.PAGES, tree.number: form.TREE, self.top.number: form.TOP}
        self.waiting: list[Any] = []
        self.used = form.FIRST
        names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
        self.places = {name.string: place for name, place in zip(names[::2], names[1::2], strict=True)}

    def sheet(self) -> bytes:
        """Return the whole sheet."""
        pages = [self._reference(number) for number in self.pdf.page_references]
        objects = {
            form.TOP: b"<</Type/StructElem/S/Document/P %d 0 R/Lang%s/K%s>>"
            % (form.TREE, self.language, self._spell(self.top["K"])),
            **self._frame(pages),
            **dict(self._parents()),
        }
        streams = [self._metadata()]
        while self.waiting:
            item = self.waiting.pop(0)
            number = self.numbers[item.number]
            if isinstance(item, pydyf.Stream):
                streams.append(self._stream(number, item))
            else:
                objects[number] = self._spell(item)
        return self._file(objects, streams)

    def _frame(self, pages: list[bytes]) -> dict[int, bytes]:
        entry = b"<</Title%s/Parent %d 0 R/Dest[%s/Fit]>>" % (self.title, form.OUTLINES, pages[0])
        return {
            form.CATALOG: b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Outlines %d 0 R/Metadata %d 0 R/Lang%s"
            b"/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>>>"
            % (form.PAGES, form.TREE, form.OUTLINES, form.METADATA, self.language),
            form.PAGES: b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), b" ".join(pages)),
            form.TREE: b"<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (form.TOP, form.PARENTS, len(self.parents) // 2),
            form.INFO: b"<</Title%s/Producer%s>>" % (self.title, self._spell(self.pdf.info["Producer"])),
            form.OUTLINES: b"<</Count 1/First %d 0 R/Last %d 0 R>>" % (form.ENTRY, form.ENTRY),
            form.ENTRY: entry,
        }

    def _parents(self) -> Iterator[tuple[int, bytes]]:
        """Yield the parent tree, each of its values an object, so that a key leads to nothing but a number."""
        pairs = []
        for key, value in zip(self.parents[::2], self.parents[1::2], strict=True):
            if isinstance(value, list):
                number = self._next()
                yield number, self._spell(value)
                pairs.append(b"%d %d 0 R" % (key, number))
            else:
                pairs.append(b"%d %s" % (key, self._reference(value)))
        yield form.PARENTS, b"<</Nums[%s]>>" % b" ".join(pairs)

    def _metadata(self) -> form.Stream:
        data = zlib.compress(b"\n".join(self._at(self.pdf.catalog["Metadata"]).stream), 6)
        return form.Stream(form.METADATA, b"/Type/Metadata/Subtype/XML/Filter/FlateDecode", data)

    def _stream(self, number: int, item: Any) -> form.Stream:
        data = b"\n".join(_bytes(line) for line in item.stream)
        entries = self._spell(item.extra)[2:-2]
        if b"/Filter" not in entries:
            data, entries = zlib.compress(data, 6), entries + b"/Filter/FlateDecode"
        return form.Stream(number, entries, data)

    def _file(self, objects: dict[int, bytes], streams: list[form.Stream]) -> bytes:
        holder, table = self._next(), self._next()
        made = bytearray(form.HEAD)
        places = {number: (2, holder, index) for index, number in enumerate(sorted(objects))}
        for stream in (form.pack(holder, objects), *streams):
            places[stream.number] = (1, len(made), 0)
            made += form.write(stream)
        start = len(made)
        places |= {0: (0, 0, 65535), table: (1, start, 0)}
        identity = hashlib.sha256(made).hexdigest()[:32].encode()
        roots = b"/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (form.CATALOG, form.INFO, identity, identity)
        made += form.write(form.cross_references(table, table + 1, places, roots))
        return bytes(made) + b"startxref\n%d\n%%%%EOF\n" % start

    def _at(self, reference: bytes) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def _next(self) -> int:
        self.used += 1
        return self.used - 1

    def _reference(self, reference: bytes) -> bytes:
        old = int(reference.split()[0])
        if old not in self.numbers:
            self.numbers[old] = self._next()
            self.waiting.append(self.pdf.objects[old])
        return b"%d 0 R" % self.numbers[old]

    def _spell(self, item: Any) -> bytes:
        """Return an object without any literal string and with the numbers of the sheet."""
        if isinstance(item, bytes):
            return self._reference(item) if REFERENCE.fullmatch(item) else item
        if isinstance(item, pydyf.String):
            return _text(item.string)
        if isinstance(item, dict):
            return b"<<%s>>" % b"".join(self._entry(str(key), value) for key, value in item.items())
        if isinstance(item, list):
            return b"[%s]" % b" ".join(self._spell(value) for value in item)
        return _bytes(item)

    def _entry(self, key: str, value: Any) -> bytes:
        if key == "Dest" and isinstance(value, pydyf.String):
            value = self.places[value.string]
        return b"/%s %s" % (key.encode(), self._spell(value))


def _bytes(item: Any) -> bytes:
    return item if isinstance(item, bytes) else bytes(pydyf._to_bytes(item))


def _text(text: str | bytes) -> bytes:
    if isinstance(text, bytes):
        return b"<%s>" % text.hex().encode()
    spelt = text.encode("ascii") if text.isascii() else b"\xfe\xff" + text.encode("utf-16-be")
    return b"<%s>" % spelt.hex().encode()
