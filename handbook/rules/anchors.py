"""A link beside each heading of a text, so that a reader can hand on the address of the very place."""

from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from handbook.core import markup
from handbook.core.markup import HEADING, Element


def with_anchors(html: Markup) -> Markup:
    """Return the text with a link beside each heading that has an id; the heading keeps its own name."""
    root = markup.parse(html)
    _set_beside(root)
    return Markup(markup.to_html(root))  # noqa: S704 (sanitised)


def _set_beside(node: Element) -> None:
    for at, child in enumerate(node.children):
        if not isinstance(child, Element):
            continue
        if HEADING.fullmatch(child.tag) and child.attributes.get("id"):
            node.children[at] = Element("div", {"class": "headed"}, [child, _link_to(child.attributes["id"])])
        else:
            _set_beside(child)


def _link_to(place: str) -> Element:
    words, language = _("Link to this heading"), str(get_locale() or "en").partition("_")[0]
    return Element("a", {"class": "anchor", "href": f"#{place}", "aria-label": words, "lang": language}, ["#"])
