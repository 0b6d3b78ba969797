"""Which check questions a person is asked before signing, and in which order the answers stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from handbook.acknowledgements.delta import MATERIAL, NEW, Delta
from handbook.rules import queries as rules
from handbook.rules import questions
from handbook.rules.queries import ContentsLine, EditionRow, PageRow
from handbook.rules.questions import Question

MOST = 6
_SEVERITIES = ("gross", "serious", "minor")
_CHANGES = (NEW, MATERIAL)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose; `value` says where it stands on this person's page and nothing else."""

    value: str
    words: str


def questions_for(edition: EditionRow, page: PageRow, delta: Delta) -> tuple[Question, ...]:
    """Return the questions about what must be read, at most MOST, in the order of the book.

    Taken first: gross before serious before minor, then new before changed, then the order of the book.
    """
    asked = questions.in_edition(edition, page.language)
    kinds = {line.rule_id: line.kind for line in delta.lines}
    lines = [line for line in rules.contents(edition, page.language, delta.required) if line.rule_id in asked]
    chosen = sorted(enumerate(lines), key=lambda pair: (*_weight(pair[1], kinds), pair[0]))[:MOST]
    return tuple(asked[line.rule_id] for _place, line in sorted(chosen, key=lambda pair: pair[0]))


def choices(question: Question, employee_id: str, edition_id: str) -> list[Choice]:
    """Return the answers in this person's own order, the same each time the question is shown."""
    order = _order(question, employee_id, edition_id)
    return [Choice(str(place), question.answers[index]) for place, index in enumerate(order)]


def is_right(question: Question, employee_id: str, edition_id: str, value: str) -> bool | None:
    """Tell whether the chosen answer is the right one; None where nothing on the page was chosen."""
    order = _order(question, employee_id, edition_id)
    if value not in map(str, range(len(order))):
        return None
    return order[int(value)] == question.right


def _weight(line: ContentsLine, kinds: Mapping[str, str]) -> tuple[int, int]:
    return _place_in(_SEVERITIES, line.severity), _place_in(_CHANGES, kinds.get(line.rule_id, line.change))


def _place_in(order: Sequence[str], value: str | None) -> int:
    return order.index(value) if value in order else len(order)


def _order(question: Question, employee_id: str, edition_id: str) -> list[int]:
    def mark(index: int) -> str:
        return sha256(f"{employee_id} {edition_id} {question.rule_id} {index}".encode()).hexdigest()

    return sorted(range(len(question.answers)), key=mark)
