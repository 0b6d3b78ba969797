"""The states of a case and the moves between them as a table; no database."""

from enum import StrEnum

from flask_babel import gettext as _

from handbook.core.errors import Conflict


class CaseState(StrEnum):
    """How far a case has come."""

    OPENED = "opened"
    INVESTIGATING = "investigating"
    NOTIFIED = "notified"
    SCHEDULED = "scheduled"
    HEARD = "heard"
    DECIDED = "decided"
    CLOSED = "closed"


class CaseMove(StrEnum):
    """What takes a case on, or leaves it where it is and is written down all the same."""

    INVESTIGATE = "investigate"
    NOTIFY = "notify"
    SCHEDULE = "schedule"
    POSTPONE = "postpone"
    HEAR = "hear"
    DECIDE = "decide"
    CLOSE = "close"


class Closing(StrEnum):
    """How a case ended."""

    NO_CASE = "no_case"
    INFORMAL = "informal"
    WITHDRAWN = "withdrawn"
    LEFT = "left"
    DECIDED = "decided"


_OPEN = (
    CaseState.OPENED,
    CaseState.INVESTIGATING,
    CaseState.NOTIFIED,
    CaseState.SCHEDULED,
    CaseState.HEARD,
)
# The person was told, and has not been heard yet: a companion can be named, an interpreter asked for.
BEFORE_HEARING = frozenset({CaseState.NOTIFIED, CaseState.SCHEDULED})
MOVES: dict[tuple[CaseState, CaseMove], CaseState] = {
    (CaseState.OPENED, CaseMove.INVESTIGATE): CaseState.INVESTIGATING,
    # Nobody is told of an allegation that nobody has looked into.
    (CaseState.INVESTIGATING, CaseMove.NOTIFY): CaseState.NOTIFIED,
    # A notice that was not opened is handed over; one that said too little is given anew.
    (CaseState.NOTIFIED, CaseMove.NOTIFY): CaseState.NOTIFIED,
    (CaseState.NOTIFIED, CaseMove.SCHEDULE): CaseState.SCHEDULED,
    (CaseState.SCHEDULED, CaseMove.POSTPONE): CaseState.SCHEDULED,
    (CaseState.SCHEDULED, CaseMove.HEAR): CaseState.HEARD,
    # A hearing that was put off in the middle goes on another day.
    (CaseState.HEARD, CaseMove.HEAR): CaseState.HEARD,
    # Where the ladder asks for no hearing, the written answer is enough.
    (CaseState.NOTIFIED, CaseMove.DECIDE): CaseState.DECIDED,
    (CaseState.SCHEDULED, CaseMove.DECIDE): CaseState.DECIDED,
    (CaseState.HEARD, CaseMove.DECIDE): CaseState.DECIDED,
    (CaseState.DECIDED, CaseMove.DECIDE): CaseState.DECIDED,
    (CaseState.DECIDED, CaseMove.CLOSE): CaseState.CLOSED,
} | {(state, CaseMove.CLOSE): CaseState.CLOSED for state in _OPEN}

# How a case may end from a state: after a decision only by it, and never by one without.
ENDINGS: dict[CaseState, frozenset[Closing]] = {
    CaseState.DECIDED: frozenset({Closing.DECIDED}),
    CaseState.CLOSED: frozenset(),
} | dict.fromkeys(_OPEN, frozenset(Closing) - {Closing.DECIDED})


def after(state: CaseState, move: CaseMove) -> CaseState:
    """Return the state that a move leads to; raise Conflict where the state does not allow it."""
    if (state, move) not in MOVES:
        raise Conflict(_("The case has moved on meanwhile, so this no longer fits. Look at it again."))
    return MOVES[state, move]


def may_move(state: CaseState, move: CaseMove) -> bool:
    """Tell whether a state allows a move."""
    return (state, move) in MOVES


def check_ending(state: CaseState, closing: Closing) -> None:
    """Raise Conflict where a case in this state cannot end so."""
    if closing not in ENDINGS[state]:
        raise Conflict(_("From where the case stands it cannot end in this way. Look at it again."))


def state_words(state: CaseState) -> str:
    """Return the name of a state in the reader's language."""
    return {
        CaseState.OPENED: _("Opened"),
        CaseState.INVESTIGATING: _("Being looked into"),
        CaseState.NOTIFIED: _("Told in writing"),
        CaseState.SCHEDULED: _("Hearing arranged"),
        CaseState.HEARD: _("Heard"),
        CaseState.DECIDED: _("Decided"),
        CaseState.CLOSED: _("Closed"),
    }[state]


def closing_words(closing: Closing) -> str:
    """Return how a case ended, in the reader's language."""
    return {
        Closing.NO_CASE: _("Nothing to answer for; nothing is kept in the work file"),
        Closing.INFORMAL: _("Settled by a talk, which is never counted"),
        Closing.WITHDRAWN: _("Withdrawn; nothing is kept in the work file"),
        Closing.LEFT: _("Ended because the person has left; nothing was found"),
        Closing.DECIDED: _("Ended with a decision"),
    }[closing]
