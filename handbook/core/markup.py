"""A small tree of clean HTML: what Markdown became, to be cut, marked and written again without losing a word."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from html.parser import HTMLParser

HYPHENATED = re.compile(r"(?<!\S)(\S{1,40}-\S{1,40})(?!\S)")
HEADING = re.compile(r"h[1-6]")
VOID = frozenset({"br", "hr", "img", "wbr"})
DEEPEST = 64
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip


class TooDeep(ValueError):
    """The tree is nested deeper than any text for people."""


@dataclass(slots=True)
class Element:
    """A tag with its attributes and, in order, the text and the elements inside it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """Return the names in the class attribute."""
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator["Element"]:
        """Yield this element and all inside it, in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def find(self, tag: str) -> "Element | None":
        """Return the first element of this tag inside, or None."""
        return next((one for one in self.walk() if one.tag == tag and one is not self), None)


def parse(html: str) -> Element:
    """Return the tree of sanitised HTML under a nameless root; raise TooDeep beyond 64 levels."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.open[0]


def to_html(node: Element | str) -> str:
    """Write an element, or the content of a nameless root, as HTML."""
    if isinstance(node, str):
        return escape(node, quote=False)
    inner = "".join(to_html(child) for child in node.children)
    if not node.tag:
        return inner
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
    return f"<{node.tag}{attributes}>" if node.tag in VOID else f"<{node.tag}{attributes}>{inner}</{node.tag}>"


def text_of(node: Element | str) -> str:
    """Return the words of a node in reading order on one line; a block is parted by a space from its neighbours."""
    return " ".join("".join(_pieces(node)).split())


def blocks_of(node: Element) -> list[str]:
    """Return the text paragraph by paragraph: one line for each innermost block, nothing dropped."""
    lines = "".join(_pieces(node)).split("\n")
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def with_headings_from(html: str, level: int) -> str:
    """Return the HTML with its highest heading at this level (1 to 6) and the others below it as before."""
    root = parse(html)
    headings = [one for one in root.walk() if HEADING.fullmatch(one.tag)]
    if not headings:
        return html
    highest = min(int(one.tag[1]) for one in headings)
    for one in headings:
        one.tag = f"h{min(int(one.tag[1]) - highest + level, 6)}"
    return to_html(root)


def with_whole_words(html: str) -> str:
    """Return the HTML with each hyphenated word in a span of the class `unbroken`.

    A line that ends in a hyphen of the text cannot be told from a word that was divided: who reads the text out of a
    PDF would join "co-" and "working" to "coworking".
    """
    root = parse(html)
    _hold_together(root)
    return to_html(root)


def slug(text: str) -> str:
    """Return a name for addresses in small ASCII letters, digits and hyphens; other scripts get a short mark."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = "-".join(re.findall(r"[a-z0-9]+", plain))
    return name or f"text-{sha256(text.encode()).hexdigest()[:8]}"


def _hold_together(node: Element) -> None:
    held: list[Element | str] = []
    for child in node.children:
        if isinstance(child, str):
            pieces = HYPHENATED.split(child)  # every second piece is a hyphenated word
            held += [
                Element("span", {"class": "unbroken"}, [piece]) if odd % 2 else piece
                for odd, piece in enumerate(pieces)
            ]
        else:
            if child.tag != "pre":
                _hold_together(child)
            held.append(child)
    node.children = [one for one in held if one != ""]


def _pieces(node: Element | str) -> Iterator[str]:
    if isinstance(node, str):
        yield node.replace("\n", " ")
        return
    if node.tag == "img":
        yield node.attributes.get("alt", "").replace("\n", " ")
    apart = node.tag in BLOCKS or node.tag == "br"
    if apart:
        yield "\n"
    for child in node.children:
        yield from _pieces(child)
    if apart:
        yield "\n"


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)
            if len(self.open) > DEEPEST:
                raise TooDeep

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
