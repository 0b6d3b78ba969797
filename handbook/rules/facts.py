"""What is settled about a rule beside its words: severity, readers, owner, review, place; and what of it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flask_babel import gettext as _

from handbook.core.moments import day_words
from handbook.rules.book import AUDIENCE_WORDS, SEVERITY_WORDS


class Described(Protocol):
    """A row that carries the facts of a rule."""

    @property
    def kind(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def chapter(self) -> str: ...
    @property
    def severity(self) -> str | None: ...
    @property
    def audience(self) -> list[str]: ...
    @property
    def owner(self) -> str: ...
    @property
    def review_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a rule in one edition; they are put into words when somebody reads them."""

    kind: str
    place: tuple[str, int]
    severity: str | None
    audience: tuple[str, ...]
    owner: str
    review_on: date | None

    @classmethod
    def of(cls, row: Described) -> "Facts":
        """Return the facts that a row carries."""
        place, audience = (row.chapter, row.number), tuple(row.audience)
        return cls(row.kind, place, row.severity, audience, row.owner, row.review_on)

    @property
    def severity_words(self) -> str:
        """How heavy a breach is; promises of the company have no severity."""
        return str(SEVERITY_WORDS[self.severity]) if self.severity else _("none")

    @property
    def audience_words(self) -> str:
        """For whose work the rule is."""
        return ", ".join(str(AUDIENCE_WORDS[one]) for one in self.audience)

    @property
    def review_words(self) -> str:
        """The day on which the owner looks at the rule again."""
        return day_words(self.review_on) if self.review_on else _("no day set")


@dataclass(frozen=True, slots=True)
class FactsChange:
    """The facts of a rule before and after an edition."""

    before: Facts
    after: Facts

    def __bool__(self) -> bool:
        return self.before != self.after

    @property
    def words(self) -> Sequence[str]:
        """A sentence for each fact that differs."""
        return [*self._moves(), *self._values()]

    def _moves(self) -> list[str]:
        old, new, found = self.before, self.after, []
        if old.kind != new.kind:
            is_promise = new.kind == "promise"
            found.append(_("It is a promise of the company now.") if is_promise else _("It is a rule now."))
        if old.place != new.place:
            found.append(_("It stands at another place of the book."))
        return found

    def _values(self) -> list[str]:
        old, new = self.before, self.after
        pairs = [
            (_("Severity"), old.severity_words, new.severity_words),
            (_("Applies to"), old.audience_words, new.audience_words),
            (_("Owner"), old.owner, new.owner),
            (_("Next review"), old.review_words, new.review_words),
        ]
        return [
            _("%(fact)s: %(now)s (before: %(before)s).", fact=fact, now=now, before=before)
            for fact, before, now in pairs
            if before != now
        ]
