"""Binding: kept papers behind a cover as one new base; their pages and tags are taken over, never rendered again."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf

from handbook.documents.rendering import base

HEADERS = "/Headers"


@dataclass(frozen=True, slots=True)
class Bound:
    """One paper to bind: its title in the outline, and its parts, a base and the sheets behind it, in their order."""

    title: str
    parts: Sequence[bytes]


def count_pages(paper: Bound) -> int:
    """Return how many pages a paper has."""
    return sum(_length(part) for part in paper.parts)


def bind(cover: bytes, papers: Iterable[Bound]) -> bytes:
    """Return a finished base: the cover's pages, then those of each paper as they are, each paper in the outline.

    The seals of the papers do not come along: they are over other files. The same input gives the same bytes.
    """
    with pikepdf.open(io.BytesIO(cover)) as pdf:
        tags = _Tags(pdf)
        for paper in papers:
            first = len(pdf.pages)
            for part in paper.parts:
                _append(pdf, tags, part)
            with pdf.open_outline() as outline:
                outline.root.append(OutlineItem(paper.title, first))
        tags.write()
        whole = io.BytesIO()
        pdf.save(whole, deterministic_id=True)
    return base.finish(whole.getvalue())


class _Tags:
    """The tags of the growing file: one Part for the cover and one for each part that is appended."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.root = pdf.Root.StructTreeRoot
        self.numbers = list(_pairs(self.root.ParentTree))
        self.next_key = int(self.root.ParentTreeNextKey)
        self.parts = 0

    def take(self, tree: Object, language: str) -> int:
        """Put a copied tree behind what is there, in its own language, and return by how much its keys moved."""
        shift, document = self.next_key, self.root.K[0]
        part = tree.K[0]
        part.S, part.P, part.Lang = Name.Part, document, pikepdf.String(language)
        document.K.append(part)
        self.numbers += [(key + shift, value) for key, value in _pairs(tree.ParentTree)]
        self.next_key += int(tree.ParentTreeNextKey)
        self.parts += 1
        self._tell_ids_apart(part)
        return shift

    def write(self) -> None:
        """Write the numbers of all pages as one list."""
        flat = Array([item for key, value in self.numbers for item in (key, value)])
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=flat))

    def _tell_ids_apart(self, part: Object) -> None:
        """Give the identifiers of table headers the number of the part: two papers may use the same."""
        mark = b"%d-" % self.parts
        for element in base.elements(part):
            if Name.ID in element:
                element.ID = pikepdf.String(mark + bytes(element.ID))
            for attributes in _attributes(element):
                if HEADERS in attributes:
                    attributes.Headers = Array([pikepdf.String(mark + bytes(one)) for one in attributes.Headers])


def _append(pdf: Pdf, tags: _Tags, part: bytes) -> None:
    first = len(pdf.pages)
    with pikepdf.open(io.BytesIO(part)) as other:
        for page in other.pages:
            pdf.pages.append(page)
        moved = {old.objgen: new for old, new in zip(other.pages, pdf.pages[first:], strict=True)}
        # After the pages: what the tags say of a page then finds its copy.
        shift = tags.take(pdf.copy_foreign(other.Root.StructTreeRoot), str(other.Root.Lang))
        places = _places(other)
        for old, new in zip(other.pages, pdf.pages[first:], strict=True):
            _move_keys(new, shift)
            _mend_links(old, new, moved, places)


def _move_keys(page: Page, shift: int) -> None:
    if Name.StructParents in page.obj:
        page.obj.StructParents = int(page.obj.StructParents) + shift
    for annotation in page.obj.get(Name.Annots, Array()):
        if Name.StructParent in annotation:
            annotation.StructParent = int(annotation.StructParent) + shift


def _mend_links(old: Page, new: Page, moved: Mapping[Any, Page], places: Mapping[str, Object]) -> None:
    """Lead links within a paper to its copied pages; names of places belong to one file alone."""
    pairs = zip(old.obj.get(Name.Annots, Array()), new.obj.get(Name.Annots, Array()), strict=True)
    for before, after in pairs:
        place = before.get(Name.Dest)
        if isinstance(place, pikepdf.String):
            place = places[str(place)]
        if isinstance(place, Array):
            after.Dest = Array([moved[place[0].objgen].obj, *list(place)[1:]])


def _places(pdf: Pdf) -> dict[str, Object]:
    """Return the named places of a file."""
    names = pdf.Root.get(Name.Names, Dictionary()).get("/Dests", Dictionary()).get("/Names", Array())
    return {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}


def _pairs(node: Object) -> Iterator[tuple[int, Object]]:
    """Yield the entries of a number tree."""
    for kid in node.get(Name.Kids, Array()):
        yield from _pairs(kid)
    numbers = node.get("/Nums", Array())
    for at in range(0, len(numbers), 2):
        yield int(numbers[at]), numbers[at + 1]


def _attributes(element: Object) -> list[Object]:
    found = element.get(Name.A, Array())
    return [one for one in (found if isinstance(found, Array) else [found]) if isinstance(one, Dictionary)]


def _length(part: bytes) -> int:
    with pikepdf.open(io.BytesIO(part)) as pdf:
        return len(pdf.pages)
