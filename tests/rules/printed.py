"""A paper as other programs read it: words by page and by place, bookmarks, tags, fonts."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from handbook.app import create_app
from handbook.company import operations as company
from handbook.core.db import db
from handbook.core.transaction import transaction
from handbook.rules import operations, queries
from tests.conftest import Template

WIDTH, HEIGHT = 595, 842  # an A4 page in points
HEAD, FOOT = 65, 780  # points from the top: above the one and below the other stands no text of the book


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: how deep it lies, its words, and its page, counted from 1."""

    level: int
    title: str
    page: int


@dataclass(frozen=True)
class Printed:
    """A PDF on the disk."""

    path: Path

    @cached_property
    def bodies(self) -> list[str]:
        """The text of each page between its head and its foot, in order."""
        return self._crop(HEAD, FOOT)

    @cached_property
    def heads(self) -> list[str]:
        """What stands at the top of each page, the left corner first, on one line."""
        return [" ".join(text.split()) for text in self._crop(0, HEAD)]

    @cached_property
    def feet(self) -> list[str]:
        """What stands at the foot of each page, on one line."""
        return [" ".join(text.split()) for text in self._crop(FOOT, HEIGHT)]

    @cached_property
    def bookmarks(self) -> list[Bookmark]:
        """The outline in order."""
        with pikepdf.open(self.path) as pdf, pdf.open_outline() as outline:
            numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
            return list(_bookmarks(outline.root, numbers, 1))

    @cached_property
    def fonts(self) -> list[list[str]]:
        """A line of pdffonts for each font: its name first; embedded, subset and Unicode before the last two."""
        return [line.split() for line in self.ask("pdffonts").splitlines()[2:]]

    @cached_property
    def figures(self) -> list[str]:
        """The alternative text of each tagged figure, empty where it has none."""
        with pikepdf.open(self.path) as pdf:
            return [str(tag.get(Name.Alt, "")) for tag in tags(pdf) if str(tag.S) == "/Figure"]

    def ask(self, program: str, *options: str) -> str:
        """Return what a program says of the file."""
        done = subprocess.run([program, *options, self.path], capture_output=True, text=True, check=True)
        return done.stdout

    def _crop(self, top: int, bottom: int) -> list[str]:
        place = ["-x", "0", "-y", str(top), "-W", str(WIDTH), "-H", str(bottom - top)]
        done = subprocess.run(
            ["pdftotext", "-r", "72", *place, self.path, "-"], capture_output=True, text=True, check=True
        )
        return done.stdout.split("\f")[:-1]


def published(template: Template, folder: Path, tree: Path, logo: bytes = b"") -> dict[str, Printed]:
    """Publish a tree in an installation of its own; return the paper of each language that everybody reads."""
    app, papers = create_app(template.copy(folder / "data")), {}
    with app.app_context():
        if logo:
            brought = company.bring_logo(logo)
            with transaction():
                company.change_logo("test", brought)
        operations.import_tree("test", tree)
        edition = operations.publish("test", "First.")
        for page in (page for page in queries.pages(edition.id) if page.profile == "everyone"):
            papers[page.language] = Printed(folder / f"{page.language}.pdf")
            papers[page.language].path.write_bytes(queries.pdf(page))
        db.session.remove()
        db.engine.dispose()
    return papers


def flat(text: str) -> str:
    """Return text on one line, with single spaces."""
    return " ".join(text.split())


def tags(pdf: pikepdf.Pdf) -> Iterator[Object]:
    """Yield every element of the structure tree in reading order."""
    waiting = [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        yield element
        kids = element.get(Name.K, Array())
        listed = list(kids) if isinstance(kids, Array) else [kids]
        waiting += [kid for kid in reversed(listed) if isinstance(kid, Dictionary) and Name.S in kid]


def _bookmarks(items: list[pikepdf.OutlineItem], numbers: dict[tuple[int, int], int], level: int) -> Iterator[Bookmark]:
    for item in items:
        assert isinstance(item.destination, Array)
        yield Bookmark(level, item.title, numbers[item.destination[0].objgen])
        yield from _bookmarks(item.children, numbers, level + 1)
