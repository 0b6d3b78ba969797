"""Our HTML as a browser reads it, by another parser than the sanitiser's: what may not be there, what is seen.

The list is written here by hand a second time, so that a slip in the program's own list is found.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser

TAGS = frozenset({
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn", "div", "dl", "dt",
    "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p",
    "pre", "q", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "u", "ul", "var", "wbr",
})  # fmt: skip
CLASSES = frozenset({
    "why", "do", "dont", "broken", "how", "practice", "check", "limits", "standards", "admonition", "admonition-title",
    "note", "tip", "hint", "important", "warning", "danger", "caution", "attention", "error", "footnote",
    "footnote-ref",
})  # fmt: skip
PLACE = r"#\S+|[a-z0-9]+(?:-[a-z0-9]+)*(?:#\S+)?"
ANYWHERE = {"id": r"\S+", "lang": r"[A-Za-z]+(?:-[A-Za-z0-9]+)*", "dir": "ltr|rtl|auto"}
ONLY = {
    "a": {"href": rf"(?i:https?:|mailto:).*|{PLACE}", "rel": "noopener noreferrer"},
    "abbr": {"title": ".*"},
    "details": {"open": "|open"},
    "ol": {"start": r"\d{1,6}", "type": "[1aAiI]"},
    "td": {"align": "left|right|center", "colspan": r"\d|1\d|20", "rowspan": r"\d\d?"},
    "th": {"align": "left|right|center", "colspan": r"\d|1\d|20", "rowspan": r"\d\d?", "scope": "row|col"},
}
BLOCKS = frozenset({
    "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
UNSEEN = frozenset({"script", "style", "template", "head", "noscript"})
SPEECH = frozenset({"iframe", "noembed", "noframes", "title", "textarea", "xmp"})
WEB = re.compile(r"https?:|mailto:", re.IGNORECASE)


def strangers_in(html: str) -> list[str]:
    """Return what a browser would find in the HTML that may not be there: tags, attributes, values, invisible signs."""
    return [fault for one in _read(html)[0].iter() for fault in _strangers_at(one)]


def slips_in(html: str) -> list[str]:
    """Return where the HTML is not well-formed, in the parser's words."""
    return [str(error[1]) for error in _read(html)[1]]


def words_in(html: str) -> str:
    """Return what a reader sees, on one line; blocks are parted by a blank."""
    return " ".join("".join(token if kind == "text" else " " for kind, token in _tokens(html) if kind != "tag").split())


def shape_of(html: str) -> str:
    """Return the tags and words that readers may get, one block a line, however the HTML was written.

    What the list does not have goes, and its words stay; pictures become their words or a link; a link that leads
    nowhere on the web is its words alone; an empty paragraph is nothing. Of attributes the address, the alignment, the
    start of a list and our classes are kept.
    """
    lines = "".join(token if kind != "block" else f"\n{token}\n" for kind, token in _in_pre(html)).split("\n")
    shape = "\n".join(line.strip() for line in lines if line.strip())
    return shape.replace("<p>\n</p>", "").replace("\n\n", "\n").strip()


def _read(html: str) -> tuple[Element, list[tuple[object, ...]]]:
    parser = HTMLParser(namespace_html_elements=False)
    page = parser.parse(f"<!doctype html><title>-</title><body>{html}")
    body = page.find("body")
    assert body is not None
    return body, parser.errors


def _strangers_at(one: Element) -> Iterator[str]:
    if one.tag == "body":
        yield from (f"a {name} for the whole page" for name in one.attrib)
    elif one.tag not in TAGS:
        yield f"<{one.tag}>"
    yield from (
        f"<{one.tag} {name}={value!r}>" for name, value in one.attrib.items() if not _is_allowed(one, name, value)
    )
    for text in (one.text, one.tail, *one.attrib.values()):
        yield from (f"U+{ord(sign):04X}" for sign in text or "" if _is_invisible(sign))


def _is_allowed(one: Element, name: str, value: str) -> bool:
    if name == "class":
        return set(value.split()) <= CLASSES
    pattern = ONLY.get(str(one.tag), {}).get(name) or ANYWHERE.get(name)
    return pattern is not None and re.fullmatch(pattern, value) is not None


def _is_invisible(sign: str) -> bool:
    return sign not in "\n\t" and (unicodedata.category(sign) in ("Cc", "Cs") or sign in "\u202d\u202e")


def _tokens(html: str) -> Iterator[tuple[str, str]]:
    yield from _walk(_read(html)[0], inside_link=False)


def _walk(one: Element, *, inside_link: bool) -> Iterator[tuple[str, str]]:
    tag = one.tag if isinstance(one.tag, str) else ""
    if not tag or tag in UNSEEN or "footnote-backref" in one.get("class", ""):
        return
    if tag in SPEECH:
        yield "text", one.text or ""
        return
    if tag == "img":
        yield from _picture(one, inside_link=inside_link)
        return
    shown = _opening(one)
    kind = "block" if tag in BLOCKS else "tag"
    if shown:
        yield kind, f"<{shown}>"
    yield "text", one.text or ""
    for child in one:
        yield from _walk(child, inside_link=inside_link or tag == "a")
        yield "text", child.tail or ""
    if shown and tag not in ("br", "hr", "wbr"):
        yield kind, f"</{tag}>"


def _opening(one: Element) -> str:
    """Return the tag with what of its attributes counts, or nothing where the tag is not for readers."""
    tag, said = str(one.tag), [word for word in one.get("class", "").split() if word in CLASSES]
    if tag not in TAGS or tag == "span" or (tag == "a" and not WEB.match(one.get("href", ""))):
        return ""
    said += [one.get("href", "")] if tag == "a" else []
    start = one.get("start", "")
    said += [str(int(start))] if tag == "ol" and re.fullmatch(r"\d{1,6}", start) and int(start) != 1 else []
    align = one.get("align") or re.sub(r".*text-align: *(\w+).*", r"\1", one.get("style", ""))
    said += [align] if tag in ("td", "th") and align else []
    return " ".join([tag, *said])


def _picture(one: Element, *, inside_link: bool) -> Iterator[tuple[str, str]]:
    address, words = one.get("src", ""), one.get("alt", "").strip()
    linked = not inside_link and re.match(r"https?:", address, re.IGNORECASE)
    if linked:
        yield "tag", f"<a {address}>"
    yield "text", words or (address.rsplit("/", 1)[-1] if linked else "")
    if linked:
        yield "tag", "</a>"


def _in_pre(html: str) -> Iterator[tuple[str, str]]:
    """Yield the tokens with blanks run together outside of <pre>, and its lines marked inside."""
    deep, ended = 0, True
    for (kind, token), (coming, _next) in pairwise([*_tokens(html), ("block", "")]):
        deep += {"<pre>": 1, "</pre>": -1}.get(token, 0) if kind == "block" else 0
        if kind != "text":
            yield kind, token
        elif deep:
            yield kind, token.replace("\n", "⏎")
        else:
            words = re.sub(r"\s+", " ", token)
            yield kind, words.rstrip() if coming == "block" else words.lstrip() if ended else words
        ended = kind == "block"
