"""The tail of a sealed document: pages, tags, attachments and one signature, appended to a base that stays as it is."""

import hashlib
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handbook.documents import sheet_form as form
from handbook.documents.attachment import Attachment
from handbook.documents.base_form import BaseForm, Node

KEY = re.compile(rb"(/StructParents?) (\d+)")
FIELD = b"Seal"
LOCKED_AND_PRINTED = 132
COMPRESS_OVER = 128


@dataclass
class Tail:
    """The objects of one tail while they are gathered; numbers and keys go on from those of the base."""

    base: BaseForm
    objects: dict[int, bytes] = field(default_factory=dict)
    streams: list[form.Stream] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    parents: list[tuple[int, int]] = field(default_factory=list)
    entries: list[tuple[int, bytes]] = field(default_factory=list)
    size: int = 0
    next_key: int = 0
    outlines: int = 0

    def __post_init__(self) -> None:
        self.size, self.next_key = self.base.size, self.base.next_key
        self.outlines = self.base.outlines.number if self.base.outlines else self.take()

    def take(self) -> int:
        """Return the next free number."""
        self.size += 1
        return self.size - 1

    def add_sheet(self, sheet: form.Sheet) -> None:
        """Append the pages of one sheet with their tags, as one Part and one entry of the outline."""
        shift, key = self.size - form.FIRST, self.next_key
        self.size += sheet.size - form.FIRST
        part = self.take()
        fixed = {form.PAGES: self.base.pages.number, form.TREE: self.base.top.number, form.TOP: part,
                 form.OUTLINES: self.outlines}  # fmt: skip
        numbers = [number for number in sheet.objects if number >= form.FIRST]
        streams = [stream for stream in sheet.streams if stream.number >= form.FIRST]
        bodies = [sheet.objects[form.TOP], sheet.objects[form.ENTRY], *(sheet.objects[number] for number in numbers)]
        spelt = _moved(bodies + [stream.entries for stream in streams], fixed, shift, key)
        self.objects[part] = spelt[0].replace(b"/S/Document", b"/S/Part", 1)
        self.entries.append((self.take(), spelt[1]))
        first = 2 + len(numbers)
        self.objects.update(zip([number + shift for number in numbers], spelt[2:first], strict=True))
        self.streams += [form.Stream(stream.number + shift, entries, stream.data)
                         for stream, entries in zip(streams, spelt[first:], strict=True)]  # fmt: skip
        self.parts.append(part)
        self.pages += [number + shift for number in sheet.pages]
        self.parents += [(old + key, number + shift) for old, number in sheet.parents]
        self.next_key += len(sheet.parents)

    def add_attachments(self, attachments: Sequence[Attachment], at: bytes) -> tuple[bytes, bytes]:
        """Embed files and return what the catalogue says of them: the name tree's pairs, and the list."""
        named = {}
        for one in attachments:
            number, described = self.take(), self.take()
            self.streams.append(_embedded(number, one, at))
            name = text(one.name)
            self.objects[described] = (
                b"<</Type/Filespec/F%s/UF%s/Desc%s/AFRelationship/%s/EF<</F %d 0 R/UF %d 0 R>>>>"
                % (name, name, text(one.description), one.relationship.encode(), number, number)
            )
            named[one.name] = (name, described)
        if len(named) != len(attachments):
            raise ValueError("Two attachments have the same name. Give each a name of its own.")
        pairs = b" ".join(b"%s %d 0 R" % pair for _, pair in sorted(named.items()))
        return pairs, b" ".join(b"%d 0 R" % described for _, described in named.values())

    def add_field(self, value: int, label: bytes) -> int:
        """Add the one signature field, invisible and tagged, to the last page; return its number."""
        widget, element, page = self.take(), self.take(), self.pages[-1]
        self.objects[widget] = (
            b"<</Type/Annot/Subtype/Widget/FT/Sig/T%s/TU%s/Rect[0 0 0 0]/F %d/P %d 0 R/StructParent %d/V %d 0 R>>"
            % (text(FIELD.decode()), label, LOCKED_AND_PRINTED, page, self.next_key, value)
        )
        part = self.parts[-1]
        self.objects[element] = (
            b"<</Type/StructElem/S/Form/P %d 0 R/Pg %d 0 R/K<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>>>"
            % (part, page, widget, page)
        )
        self.objects[part] = self.objects[part].removesuffix(b"]>>") + b" %d 0 R]>>" % element
        self.objects[page] = _with_annotation(self.objects[page], widget)
        self.parents.append((self.next_key, element))
        self.next_key += 1
        return widget

    def rewrite_base(self, catalog: bytes) -> None:
        """Write again the few dictionaries of the base that must know of the new pages."""
        base = self.base
        leaf = self.take()
        pairs = b" ".join(b"%d %d 0 R" % pair for pair in self.parents)
        limits = (self.parents[0][0], self.parents[-1][0])
        self.objects[leaf] = b"<</Nums[%s]/Limits[%d %d]>>" % (pairs, *limits)
        self._grow(base.parents, b"/Kids", [leaf])
        self._grow(base.top, b"/K", self.parts)
        self._grow(base.pages, b"/Kids", self.pages, b"/Count %d" % (base.page_count + len(self.pages)))
        self.objects[base.tree.number] = b"<<%s/ParentTreeNextKey %d>>" % (base.tree.entries, self.next_key)
        self._link_outline()
        self.objects[base.catalog.number] = b"<<%s/Outlines %d 0 R%s>>" % (
            base.catalog.entries, self.outlines, catalog)  # fmt: skip

    def _grow(self, node: Node, key: bytes, added: Sequence[int], more: bytes = b"") -> None:
        kids = b" ".join([node.items, *(b"%d 0 R" % number for number in added)])
        self.objects[node.number] = b"<<%s%s[%s]%s>>" % (node.entries, key, kids, more)

    def _link_outline(self) -> None:
        numbers = [number for number, _ in self.entries]
        last = self.base.last_entry
        chain = [last.number if last else 0, *numbers, 0]
        for place, (number, entry) in enumerate(self.entries, 1):
            around = b"".join(b"/%s %d 0 R" % (name, near) for name, near in
                              ((b"Prev", chain[place - 1]), (b"Next", chain[place + 1])) if near)  # fmt: skip
            self.objects[number] = entry.removesuffix(b">>") + around + b">>"
        if last and self.base.outlines:
            self.objects[last.number] = b"<<%s/Next %d 0 R>>" % (last.entries, numbers[0])
            count = int(self.base.outlines.items) + len(numbers)
            self.objects[self.outlines] = b"<<%s/Last %d 0 R/Count %d>>" % (
                self.base.outlines.entries, numbers[-1], count)  # fmt: skip
        else:
            self.objects[self.outlines] = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (
                numbers[0], numbers[-1], len(numbers))  # fmt: skip


def text(words: str) -> bytes:
    """Return a PDF text string, hexadecimal (ISO 32000-1, 7.9.2.2)."""
    spelt = words.encode("ascii") if words.isascii() else b"\xfe\xff" + words.encode("utf-16-be")
    return b"<%s>" % spelt.hex().encode()


def date(moment: datetime) -> bytes:
    """Return a moment as a PDF date in UTC (ISO 32000-1, 7.9.4)."""
    return b"<%s>" % moment.strftime("D:%Y%m%d%H%M%S+00'00'").encode().hex().encode()


def _moved(bodies: list[bytes], fixed: dict[int, int], shift: int, key: int) -> list[bytes]:
    """Return objects with their references moved by `shift`, those to the frame put right, and keys moved by `key`."""
    words = form.REFERENCE.split(b"\n".join(bodies))  # text, number, text, number, ..., text
    words[1::2] = [b"%d 0 R" % (number + shift if number >= form.FIRST else fixed[number])
                   for number in map(int, words[1::2])]  # fmt: skip
    return KEY.sub(lambda match: b"%b %d" % (match[1], int(match[2]) + key), b"".join(words)).split(b"\n")


def _embedded(number: int, one: Attachment, at: bytes) -> form.Stream:
    kind = b"".join(b"%c" % c if 33 <= c <= 126 and c not in b"()<>[]{}/%#" else b"#%02x" % c
                    for c in one.media_type.encode())  # fmt: skip
    check = hashlib.md5(one.data, usedforsecurity=False).hexdigest().encode()
    entries = b"/Type/EmbeddedFile/Subtype/%s/Params<</Size %d/ModDate%s/CheckSum<%s>>>" % (
        kind, len(one.data), at, check)  # fmt: skip
    if len(one.data) > COMPRESS_OVER:
        return form.Stream(number, entries + b"/Filter/FlateDecode", zlib.compress(one.data, form.FAST))
    return form.Stream(number, entries, one.data)


def _with_annotation(page: bytes, widget: int) -> bytes:
    if b"/Annots [" in page:
        return page.replace(b"/Annots [", b"/Annots [%d 0 R " % widget, 1)
    return page.removesuffix(b">>") + b"/Annots[%d 0 R]>>" % widget
