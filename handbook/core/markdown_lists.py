"""How lists lie in a text: moved to where the parser wants them, and found where it would not see them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

LEVEL = 4  # blanks for each level, as the parser counts
MARKER = re.compile(r"( *)(?:[*+-]|\d{1,9}\.) +(?=\S)")
RULE = re.compile(r" {0,3}([*_-])(?: *\1){2,} *")

FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
FIRST_ITEM = re.compile(r" {0,3}(?:[*+-]|1\.) +\S")
# A line that may begin a paragraph: no item, quotation, heading, table, tag, term, note, footnote or name of a link.
WORDS = re.compile(r" {0,3}(?![*+-] |\d+[.)] |[#>|<:=`~]|!!!|\[[^\]\n]{0,99}\]:|\*\[)\S")


def lists_in_paragraphs(source: str) -> Iterator[int]:
    """Yield the lines (from 1) where a list begins in the middle of a paragraph: the parser sees no list there."""
    in_fence, in_words, may_begin = False, False, True
    for number, line in enumerate(source.split("\n"), 1):
        if FENCE.match(line):
            in_fence, in_words, may_begin = not in_fence, False, False
        elif in_fence:
            continue
        elif in_words and FIRST_ITEM.match(line):
            yield number
            in_words = False
        elif not line.strip() or line.startswith("#"):
            in_words, may_begin = False, True
        elif may_begin:
            in_words, may_begin = bool(WORDS.match(line)), False


def laid_out(lines: Iterable[str]) -> list[str]:
    """Return the lines with what belongs into a list item, by where its words begin, indented far enough for it.

    `- a` followed by `  - b` is a list inside a list in most programs; here it needs four blanks. Lines that have
    them already stay as they are. Takes one pass.
    """
    layout = _Layout()
    return [placed for line in lines for placed in layout.placed(line)]


@dataclass(slots=True)
class _Layout:
    """Where the words of the open list items begin (columns), and how far the lines at hand are moved."""

    items: list[int] = field(default_factory=list)
    shift: int = 0
    after_blank: bool = True
    in_words: bool = False

    def placed(self, line: str) -> Iterator[str]:
        indent = len(line) - len(line.lstrip(" "))
        if indent == len(line):
            self.after_blank = True
            yield line
            return
        marker = None if RULE.fullmatch(line) else MARKER.match(line)
        if marker is not None:
            if self.in_words and not self.after_blank and self.items and indent < self.items[-1]:
                yield ""  # the parser would take the next item for more words of the paragraph before it
            self._move_to(indent)
            if self.items or indent < LEVEL:
                self.items.append(marker.end())
        elif self.after_blank:
            self._move_to(indent)
        self.in_words = marker is None and (self.after_blank or self.in_words)
        self.after_blank = False
        belongs = marker is not None or (self.items and indent >= self.items[-1])
        yield " " * self.shift + line if belongs else line

    def _move_to(self, indent: int) -> None:
        while self.items and indent < self.items[-1]:
            self.items.pop()
        self.shift = max(0, LEVEL * len(self.items) - indent)
