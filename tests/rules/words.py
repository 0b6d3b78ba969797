"""The words of a text in their order, taken independently from Markdown source, from a page and from a PDF."""

import html
import re
import subprocess
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import lxml.html

JOINERS = "\u200c\u200d"
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
INLINE = "a b code del em i ins kbd span strong sub sup".split()  # noqa: SIM905 (a list of words)
# What Markdown writes around words, in the order in which it is taken away.
MARKS = (
    (re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL), ""),
    (re.compile(r"^\s*(?:`{3,}|~{3,}).*$", re.MULTILINE), ""),
    (re.compile(r"^[|\s:-]*-{3,}[|\s:-]*$", re.MULTILINE), ""),
    (re.compile(r"^\[\^[^\]]+\]:", re.MULTILINE), ""),
    (re.compile(r"\[\^([^\]]+)\]"), r" \1 "),
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"<(?:https?://|mailto:)?([^<>\s]+@[^<>\s]+|[^<>\s]*\.[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?(?:b|i|em|strong|kbd|sub|sup|del|ins|span|a)\b[^>]*>"), ""),
    (re.compile(r"</?[A-Za-z][^>]*>"), " "),
    (re.compile(r"^!!! \w+", re.MULTILINE), ""),
    (re.compile(r"^[>\s]*\d+[.)]\s", re.MULTILINE), ""),
    (re.compile(r"\{[:#.][^}]*\}"), ""),
)


def words(text: str) -> list[str]:
    """Return runs of letters, vowel signs, digits and symbols such as emoji; punctuation only parts them."""
    found, word = [], ""
    for sign in unicodedata.normalize("NFC", text):
        if unicodedata.category(sign)[0] in "LMN" or unicodedata.category(sign) == "So" or sign in JOINERS:
            word += sign
        elif word:
            found.append(word)
            word = ""
    return [*found, word] if word else found


def words_of_source(markdown: str) -> list[str]:
    """Return the words of a Markdown text without asking any Markdown parser; a title in front matter comes first."""
    head = FRONT_MATTER.match(markdown)
    if head:
        title = re.search(r"^title: (.*)$", head.group(1), re.MULTILINE)
        markdown = (title.group(1) if title else "") + "\n\n" + markdown[head.end() :]
    for pattern, instead in MARKS:
        markdown = pattern.sub(instead, markdown)
    return words(html.unescape(markdown))


def words_of_page(body: str, selector: str) -> list[str]:
    """Return the words inside the elements of a page that have this class, in order."""
    tree = lxml.html.fromstring(body)
    found = tree.find_class(selector)
    for element in tree.iter():
        if element.tag not in INLINE:
            element.text, element.tail = f" {element.text or ''}", f" {element.tail or ''}"
    return [word for element in found for word in words("".join(element.itertext()))]


def words_of_pdf(path: Path, *options: str) -> list[str]:
    """Return the words that pdftotext reads."""
    done = subprocess.run(["pdftotext", *options, path, "-"], capture_output=True, text=True, check=True)
    return words(done.stdout)


def out_of_place(wanted: Sequence[str], found: Sequence[str]) -> list[str]:
    """Return the wanted words that do not come in their order among those found (which may hold others between)."""
    at, lost = 0, []
    for number, word in enumerate(wanted):
        try:
            at = found.index(word, at) + 1
        except ValueError:
            lost.append(" ".join([*wanted[max(number - 3, 0) : number], f"<{word}>"]))
    return lost
