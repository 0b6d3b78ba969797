"""The stages of a complaint (ISO 10002, clauses 7.2 to 7.9) and the moves between them, as a table; no database."""

from enum import StrEnum

from flask_babel import gettext as _

from handbook.core.errors import Conflict


class Stage(StrEnum):
    """How far a complaint has come."""

    RECEIVED = "received"
    ASSESSED = "assessed"
    INVESTIGATING = "investigating"
    CASE_OPENED = "case_opened"
    CLOSED = "closed"


class Move(StrEnum):
    """What a person does to take a complaint on."""

    ASSESS = "assess"
    INVESTIGATE = "investigate"
    OPEN_CASE = "open_case"
    CLOSE = "close"


class EntryKind(StrEnum):
    """What an entry says happened."""

    RECEIVED = "received"
    TAKEN_ON = "taken_on"
    RULE_NAMED = "rule_named"
    PERSON_NAMED = "person_named"
    ASSESSED = "assessed"
    INVESTIGATING = "investigating"
    CASE_OPENED = "case_opened"
    CLOSED = "closed"


MOVES: dict[Move, tuple[frozenset[Stage], Stage]] = {
    Move.ASSESS: (frozenset({Stage.RECEIVED}), Stage.ASSESSED),
    Move.INVESTIGATE: (frozenset({Stage.ASSESSED}), Stage.INVESTIGATING),
    # A complaint may name several people; each gets a case of their own.
    Move.OPEN_CASE: (frozenset({Stage.INVESTIGATING, Stage.CASE_OPENED}), Stage.CASE_OPENED),
    Move.CLOSE: (frozenset({Stage.RECEIVED, Stage.ASSESSED, Stage.INVESTIGATING, Stage.CASE_OPENED}), Stage.CLOSED),
}


def moves_from(stage: Stage) -> tuple[Move, ...]:
    """Return the moves that this stage allows, in the order of the table."""
    return tuple(move for move, (before, _after) in MOVES.items() if stage in before)


def after(stage: Stage, move: Move) -> Stage:
    """Return the stage that a move leads to; raise Conflict where the stage does not allow it."""
    before, to = MOVES[move]
    if stage not in before:
        raise Conflict(_("The complaint has moved on meanwhile, so this step no longer fits. Look at it again."))
    return to
