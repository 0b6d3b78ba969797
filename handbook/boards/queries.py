"""Gathering the boards from the rooms that know, in a fixed number of queries."""

from dataclasses import dataclass

from handbook.complaints.lists import MINE, Board, board_for
from handbook.conversations import queries as conversations
from handbook.conversations.queries import DueCheckIn
from handbook.core.actor import Actor
from handbook.corrective_actions import queries as corrective_actions
from handbook.corrective_actions.queries import BoardLine, DueCase, DueStep, LiveOf, StateCount
from handbook.people.queries import own_people_today
from handbook.permissions import Permission
from handbook.workfile.queries import Held, held_against


@dataclass(frozen=True, slots=True)
class OwnPeople:
    """The board of whoever looks after people: what counts with them today, and which goals are to be looked at."""

    live: list[LiveOf]
    check_ins: list[DueCheckIn]


@dataclass(frozen=True, slots=True)
class Personnel:
    """The board of HR: numbers and references, and names where a letter was served."""

    states: list[StateCount]
    vacant: list[DueCase]
    missed: list[BoardLine]
    appeals: list[BoardLine]
    unopened: list[BoardLine]
    lapsing: list[BoardLine]


@dataclass(frozen=True, slots=True)
class Boards:
    """All boards of one reader. What the reader has no part in is None or empty.

    `waiting`: the next act in cases and steps; `approvals`: how many proposals wait for the reader's word.
    """

    own: Held
    waiting: list[DueCase | DueStep]
    approvals: int
    complaints: Board | None
    people: OwnPeople | None
    personnel: Personnel | None


def boards_of(actor: Actor) -> Boards:
    """Return the boards of the actor."""
    waiting = corrective_actions.waiting_for(actor)
    return Boards(
        own=held_against(actor.employee_id, actor),
        waiting=waiting.acts,
        approvals=waiting.approvals,
        complaints=board_for(actor, (MINE,)) if actor.may(Permission.COMPLAINT_READ) else None,
        people=_own_people(actor) if actor.may(Permission.CONVERSATION_RECORD) else None,
        personnel=_personnel(actor) if actor.may(Permission.WORK_FILE_READ) else None,
    )


def _own_people(actor: Actor) -> OwnPeople:
    mine = own_people_today(actor.employee_id)
    return OwnPeople(corrective_actions.live_steps_of(mine), conversations.due_check_ins(actor, mine))


def _personnel(actor: Actor) -> Personnel:
    return Personnel(
        states=corrective_actions.cases_by_state(actor),
        vacant=corrective_actions.vacant_cases(actor),
        missed=corrective_actions.missed_dates(actor),
        appeals=corrective_actions.open_appeals(actor),
        unopened=corrective_actions.letters_not_opened(actor),
        lapsing=corrective_actions.lapsing_soon(actor),
    )
