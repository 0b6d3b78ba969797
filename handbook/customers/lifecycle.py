"""The kinds of letters to a customer, when each may be written, what it moves, and what is news; no database."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import gettext as _

from handbook.complaints.queries import EntryKind, Move, Stage
from handbook.core.errors import Conflict


class LetterKind(StrEnum):
    """What a letter to a customer says."""

    RECEIPT = "receipt"
    QUESTIONS = "questions"
    LATE = "late"
    FINDINGS = "findings"
    APOLOGY = "apology"
    GOODWILL = "goodwill"
    WE_CHANGED_THIS = "we-changed-this"
    CLOSED = "closed"
    REOPENED = "reopened"


class Manner(StrEnum):
    """How a letter reaches the customer; on the page of the complaint it stands in any case."""

    PAGE = "page"
    MAIL = "mail"
    HANDED_OVER = "handed_over"
    POST = "post"


class Progress(StrEnum):
    """How far a complaint has come, as far as the customer is concerned."""

    HERE = "here"
    LOOKED_INTO = "looked_into"
    ANSWERED = "answered"
    UNSETTLED = "unsettled"
    AGAIN = "again"
    CLOSED = "closed"


# The name of each text among the letters.
TEMPLATES: Mapping[LetterKind, str] = {
    LetterKind.RECEIPT: "customer-receipt",
    LetterKind.QUESTIONS: "customer-questions",
    LetterKind.LATE: "customer-late",
    LetterKind.FINDINGS: "customer-findings",
    LetterKind.APOLOGY: "customer-apology",
    LetterKind.GOODWILL: "customer-goodwill",
    LetterKind.WE_CHANGED_THIS: "customer-we-changed-this",
    LetterKind.CLOSED: "customer-closed",
    LetterKind.REOPENED: "customer-reopened",
}
PROGRESS: Mapping[Stage, Progress] = {
    Stage.RECEIVED: Progress.HERE,
    Stage.ACKNOWLEDGED: Progress.HERE,
    Stage.ASSESSED: Progress.LOOKED_INTO,
    Stage.INVESTIGATING: Progress.LOOKED_INTO,
    Stage.RESPONDED: Progress.ANSWERED,
    Stage.OPEN_DISPUTED: Progress.UNSETTLED,
    Stage.REOPENED: Progress.AGAIN,
    Stage.CLOSED: Progress.CLOSED,
}
# Stages at which the customer still waits for the answer, or for another one.
UNANSWERED = tuple(stage for stage, far in PROGRESS.items() if far not in (Progress.ANSWERED, Progress.CLOSED))
# What the customer is told of. Everything else, such as who is named or that there is a case, is no news of theirs.
NEWS = (
    EntryKind.RECEIVED,
    EntryKind.ACKNOWLEDGED,
    EntryKind.INVESTIGATING,
    EntryKind.ASKED,
    EntryKind.HEARD,
    EntryKind.LATE,
    EntryKind.RESPONDED,
    EntryKind.DISPUTED,
    EntryKind.REOPENED,
    EntryKind.ALLOWED,
    EntryKind.CLOSED,
    EntryKind.SET_ASIDE,
)
_ALWAYS, _BEFORE = frozenset(Stage), frozenset(UNANSWERED)
# At which stages a letter may be written at all.
_AT: Mapping[LetterKind, frozenset[Stage]] = {
    LetterKind.RECEIPT: _BEFORE - {Stage.OPEN_DISPUTED},
    LetterKind.QUESTIONS: _BEFORE,
    LetterKind.LATE: _BEFORE,
    LetterKind.FINDINGS: frozenset({Stage.ASSESSED, Stage.INVESTIGATING, Stage.RESPONDED, Stage.OPEN_DISPUTED}),
    LetterKind.APOLOGY: _ALWAYS,
    LetterKind.GOODWILL: _ALWAYS,
    LetterKind.WE_CHANGED_THIS: _ALWAYS,
    LetterKind.CLOSED: frozenset({Stage.RESPONDED, Stage.OPEN_DISPUTED, Stage.CLOSED}),
    LetterKind.REOPENED: frozenset({Stage.OPEN_DISPUTED, Stage.REOPENED, Stage.CLOSED}),
}
# What a letter moves where the complaint has not come so far yet; elsewhere it only tells what stands already.
_MOVES: Mapping[LetterKind, tuple[Move, frozenset[Stage]]] = {
    LetterKind.RECEIPT: (Move.ACKNOWLEDGE, frozenset({Stage.RECEIVED})),
    LetterKind.FINDINGS: (Move.RESPOND, frozenset({Stage.ASSESSED, Stage.INVESTIGATING})),
    LetterKind.CLOSED: (Move.CLOSE, frozenset({Stage.RESPONDED, Stage.OPEN_DISPUTED})),
    LetterKind.REOPENED: (Move.REOPEN, frozenset({Stage.OPEN_DISPUTED, Stage.CLOSED})),
}


def kinds_at(stage: Stage) -> tuple[LetterKind, ...]:
    """Return the letters that may be written at a stage, in the order in which they usually come."""
    return tuple(kind for kind in LetterKind if stage in _AT[kind])


def move_of(kind: LetterKind, stage: Stage) -> Move | None:
    """Return the move that a letter makes at a stage, or None; raise Conflict where it does not fit the stage."""
    if stage not in _AT[kind]:
        raise Conflict(_("The complaint has moved on meanwhile, so this letter no longer fits. Look at it again."))
    move, stages = _MOVES.get(kind, (None, frozenset()))
    return move if stage in stages else None


def may_be_unsettled(stage: Stage) -> bool:
    """Tell whether the customer can say that it is not settled: once there is an answer, or it was closed."""
    return stage in (Stage.RESPONDED, Stage.CLOSED)
