"""What a writer must know of a base to append to it; read once for each base and kept."""

import hashlib
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf
from pikepdf import Name, Object

from handbook.core.errors import HandbookError

KEPT = 8


class NotABase(HandbookError):
    """These bytes were not finished as a base by this program."""


@dataclass(frozen=True)
class Node:
    """A dictionary of the base that is written again: its number, its entries but the growing one, and that one."""

    number: int
    entries: bytes
    items: bytes


@dataclass(frozen=True)
class Entry:
    """The last top entry of the base's outline."""

    number: int
    entries: bytes


@dataclass(frozen=True)
class BaseForm:
    """A base taken apart: its length, hash state and first free numbers, and what an appended page must change."""

    data: bytes
    digest: Any
    startxref: int
    size: int
    next_key: int
    page_count: int
    identity: bytes
    info: bytes
    catalog: Node
    names: Node | None
    pages: Node
    top: Node
    tree: Node
    parents: Node
    outlines: Node | None
    last_entry: Entry | None


@lru_cache(maxsize=KEPT)
def read(data: bytes) -> BaseForm:
    """Take a base apart; raise NotABase where it is not one."""
    match = re.search(rb"startxref\n(\d+)\n%%EOF\n$", data)
    if not match:
        raise NotABase("This is no finished base. Render the document again.")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return _take_apart(pdf, data, int(match[1]))


def _take_apart(pdf: pikepdf.Pdf, data: bytes, startxref: int) -> BaseForm:
    root = pdf.Root
    try:
        tree, outlines, names = root.StructTreeRoot, root.get(Name.Outlines), root.get(Name.Names)
        grows = ("/Names", "/AF", "/AcroForm", "/Perms", "/Outlines")
        return BaseForm(
            data=data,
            digest=hashlib.sha256(data),
            startxref=startxref,
            size=int(pdf.trailer.Size),
            next_key=int(tree.ParentTreeNextKey),
            page_count=len(pdf.pages),
            identity=bytes(pdf.trailer.ID[0]).hex().encode(),
            info=b"/Info %s" % pdf.trailer.Info.unparse() if Name.Info in pdf.trailer else b"",
            catalog=Node(root.objgen[0], _entries(root, *grows), b""),
            names=names if names is None else Node(names.objgen[0], _entries(names, "/EmbeddedFiles"), b""),
            pages=_node(root.Pages, "/Kids", "/Count"),
            top=_node(tree.K[0], "/K"),
            tree=Node(tree.objgen[0], _entries(tree, "/ParentTreeNextKey"), b""),
            parents=_node(tree.ParentTree, "/Kids"),
            outlines=outlines if outlines is None else _outlines(outlines),
            last_entry=outlines if outlines is None else _last(outlines.Last),
        )
    except (AttributeError, KeyError, ValueError) as error:
        raise NotABase("This is no finished base. Render the document again.") from error


def _node(item: Object, growing: str, *changing: str) -> Node:
    kids = b" ".join(kid.unparse() for kid in item[growing])
    return Node(item.objgen[0], _entries(item, growing, *changing), kids)


def _outlines(item: Object) -> Node:
    return Node(item.objgen[0], _entries(item, "/Last", "/Count"), b"%d" % int(item.get(Name.Count, 0)))


def _last(item: Object) -> Entry:
    return Entry(item.objgen[0], _entries(item, "/Next"))


def _entries(item: Object, *without: str) -> bytes:
    return b"".join(key.encode() + b" " + _spell(value) for key, value in item.items() if key not in without)


def _spell(value: Any) -> bytes:
    if isinstance(value, Object):
        return value.unparse()
    return str(value).lower().encode()  # pikepdf gives numbers and truth values as Python's own
