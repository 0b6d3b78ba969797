"""What stands beside a rule for one reader alone: never part of the text that is hashed, nor of a page that is kept.

It is filled in by a later room, which rules do not know.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handbook.core.actor import Actor


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words for this reader in their language, the days on which they count, and where they stand whole."""

    words: str
    language: str
    days: str
    url: str


Provider = Callable[[Actor, str], Sequence[OwnWords]]
_PROVIDERS: list[Provider] = []


def use(provider: Provider) -> None:
    """Register who knows what is meant for a reader alone (once, at set-up)."""
    _PROVIDERS[:] = [provider]


def own_words(actor: Actor, rule_id: str) -> Sequence[OwnWords]:
    """Return what stands beside a rule for the actor alone; mostly nothing."""
    return _PROVIDERS[0](actor, rule_id) if _PROVIDERS else ()
