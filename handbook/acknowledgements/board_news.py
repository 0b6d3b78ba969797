"""What the start page says of the board to those who chase signatures."""

from dataclasses import dataclass

from handbook.acknowledgements import boards, round_list
from handbook.acknowledgements.board_lines import BoardFilters
from handbook.acknowledgements.board_states import REMINDABLE, State
from handbook.acknowledgements.policy import sees_everybody
from handbook.core.actor import Actor
from handbook.permissions import Permission


@dataclass(frozen=True, slots=True)
class BoardNews:
    """How many of those whom the reader looks after still have to read the newest edition.

    `waiting` are those who may be reminded, for everybody all who have not signed; `not_opened` is known of the own
    people alone: of everybody it would cost a look at everybody.
    """

    edition: int
    signed: int
    all: int
    waiting: int
    not_opened: int = 0


def board_news_for(actor: Actor) -> BoardNews | None:
    """Return the news for those who remind, or None for others and before the first edition (at most three queries)."""
    if not actor.may(Permission.OUTCOME_RECORD):
        return None
    round_ = round_list.find_newest_publication()
    if round_ is None:
        return None
    if sees_everybody(actor):
        signed, everybody = round_list.progress_of(actor, round_)
        return BoardNews(round_.edition, signed, everybody, everybody - signed)
    counts = boards.counts_for(actor, round_, BoardFilters())
    waiting = sum(counts.get(state, 0) for state in REMINDABLE)
    signed, not_opened = counts.get(State.SIGNED, 0), counts.get(State.NOT_OPENED, 0)
    return BoardNews(round_.edition, signed, sum(counts.values()), waiting, not_opened)
