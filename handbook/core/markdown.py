"""Markdown becomes clean HTML here and nowhere else: refused where dangerous, parsed, then sanitised by a list."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

import markdown
import nh3
from markdown.extensions.toc import slugify_unicode

from handbook.core import markup
from handbook.core.errors import Invalid
from handbook.core.markdown_dialect import OurDialect, keep_words_in_brackets
from handbook.core.markdown_limits import INVISIBLE, Fault, check, take_out
from handbook.core.markup import Element
from handbook.core.sandbox import PREVIEW, Limits, SandboxFailed, run
from handbook.core.sandbox_child import TaskRefused

__all__ = ["CLASSES", "Fault", "check", "render", "render_apart", "render_task", "target_of", "warm_up"]

CLASSES = frozenset({
    "why", "do", "dont", "broken", "how", "practice", "check", "admonition", "admonition-title", "note", "tip",
    "hint", "important", "warning", "danger", "caution", "attention", "error", "footnote", "footnote-ref",
})  # fmt: skip
TAGS = frozenset({
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn", "div", "dl", "dt",
    "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark",
    "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var", "wbr",
})  # fmt: skip
ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir"},
    "a": {"href"},
    "abbr": {"title"},
    "details": {"open"},
    "img": {"src", "alt"},
    "ol": {"start", "type"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
}
VALUES = {
    "align": re.compile(r"left|right|center"),
    "colspan": re.compile(r"[1-9]|1\d|20"),
    "rowspan": re.compile(r"[1-9]\d?"),
    "start": re.compile(r"\d{1,6}"),
    "type": re.compile(r"[1aAiI]"),
    "scope": re.compile(r"row|col"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"),
    "id": re.compile(r"[^\x00-\x1f]{1,200}"),
}
BACK = "footnote-backref"  # an arrow that the parser adds; it is no word of the text and goes
TOO_DEEP = "The text is nested too deeply; flatten its lists, quotations or groups."
BATCH = 256 * 1024
# By the address that a text writes: the attributes (src, width, height) of the picture that is shown for it.
Pictures = Mapping[str, Mapping[str, str]]


def render(source: str, prefix: str = "", pictures: Pictures | None = None) -> str:
    """Return the HTML of a Markdown text; `prefix` (an id) and two hyphens stand before every id inside it.

    A picture is shown where `pictures` has its address and the text says what it shows; another one becomes a link to
    it, or its description. A link to another Markdown file becomes a link to the text of that name. Raises Invalid with
    one sentence per fault that `check` finds. Anything imported goes through `render_apart`, because no check foresees
    every way to make a parser slow.
    """
    faults = [fault for fault in check(source) if not fault.warning]
    if faults:
        raise Invalid(*(f"Line {fault.line}: {fault.words}" for fault in faults))
    extensions: list[str | markdown.Extension] = ["extra", "sane_lists", "toc", "admonition", OurDialect()]
    settings: dict[str, dict[str, object]] = {
        "toc": {"marker": "", "slugify": slugify_unicode},
        "extra": {"tables": {"use_align_attribute": True}},
    }
    parser = markdown.Markdown(extensions=extensions, extension_configs=settings, output_format="html")
    try:
        tree = markup.parse(_clean(keep_words_in_brackets(parser.convert(source))))
    except (RecursionError, markup.TooDeep) as error:
        raise Invalid(TOO_DEEP) from error
    _settle(tree, prefix, set(), pictures or {})
    html = markup.to_html(tree).strip()
    # Names of characters have become characters by now: no look at the source foresees how the parser joins them.
    invisible = INVISIBLE.search(html)
    if invisible:
        raise Invalid(take_out(invisible[0]))
    return html


def render_apart(
    texts: Sequence[tuple[str, str]], limits: Limits = PREVIEW, pictures: Pictures | None = None
) -> list[str | Invalid]:
    """Render (prefix, source) pairs in limited children, a batch in each; a text that fails gives its Invalid."""
    results: list[str | Invalid] = []
    for batch in _batches(texts):
        try:
            results += _in_child(batch, limits, pictures or {})
        except SandboxFailed as failure:
            # One bad text stops its batch: each is tried alone, so that the blame falls on the right one.
            results += [Invalid(str(failure))] if len(batch) == 1 else _one_by_one(batch, limits, pictures)
    return results


def render_task(meta: dict[str, object], blobs: Sequence[bytes]) -> tuple[dict[str, object], Sequence[bytes]]:
    """Render in the limited child: `prefixes` and `pictures` (meta) and one text per blob in, one HTML per blob out."""
    prefixes, pictures = meta["prefixes"], meta["pictures"]
    if not isinstance(prefixes, list) or not isinstance(pictures, dict):
        raise TaskRefused("The order names no prefixes or pictures.")
    try:
        pages = [render(text.decode(), str(prefix), pictures) for prefix, text in zip(prefixes, blobs, strict=True)]
    except Invalid as error:
        raise TaskRefused(str(error)) from error
    return {}, [page.encode() for page in pages]


def warm_up() -> None:
    """Load, before the first child is forked, what the parser loads at its first text."""
    render("# A\n\n| a |\n|---|\n| b |\n\n!!! note\n    c[^1]\n\n[^1]: d\n", "warm")


def target_of(href: str, prefix: str) -> str | None:
    """Return where a link inside the handbook leads: a place in this text, or another text by its id; None elsewhere.

    `other-file.md#place` leads to the text that the file's name stands for.
    """
    path, _, place = unquote(href).partition("#")
    place = _place(place)
    if not path:
        return f"#{prefix}--{place}" if prefix and place else f"#{place}" if place else None
    file = re.fullmatch(r"(?:[^:?#]*/)?([^:/?#]+)\.(?:md|markdown)", path, re.IGNORECASE)
    if file is None and not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", path):
        return None
    name = markup.slug(file.group(1)) if file else path
    return f"{name}#{name}--{place}" if place else name


def _in_child(batch: Sequence[tuple[str, str]], limits: Limits, pictures: Pictures) -> list[str | Invalid]:
    meta: dict[str, object] = {"prefixes": [prefix for prefix, _ in batch]}
    meta["pictures"] = {address: dict(attributes) for address, attributes in pictures.items()}
    blobs = [source.encode("utf-8", "surrogatepass") for _, source in batch]
    _, pages = run("handbook.core.markdown:render_task", meta, blobs, limits)
    return [page.decode() for page in pages]


def _one_by_one(batch: Sequence[tuple[str, str]], limits: Limits, pictures: Pictures | None) -> list[str | Invalid]:
    return [result for one in batch for result in render_apart([one], limits, pictures)]


def _batches(texts: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    batches: list[list[tuple[str, str]]] = []
    room = 0
    for text in texts:
        room -= len(text[1])
        if room < 0:
            batches.append([])
            room = BATCH - len(text[1])
        batches[-1].append(text)
    return batches


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_allowed,
        clean_content_tags={"script", "style"},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def _allowed(tag: str, name: str, value: str) -> str | None:
    if name == "class" and BACK in value.split():
        return BACK
    if name == "class":
        return " ".join(word for word in value.split() if word in CLASSES) or None
    pattern = VALUES.get(name)
    return value if pattern is None or pattern.fullmatch(value) else None


def _settle(node: Element, prefix: str, seen: set[str], pictures: Pictures, inside_link: bool = False) -> None:
    """Prefix ids, each of them once; show pictures or link to them; let links lead to texts, addresses or nowhere."""
    name = _place(node.attributes.pop("id", ""))
    if name and name not in seen:
        seen.add(name)
        node.attributes["id"] = f"{prefix}--{name}" if prefix else name
    if node.tag == "a":
        _settle_link(node, prefix)
    inside_link = inside_link or node.tag == "a"
    settled: list[Element | str] = []
    for child in node.children:
        if isinstance(child, str):
            settled.append(child)
        elif BACK not in child.classes:
            _settle(child, prefix, seen, pictures, inside_link)
            settled += _shown(child, pictures, inside_link) if child.tag == "img" else [child]
    node.children = settled


def _place(name: str) -> str:
    """Return the name of a place in a text, which may hold no blanks; a footnote's name may."""
    return "-".join(name.split())


def _settle_link(link: Element, prefix: str) -> None:
    href = link.attributes.pop("href", "")
    target = target_of(href, prefix)
    if target is None and not re.match(r"https?:|mailto:", href, re.IGNORECASE):
        link.tag, link.attributes = "span", {}
        return
    link.attributes = {"href": target or href} | link.attributes
    if target is not None:
        link.attributes.pop("rel", None)


def _shown(picture: Element, pictures: Pictures, inside_link: bool) -> list[Element | str]:
    """Return a picture of ours as it is shown, or what stands in the place of another one."""
    address, words = picture.attributes.get("src", ""), picture.attributes.get("alt", "").strip()
    if address in pictures and words:
        return [Element("img", {**pictures[address], "alt": words, "loading": "lazy"})]
    if inside_link or not re.match(r"https?:", address, re.IGNORECASE):
        return [words] if words else []
    return [Element("a", {"href": address, "rel": "noopener noreferrer"}, [words or address.rsplit("/", 1)[-1]])]
