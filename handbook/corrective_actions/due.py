"""What waits for one person in cases and steps and for the ladder: what each room knows, asked in one query."""

from dataclasses import dataclass

from sqlalchemy import literal, select, union_all

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.corrective_actions.cases import waiting as of_cases
from handbook.corrective_actions.cases.waiting import DueCase
from handbook.corrective_actions.ladders.queries import CHANGE, waiting_change_lines
from handbook.corrective_actions.steps import waiting as of_steps
from handbook.corrective_actions.steps.waiting import Due, DueStep


@dataclass(frozen=True, slots=True)
class Waiting:
    """The next acts of one person; `approvals` and `changes`: how many steps and ladders wait for the person's word."""

    acts: list[DueCase | DueStep]
    approvals: int
    changes: int


def waiting_for(actor: Actor) -> Waiting:
    """Return what of cases waits for the actor, then what of steps, each kind oldest first.

    One query beside the own records and deputations; none for those who have no part in any of it by their roles.
    """
    cases = of_cases.due_lines(actor)
    lines = [*cases, *of_steps.due_lines(actor), *waiting_change_lines(actor)]
    if not lines:
        return Waiting([], 0, 0)
    every = union_all(*(one.add_columns(literal(rank).label("rank")) for rank, one in enumerate(lines))).subquery()
    rows = db.session.execute(select(every).order_by(every.c.rank, every.c.since, every.c.id)).all()
    return Waiting(
        [
            (of_cases.due_case if row.rank < len(cases) else of_steps.due_step)(row.what, row.id, row.reference)
            for row in rows
            if row.what not in (Due.APPROVE, CHANGE)
        ],
        approvals=sum(row.what == Due.APPROVE for row in rows),
        changes=sum(row.what == CHANGE for row in rows),
    )
