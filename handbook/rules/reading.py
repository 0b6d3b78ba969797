"""Where a reader stands in the handbook: filled in by the room of acknowledgements, which rules do not know."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handbook.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a person has read in an edition and language.

    `post_url` takes the form that marks a rule as read and goes on (fields edition, language, rule_id); `sign_url`
    leads to the signature page, the step after the last rule; `signed` tells whether it is done.
    """

    done: int
    total: int
    minutes_left: int
    read_rule_ids: frozenset[str]
    post_url: str | None
    sign_url: str
    signed: bool


Provider = Callable[[Actor, str, str, Sequence[str]], Reading | None]
_PROVIDERS: list[Provider] = []


def use(provider: Provider) -> None:
    """Register who knows how far a person has read (once, at set-up)."""
    _PROVIDERS[:] = [provider]


def reading_for(actor: Actor, edition_id: str, language: str, rule_ids: Sequence[str]) -> Reading | None:
    """Return where the actor stands among these rules of an edition, or None where nobody counts."""
    return _PROVIDERS[0](actor, edition_id, language, rule_ids) if _PROVIDERS else None
