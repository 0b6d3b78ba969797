"""What still stands between a person and the signature: unread sections, open questions, how they wish to sign."""

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.acknowledgements import checks
from handbook.acknowledgements.checks import Choice
from handbook.acknowledgements.delta import Delta, delta_of
from handbook.acknowledgements.queries import SignatureContext
from handbook.acknowledgements.reading import ELECTRONIC, PAPER, Progress, progress_to_sign
from handbook.rules.questions import Question


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready a person is to sign the text of a context."""

    context: SignatureContext
    delta: Delta
    progress: Progress
    questions: Sequence[Question]

    @property
    def unread(self) -> list[str]:
        """The rules that must be read first, in the order of the book."""
        return [rule_id for rule_id in self.delta.required if rule_id not in self.progress.read]

    @property
    def open_questions(self) -> list[Question]:
        """The check questions that are not answered right yet."""
        return [one for one in self.questions if one.rule_id not in self.progress.right]

    @property
    def sections_read(self) -> int:
        """How many sections of the page were read in this language."""
        return sum(1 for rule_id in self.context.rule_ids if rule_id in self.progress.read)

    @property
    def wants_paper(self) -> bool:
        """Tell whether the person chose paper."""
        return self.progress.choice == PAPER

    @property
    def has_agreed(self) -> bool:
        """Tell whether the person agreed to sign electronically."""
        return self.progress.choice == ELECTRONIC

    @property
    def has_signed(self) -> bool:
        """Tell whether the person's signature under this edition stands already."""
        return self.progress.has_signed(self.context.edition.id)

    def choices(self, question: Question) -> list[Choice]:
        """Return the answers to a question in this person's own order."""
        return checks.choices(question, self.context.person.employee_id, self.context.edition.id)

    def is_right(self, question: Question, value: str) -> bool | None:
        """Tell whether a chosen answer is right; None where none was chosen."""
        return checks.is_right(question, self.context.person.employee_id, self.context.edition.id, value)


def readiness_of(context: SignatureContext) -> Readiness:
    """Return how ready the person of this context is (one query, and a few for what nobody has asked before)."""
    edition, page = context.edition, context.page
    progress = progress_to_sign(context.person.employee_id, edition.id, page.language)
    delta = delta_of(edition, page, progress.earlier)
    return Readiness(context, delta, progress, checks.questions_for(edition, page, delta))
