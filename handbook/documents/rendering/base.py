"""The base: WeasyPrint's PDF regrouped so that pages can be appended to it without touching what is there."""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf


def finish(rendered: bytes) -> bytes:
    """Return the base of a rendered PDF: one Part holds its tags, its trees have room, its bytes depend on it alone."""
    with pikepdf.open(io.BytesIO(rendered)) as pdf:
        _group_pages(pdf)
        _group_tags(pdf)
        _index_ids(pdf)
        if Name.Names in pdf.Root and not pdf.Root.Names.is_indirect:
            pdf.Root.Names = pdf.make_indirect(pdf.Root.Names)
        made = io.BytesIO()
        pdf.save(made, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return made.getvalue()


def _group_pages(pdf: Pdf) -> None:
    """Put all pages under one node below the root, so that appending a page rewrites only the small root."""
    root = pdf.Root.Pages
    node = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=root.Kids, Count=root.Count, Parent=root))
    for page in root.Kids:
        page.Parent = node
    root.Kids = Array([node])


def _group_tags(pdf: Pdf) -> None:
    """Put all tags under one Part, and the parent tree's numbers into one leaf."""
    root = pdf.Root.StructTreeRoot
    document = root.K[0]
    part = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, P=document, K=document.K))
    for kid in document.K:
        kid.P = part
    document.K = Array([part])
    numbers = root.ParentTree.Nums
    last = int(numbers[len(numbers) - 2])
    leaf = pdf.make_indirect(Dictionary(Nums=numbers, Limits=[0, last]))
    root.ParentTree = pdf.make_indirect(Dictionary(Kids=[leaf]))
    root.ParentTreeNextKey = last + 1


def _index_ids(pdf: Pdf) -> None:
    """List the identifiers of table headers, as ISO 32000-1, 14.7.2 asks of every structure tree that has some."""
    named = sorted(((bytes(element.ID), element) for element in elements(pdf.Root.StructTreeRoot.K[0])
                    if Name.ID in element), key=lambda pair: pair[0])  # fmt: skip
    if named:
        names = Array([item for name, element in named for item in (pikepdf.String(name), element)])
        pdf.Root.StructTreeRoot.IDTree = pdf.make_indirect(Dictionary(Names=names))


def elements(top: Object) -> Iterator[Object]:
    """Yield a structure element and all below it."""
    waiting = [top]
    while waiting:
        element = waiting.pop()
        yield element
        kids = element.get(Name.K, Array())
        waiting += [kid for kid in (kids if isinstance(kids, Array) else [kids])
                    if isinstance(kid, Dictionary) and Name.S in kid]  # fmt: skip
