"""What our Markdown takes beyond Python's: how texts from other programs are written, so that no word is lost."""

import re
import string

from markdown import Extension, Markdown, util
from markdown.inlinepatterns import (
    AUTOMAIL_RE,
    AutomailInlineProcessor,
    InlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.preprocessors import Preprocessor

from handbook.core.markdown_lists import laid_out

# Every sign that CommonMark lets a backslash protect; "&" in its own way, else what follows would be taken for a name.
PROTECTABLE = [sign for sign in string.punctuation if sign != "&"]
AMPERSAND = r"\\&"
LINE_END = r"\\\n"
PROTECTED = re.compile(f"{util.STX}(\\d+){util.ETX}")
TAG = re.compile(r"<([A-Za-z][^\s/<>]*+)[^<>]*+>")
CLOSING = re.compile(r"</([A-Za-z][^\s/<>]*)")
# The tags of HTML: what has another name in pointed brackets, and is never closed, is a word of the author.
HTML = frozenset({
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont", "bdi",
    "bdo", "big", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col",
    "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed",
    "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "image", "img", "input", "ins", "isindex", "kbd",
    "keygen", "label", "legend", "li", "link", "listing", "main", "map", "mark", "marquee", "math", "menu", "meta",
    "meter", "nav", "nobr", "noembed", "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p",
    "param", "picture", "plaintext", "pre", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script",
    "search", "section", "select", "slot", "small", "source", "span", "strike", "strong", "style", "sub", "summary",
    "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr",
    "track", "tt", "u", "ul", "var", "video", "wbr", "xmp",
})  # fmt: skip


class OurDialect(Extension):
    """Backslashes as in CommonMark, lists as most programs indent them, mail addresses without parser's marks."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name by which the parser calls it)
        """Register what differs."""
        md.ESCAPED_CHARS = list(dict.fromkeys([*md.ESCAPED_CHARS, *PROTECTABLE]))
        # After fences and raw HTML have been put aside.
        md.preprocessors.register(_ListLayout(md), "list_layout", 15)
        md.inlinePatterns.register(_Ampersand(AMPERSAND, md), "ampersand", 179)
        md.inlinePatterns.register(SubstituteTagInlineProcessor(LINE_END, "br"), "line_end", 105)
        md.inlinePatterns.register(_MailAddress(AUTOMAIL_RE, md), "automail", 110)


def keep_words_in_brackets(html: str) -> str:
    """Return the HTML with `<your name>` as text: what no tag of HTML is and nobody closes, an author wrote as words.

    To be called before the sanitiser, which would drop it without a trace.
    """
    closed = {name.lower() for name in CLOSING.findall(html)}

    def shown(tag: re.Match[str]) -> str:
        name = tag[1].lower()
        known = name in HTML or name in closed or tag[0].endswith("/>")
        return tag[0] if known else f"&lt;{tag[0][1:-1]}&gt;"

    return TAG.sub(shown, html)


class _ListLayout(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return laid_out(lines)


class _Ampersand(InlineProcessor):
    # The parser's own processors differ from their base in the same way.
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        return f"{util.AMP_SUBSTITUTE}amp;", m.start(), m.end()


class _MailAddress(AutomailInlineProcessor):
    def unescape(self, text: str) -> str:
        """Return the address with protected signs as they are; the parser itself would leave its marks in it."""
        return PROTECTED.sub(lambda mark: chr(int(mark[1])), super().unescape(text))
