"""Links that stay inside the handbook: made to fit the page they stand on, and looked for where they lead nowhere."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from handbook.core import markup
from handbook.core.markdown import target_of
from handbook.core.markup import Element

LINK = re.compile(  # lengths are bounded, so that a text of openings without an end is searched once
    r"""(?<!!)\[[^\]\n]{0,500}\]\(\s{0,9}<?([^)>\s]{1,2000})            # [words](target)
    | <a\b[^>]{0,500}?\bhref\s{0,9}=\s{0,9}["']([^"']{1,2000})          # <a href="target">
    | ^\ {0,3}\[[^\]^][^\]]{0,500}\]:\s{0,9}<?(\S{1,2000}?)>?\s{0,9}$   # [name]: target""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
OUTSIDE = re.compile(r"https?:|mailto:", re.IGNORECASE)


class Link(NamedTuple):
    """A link as an author wrote it: on which line of the text, and to what."""

    line: int
    href: str


def inner_links(body: str) -> Iterator[Link]:
    """Yield the links of a Markdown text that do not lead out of the handbook."""
    line, at = 1, 0
    for found in LINK.finditer(body):
        href = next(group for group in found.groups() if group)
        line, at = line + body.count("\n", at, found.start()), found.start()
        if not OUTSIDE.match(href):
            yield Link(line, href)


def leads_to(body: str, rule_ids: Collection[str]) -> bool:
    """Tell whether a Markdown text has a link to one of these rules."""
    paths = (link.href.partition("#")[0] for link in inner_links(body))
    return any(path.rpartition("/")[2].removesuffix(".md") in rule_ids for path in paths)


def dead_end(href: str, rule_id: str, places: Collection[str]) -> str | None:
    """Say why a link leads nowhere, or None; `places` are the ids of all rules and of all that has an id in them."""
    target = target_of(href, rule_id)
    if target is None:
        return f"The link {href} leads to nothing in the handbook; its words stay without a link."
    text, _, place = target.partition("#")
    if (place or text) in places:
        return None
    return f"The link {href} leads nowhere: there is no such rule or heading in this language."


def ids_in(html: str) -> set[str]:
    """Return every id inside a rendered text."""
    return {one.attributes["id"] for one in markup.parse(html).walk() if "id" in one.attributes}


def rewritten(html: str, place_for: Callable[[str], str | None]) -> str:
    """Return the HTML with each inner link (`#place`, `rule#place`) replaced, or left as plain words for None."""
    root = markup.parse(html)
    for link in list(root.walk()):
        href = link.attributes.get("href")
        if link.tag == "a" and href is not None and not OUTSIDE.match(href):
            _lead(link, place_for(href))
    return markup.to_html(root)


def on_one_page(places: Collection[str]) -> Callable[[str], str | None]:
    """Return the way to places on a page that holds all of these ids."""

    def place_for(href: str) -> str | None:
        text, _, place = href.partition("#")
        target = place or text
        return f"#{target}" if target in places else None

    return place_for


def _lead(link: Element, target: str | None) -> None:
    if target is None:
        link.tag, link.attributes = "span", {}
    else:
        link.attributes["href"] = target
