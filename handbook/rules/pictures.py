"""The pictures of the handbook: how texts and pages call them, and what is wrong with those that a text names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook.core.markdown import Fault, Pictures
from handbook.core.markdown_pictures import pictures
from handbook.core.markup import Element
from handbook.documents.pictures import EXTENSIONS

FOLDER = "pictures"
ON_PAGES = "/handbook/pictures/"
SHOWN = re.compile(rf"{ON_PAGES}([0-9a-f]{{64}})\.[a-z]+")


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture that is kept: its name in texts, and the SHA-256 of its bytes, which is its name everywhere else."""

    sha256: str
    name: str
    media_type: str
    width: int
    height: int
    size: int

    @property
    def address(self) -> str:
        """What a text writes to show it."""
        return f"{FOLDER}/{self.name}"

    @property
    def file_name(self) -> str:
        """The last part of its address on pages."""
        return f"{self.sha256}.{EXTENSIONS[self.media_type]}"

    @property
    def attributes(self) -> dict[str, str]:
        """What a page says of it, so that the HTML whose hash is signed names these very bytes."""
        return {"src": ON_PAGES + self.file_name, "width": str(self.width), "height": str(self.height)}

    @property
    def described(self) -> dict[str, str | int]:
        """What the manifest of an edition says of it beside its hash."""
        return {"name": self.name, "media_type": self.media_type, "width": self.width, "height": self.height,
                "size": self.size}  # fmt: skip


Known = Mapping[str, PictureRow]  # by address


def faults(body: str, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with the pictures of a text; those on other computers are warned of elsewhere."""
    for picture in pictures(body):
        meant = f"{FOLDER}/{picture.address.rpartition('/')[2]}"
        if picture.is_remote:
            continue
        if picture.address not in known:
            words = f"There is no picture {picture.address}. Add it to the handbook first, or correct its name."
            yield Fault(picture.line, f"Write {meant} to show this picture." if meant in known else words)
        elif not picture.words:
            yield Fault(picture.line, without_words(picture.address))


def attributes(known: Known) -> Pictures:
    """Return what a page says of each picture, by address."""
    return {address: row.attributes for address, row in known.items()}


def without_words(address: str) -> str:
    """Ask for what people hear who do not see the picture."""
    return f"Say in words what the picture shows: ![What it shows]({address})."


def shown_in(html: str) -> set[str]:
    """Return the SHA-256 of every picture that a rendered text shows."""
    return set(SHOWN.findall(html))


def as_assets(html: str) -> str:
    """Return the HTML with its pictures named as a paper names them."""
    return SHOWN.sub(r"asset:\1", html)


def told(root: Element) -> Element:
    """Return the tree with a line of words for each picture, so that another picture shows in a difference."""
    for node in root.walk():
        node.children = [_in_words(child) for child in node.children]
    return root


def _in_words(child: Element | str) -> Element | str:
    if isinstance(child, str) or child.tag != "img":
        return child
    found = SHOWN.search(child.attributes.get("src", ""))
    mark = f" · {found[1][:8]}" if found else ""
    return f"[{child.attributes.get('alt', '')}{mark}]"
