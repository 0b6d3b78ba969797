"""Where a reader stands in the handbook: whether the edition counts today, and how far the person has come.

How far is filled in by the room of acknowledgements, which rules do not know.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from handbook.core.actor import Actor
from handbook.rules import queries
from handbook.rules.queries import EditionRow, PageRow


@dataclass(frozen=True, slots=True)
class Standing:
    """An edition beside the one that is in force today: `in_force` is its number, or None where none is yet."""

    number: int
    in_force: int | None

    @property
    def is_older(self) -> bool:
        """Tell whether another edition took its place."""
        return self.in_force is not None and self.number < self.in_force

    @property
    def is_announced(self) -> bool:
        """Tell whether it takes effect on a later day."""
        return self.in_force is None or self.number > self.in_force

    @property
    def state(self) -> str:
        """The state in the words of the status chips."""
        return "superseded" if self.is_older else "announced" if self.is_announced else "in_force"


def standing_of(edition: EditionRow, day: date) -> Standing:
    """Return where an edition stands on a day (one query)."""
    return Standing(edition.number, queries.number_in_force(day))


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a person has read in an edition and language.

    `required` are the rules that must be read before signing, in order: all of them, or what is new to somebody who
    signed before; `done` and `total` count these. `post_url` takes the form that marks a rule as read and goes on
    (fields edition, language, rule_id); `sign_url` leads to the signature page, the step after the last rule;
    `questions_url` leads back to the check questions; `signed` tells whether it is done.
    """

    done: int
    total: int
    minutes_left: int
    read_rule_ids: frozenset[str]
    required: Sequence[str]
    post_url: str | None
    sign_url: str
    questions_url: str
    signed: bool

    def has_to_read(self, rule_id: str) -> bool:
        """Tell whether this rule belongs to what has to be read for the signature that is still to come."""
        return not self.signed and rule_id in self.required

    def next_after(self, rule_id: str) -> str | None:
        """Return the rule to read after this one, or None: then comes the signature.

        Whoever came by another way than from the first to the last is led back to what is still open.
        """
        unread = [one for one in self.required if one not in self.read_rule_ids and one != rule_id]
        after = self.required[self.required.index(rule_id) + 1 :] if rule_id in self.required else ()
        return next((one for one in after if one in unread), None) or next(iter(unread), None)


Provider = Callable[[Actor, EditionRow, PageRow], Reading | None]
_PROVIDERS: list[Provider] = []


def use(provider: Provider) -> None:
    """Register who knows how far a person has read (once, at set-up)."""
    _PROVIDERS[:] = [provider]


def reading_for(actor: Actor, edition: EditionRow, page: PageRow) -> Reading | None:
    """Return where the actor stands on a page of an edition, or None where nobody counts."""
    return _PROVIDERS[0](actor, edition, page) if _PROVIDERS else None
