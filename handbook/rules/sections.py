"""The parts of a rendered rule: heading, sentence, example and marked sections, always in the order of the source."""

from dataclasses import dataclass
from functools import lru_cache

from handbook.core import markup
from handbook.core.markup import Element

SECTIONS = ("why", "do", "dont", "broken", "how", "practice", "check")
FOOT = ("broken", "how", "practice", "check")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BOLD, STRESS = ("strong", "b"), ("strong", "b", "em", "i")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a mark ({.why}) and the blocks below it; `html` leaves the heading out.

    Of a check question it does not tell which answer is right: that is asked before signing, and told nowhere else.
    """

    kind: str
    id: str
    title: str
    title_html: str
    html: str


@dataclass(frozen=True, slots=True)
class Group:
    """Sections that a paper keeps together: `pair` (do beside do not), `foot` (all after them), or `one` by itself."""

    layout: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class RuleParts:
    """A rule cut at its joints. Put together again in this order they are the whole text, word for word.

    `title` is empty where the text does not begin with a heading; `sentence`, `example` and `sections` are empty where
    the text has none of our marks: then `rest` holds all of it in plain order.
    """

    title: str
    title_html: str
    sentence: str
    example_at: str
    example: str
    rest: str
    sections: tuple[Section, ...]

    @property
    def is_plain(self) -> bool:
        """Tell whether this is foreign Markdown, shown as it stands."""
        return not self.sections and not self.sentence

    @property
    def groups(self) -> list[Group]:
        """The sections as a paper lays them out, never in another order."""
        groups: list[Group] = []
        for section in self.sections:
            last = groups[-1] if groups else None
            if section.kind == "dont" and last and [one.kind for one in last.sections] == ["do"]:
                groups[-1] = Group("pair", (*last.sections, section))
            elif section.kind in FOOT and last and last.layout == "foot":
                groups[-1] = Group("foot", (*last.sections, section))
            else:
                groups.append(Group("foot" if section.kind in FOOT else "one", (section,)))
        return groups


@lru_cache(maxsize=1024)
def cut(html: str, kind: str) -> RuleParts:
    """Cut the HTML of a rule (`kind` rule or promise); foreign Markdown stays in one piece."""
    blocks = [one for one in markup.parse(html).children if isinstance(one, Element) or one.strip()]
    title, blocks = _lift_title(blocks)
    heads = [index for index, block in enumerate(blocks) if _mark(block)]
    title_html = _inner(title) if title else ""
    words = markup.text_of(title) if title else ""
    if not heads and kind != "promise":
        return RuleParts(words, title_html, "", "", "", _html(blocks), ())
    joint = heads[0] if heads else len(blocks)
    before, after = blocks[:joint], blocks[joint:]
    sentence, before = _lift(before, "p")
    example, before = _lift(before, "blockquote")
    at, example_html = _part_example(example)
    return RuleParts(
        title=words,
        title_html=title_html,
        sentence=_html([sentence]) if sentence else "",
        example_at=at,
        example=example_html,
        rest=_html(before),
        sections=tuple(_sections(after)),
    )


def check_blocks(html: str) -> list[Element | str] | None:
    """Return the blocks of the check question with the right answer in bold, or None where the text asks nothing."""
    blocks = [one for one in markup.parse(html).children if isinstance(one, Element) or one.strip()]
    heads = [index for index, block in enumerate(blocks) if _mark(block)]
    start = next((index for index in heads if _mark(blocks[index]) == "check"), None)
    if start is None:
        return None
    end = next((index for index in heads if index > start), len(blocks))
    return blocks[start + 1 : end]


def is_all_bold(item: Element) -> bool:
    """Tell whether everything that an item of a list says is in bold."""
    words = markup.text_of(item)
    return bool(words) and any(one.tag in BOLD and markup.text_of(one) == words for one in item.walk())


def title_of(html: str) -> str:
    """Return the words of the first heading of a rendered text, or nothing."""
    root = markup.parse(html)
    return next((markup.text_of(one) for one in root.walk() if one.tag in HEADINGS), "")


def _lift_title(blocks: list[Element | str]) -> tuple[Element | None, list[Element | str]]:
    first = blocks[0] if blocks else None
    if isinstance(first, Element) and first.tag in HEADINGS and not _mark(first):
        return first, blocks[1:]
    return None, blocks


def _lift(blocks: list[Element | str], tag: str) -> tuple[Element | None, list[Element | str]]:
    """Take the first block away if it has this tag, so that nothing is ever moved past its neighbour."""
    first = blocks[0] if blocks else None
    if isinstance(first, Element) and first.tag == tag:
        return first, blocks[1:]
    return None, blocks


def _part_example(quote: Element | None) -> tuple[str, str]:
    """Part "**At the counter.** Somebody walks in" into place and scene."""
    if quote is None:
        return "", ""
    paragraph = quote.find("p")
    blocks = [child for child in quote.children if isinstance(child, Element)]
    if paragraph is None or blocks[:1] != [paragraph] or not paragraph.children:
        return "", _inner(quote)
    strong = paragraph.children[0]
    if not isinstance(strong, Element) or strong.tag != "strong":
        return "", _inner(quote)
    rest = Element("p", dict(paragraph.attributes), paragraph.children[1:])
    return markup.text_of(strong), _html([rest if one is paragraph else one for one in quote.children])


def _sections(blocks: list[Element | str]) -> list[Section]:
    groups: list[tuple[Element, list[Element | str]]] = []
    for block in blocks:
        if _mark(block) and isinstance(block, Element):
            groups.append((block, []))
        else:
            groups[-1][1].append(block)
    for head, inner in groups:
        if _mark(head) == "check":
            _hide_the_answer(inner)
    return [
        Section(_mark(head), head.attributes.get("id", ""), markup.text_of(head), _inner(head), _html(inner))
        for head, inner in groups
    ]


def _hide_the_answer(blocks: list[Element | str]) -> None:
    items = [item for block in blocks if isinstance(block, Element) for item in block.walk() if item.tag == "li"]
    for item in items:
        if is_all_bold(item):
            _take_off(item, markup.text_of(item))


def _take_off(node: Element, words: str) -> None:
    """Take the tags away that stress everything that an item says, and leave what is inside."""
    children: list[Element | str] = []
    for child in node.children:
        if isinstance(child, Element):
            _take_off(child, words)
            whole = child.tag in STRESS and markup.text_of(child) == words
            children += child.children if whole else [child]
        else:
            children.append(child)
    node.children = children


def _mark(block: Element | str) -> str:
    if isinstance(block, str) or block.tag not in HEADINGS:
        return ""
    return next((name for name in block.classes if name in SECTIONS), "")


def _inner(element: Element) -> str:
    return "".join(markup.to_html(child) for child in element.children)


def _html(blocks: list[Element | str] | list[Element]) -> str:
    return "\n".join(markup.to_html(block).strip() for block in blocks)
