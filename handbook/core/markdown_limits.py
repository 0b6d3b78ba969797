"""What a Markdown text may not be, looked at before any parser touches it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from handbook.core.markdown_lists import lists_in_paragraphs
from handbook.core.markdown_pictures import pictures

LARGEST = 256 * 1024
DEEPEST = 20
LIST_ITEMS = 2000
TABLE_CELLS = 5000
FENCES = 500
# Runs that a person writes (rules of a table, underlined headings) may be long; the others make parsers slow.
RUNS = ((re.compile(r"[=\-|:+. \t]+"), 4000), (re.compile(r"[*_#~`\\&^]+"), 100), (re.compile(r"[\[\]()!<>]+"), 50))
OPENINGS = (("[", "]", 300), ("<", ">", 200))
ITEM = re.compile(r"[*+-](?=\s)|\d{1,9}[.)](?=\s)")
LEADING = re.compile(r"(?:[ \t]|>|[*+-](?=\s)|\d{1,9}[.)](?=\s))*")
FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})", re.MULTILINE)
AT_MOST = 20
# Control characters, halves of letters, and the two that show the letters after them in another order than written.
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202d\u202e]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line (counted from 1), and what to change. A warning does not stop the text."""

    line: int
    words: str
    warning: bool = False


def check(source: str) -> list[Fault]:
    """Return what forbids the text, and warnings about pictures and lists; at most twenty of a kind.

    Takes time in proportion to the length of the text, whatever it holds.
    """
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > LARGEST:
        words = f"The text has {size // 1024} KB; at most {LARGEST // 1024} KB are taken. Split it into several files."
        return [Fault(1, words)]
    found = [fault for look in CHECKS for fault in islice(look(source), AT_MOST)]
    return sorted(found, key=lambda fault: fault.line)


def take_out(sign: str) -> str:
    """Return the sentence about a character that has no business in a text."""
    return f"Take out the invisible control character U+{ord(sign):04X}."


def _characters(source: str) -> Iterator[Fault]:
    for number, line in enumerate(source.split("\n"), 1):
        for sign in dict.fromkeys(INVISIBLE.findall(line)):
            yield Fault(number, take_out(sign))


def _runs(source: str) -> Iterator[Fault]:
    for pattern, most in RUNS:
        for match in pattern.finditer(source):
            length = match.end() - match.start()
            if length > most:
                start = match.group()[:8].strip() or "blanks"
                words = f"Shorten the run of {length} signs that begins with {start} here."
                yield Fault(_line(source, match.start()), words)


def _nesting(source: str) -> Iterator[Fault]:
    for number, line in enumerate(source.split("\n"), 1):
        leading = LEADING.match(line)
        start = leading.group() if leading else ""
        marks = len(ITEM.findall(start)) + start.count(">")
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        if marks + (indent // 4 if marks else 0) > DEEPEST:
            yield Fault(number, f"Lists and quotations may be nested {DEEPEST} deep at most. Flatten them.")
            return


def _counts(source: str) -> Iterator[Fault]:
    items = len(re.findall(r"^[ \t>]*(?:[*+-]|\d{1,9}[.)])\s", source, re.MULTILINE)) + source.lower().count("<li")
    if items > LIST_ITEMS:
        yield Fault(1, f"The text has {items} list items; at most {LIST_ITEMS} are taken. Split it into several files.")
    cells = source.count("|") + len(re.findall(r"<t[dh]\b", source, re.IGNORECASE))
    if cells > TABLE_CELLS:
        yield Fault(1, f"The text has about {cells} table cells; at most {TABLE_CELLS} are taken. Split the table.")
    fences = len(FENCE.findall(source))
    if fences > FENCES:
        yield Fault(1, f"The text has {fences} code fences; at most {FENCES} are taken. Split it into several files.")


def _unclosed(source: str) -> Iterator[Fault]:
    at = 1
    for paragraph in re.split(r"(\n[ \t]*\n)", source):
        for opening, closing, most in OPENINGS:
            if paragraph.count(opening) - paragraph.count(closing) > most:
                yield Fault(at, f"Close the brackets {opening}{closing} of this paragraph, or divide it into several.")
        at += paragraph.count("\n")


def _pictures(source: str) -> Iterator[Fault]:
    for picture in pictures(source):
        if picture.is_remote:
            words = f"The picture {picture.address} lies on another computer; readers get a link to it instead."
            yield Fault(picture.line, words, warning=True)


def _lists(source: str) -> Iterator[Fault]:
    for number in lists_in_paragraphs(source):
        words = "Put an empty line before this list; readers get it as part of the sentence above."
        yield Fault(number, words, warning=True)


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


CHECKS: tuple[Callable[[str], Iterator[Fault]], ...] = (
    _characters,
    _runs,
    _nesting,
    _counts,
    _unclosed,
    _pictures,
    _lists,
)
