"""The check question of a rule: words, answers, and which one is right, read from the rendered text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handbook.core import markup
from handbook.core.markup import Element
from handbook.rules import queries, sections
from handbook.rules.queries import EditionRow

MOST_ANSWERS = 6


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a rule as readers of a language get it; `right` is the index of the right answer.

    `language` is the one that the words are written in.
    """

    rule_id: str
    title: str
    language: str
    words: str
    answers: tuple[str, ...]
    right: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the check section of a text says: the question, its answers, and the indexes of those in bold, the lists."""

    words: str
    answers: tuple[str, ...]
    bold: tuple[int, ...]
    lists: int

    @property
    def fault(self) -> str:
        """Say what is wrong, so that nobody can be asked, or nothing."""
        if not self.words:
            return "Write the check question above its answers."
        if self.lists != 1 or not 2 <= len(self.answers) <= MOST_ANSWERS:
            found = f"Here {len(self.answers)} are in {self.lists}."
            return f"Give the check question 2 to {MOST_ANSWERS} answers in one list. {found}"
        if len(set(self.answers)) < len(self.answers) or not all(self.answers):
            return "Two answers of the check question are the same, or one is empty."
        if len(self.bold) != 1:
            return f"Put exactly one answer of the check question in bold: the right one. Here {len(self.bold)} are."
        return ""


def parse(html: str) -> Parsed | None:
    """Read the check section of a rendered text as its author marked it; None where there is none."""
    blocks = sections.check_blocks(html)
    if blocks is None:
        return None
    lists = [one for one in blocks if isinstance(one, Element) and one.tag in ("ul", "ol")]
    items = [item for one in lists for item in one.children if isinstance(item, Element)]
    words = [markup.text_of(one) for one in blocks if one not in lists]
    return Parsed(
        words=" ".join(filter(None, words)),
        answers=tuple(markup.text_of(item) for item in items),
        bold=tuple(index for index, item in enumerate(items) if sections.is_all_bold(item)),
        lists=len(lists),
    )


@lru_cache(maxsize=64)
def in_edition(edition: EditionRow, language: str) -> Mapping[str, Question]:
    """Return the questions of an edition by rule for readers of a language, in the order of the book (one query).

    A rule whose question is malformed has none. Kept, because a published text never changes.
    """
    return {one.rule_id: one for one in _questions(queries.texts_of(edition, language))}


def _questions(texts: Sequence[queries.TextRow]) -> list[Question]:
    found = []
    for text in texts:
        parsed = parse(text.html)
        if parsed is not None and not parsed.fault:
            found.append(Question(text.rule_id, text.title, text.shown, parsed.words, parsed.answers, parsed.bold[0]))
    return found
