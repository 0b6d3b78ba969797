"""Dated deputies: who may do for somebody who is away what both of them may do anyway."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.acts import by_columns, proof_columns, require_proven
from handbook.corrective_actions.ladders.models import Deputation, DeputationEnded
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.people.queries import find_placed, roles_of, same_people
from handbook.people.sign_in import Proof
from handbook.permissions import Permission, permissions_of

LONGEST = timedelta(days=366)
# What somebody can be asked for by name, and may let a deputy do.
SHARED = frozenset({Permission.STEP_PROPOSE, Permission.STEP_APPROVE, Permission.APPEAL_HEAR})


@dataclass(frozen=True, slots=True)
class DeputyDraft:
    """What a form hands over to name a deputy."""

    idempotency_key: str
    deputy_id: str
    from_on: date
    to_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class DeputyLine:
    """A deputation as lists show it. `ended_on`: the first day on which it was over before its time, if it was.

    `written_in`: the language of the reason.
    """

    id: str
    for_id: str
    for_name: str
    deputy_id: str
    deputy_name: str
    from_on: date
    to_on: date
    reason: str
    written_in: str
    ended_on: date | None

    def lasts(self, day: date) -> bool:
        """Tell whether it counts on this day or a later one."""
        return self.to_on >= day and self.ended_on is None


def deputies_of_each(employee_ids: Iterable[str], day: date) -> dict[str, frozenset[str]]:
    """Return for each of these people who may act for them on a day (one query, none for nobody)."""
    asked = frozenset(employee_ids)
    if not asked:
        return {}
    query = _deputations().where(Deputation.by_id.in_(asked), Deputation.from_on <= day, Deputation.to_on >= day)
    in_force = query.where(_not_ended_by(day))
    found: dict[str, set[str]] = {one: set() for one in asked}
    for row, _ended in db.session.execute(in_force):
        found[row.by_id].add(row.deputy_id)
    return {one: frozenset(deputies) for one, deputies in found.items()}


def name_deputy(actor: Actor, proof: Proof, draft: DeputyDraft, today: date) -> str:
    """Let somebody act for the actor from a day through a day and return the id; it gives nobody a right.

    `today` is the day where the actor works. Raises Refused, Invalid for days that have been or someone who may do
    nothing of it on the first day, Conflict where this deputy has been named for some of these days already.
    """
    require_proven(actor, proof)
    if not actor.permissions & SHARED or not actor.may(Permission.STEP_PROPOSE):
        raise Refused(_("Only HR and the decision-makers name a deputy here."))
    session = session_of_transaction()
    earlier = session.scalar(select(Deputation.id).where(Deputation.idempotency_key == draft.idempotency_key))
    if earlier is not None:
        return earlier
    session.get(Employee, actor.employee_id, with_for_update={"key_share": True})
    deputy = session.get(Employee, draft.deputy_id)
    faults = _faults(actor, draft, today)
    if deputy is None or faults:
        raise Invalid(*(faults or [_("Deputy: nobody has this number.")]))
    if any(_shares_a_day(line, draft) for line in deputations_by(actor.employee_id)):
        raise Conflict(_("You have named this deputy for some of these days already."))
    row = Deputation(
        deputy_id=deputy.id,
        deputy_name=deputy.name,
        from_on=draft.from_on,
        to_on=draft.to_on,
        reason=draft.reason,
        idempotency_key=draft.idempotency_key,
        **proof_columns(actor, proof),
    )
    record_evidence(row)
    return row.id


def end_deputation(actor: Actor, deputation_id: str, today: date) -> None:
    """End an own deputation at once; raise NotFound for that of somebody else, Conflict where it is over."""
    session = session_of_transaction()
    session.get(Employee, actor.employee_id, with_for_update={"key_share": True})
    line = next((one for one in deputations_by(actor.employee_id) if one.id == deputation_id), None)
    if line is None:
        raise NotFound(_("There is no such deputy of yours."))
    if not line.lasts(today):
        raise Conflict(_("This is over already."))
    record_evidence(DeputationEnded(deputation_id=deputation_id, ended_on=today, **by_columns(actor)))


def deputations_by(employee_id: str) -> Sequence[DeputyLine]:
    """Return whom a person has named, newest first (one query)."""
    return _lines(_deputations().where(Deputation.by_id == employee_id))


def deputations_for(employee_id: str) -> Sequence[DeputyLine]:
    """Return who has named this person a deputy, newest first (one query)."""
    return _lines(_deputations().where(Deputation.deputy_id == employee_id))


def _faults(actor: Actor, draft: DeputyDraft, today: date) -> list[str]:
    faults = []
    if draft.from_on < today:
        faults.append(_("First day: it has been. A deputy is named for today or later days."))
    if draft.to_on < draft.from_on:
        faults.append(_("Last day: it lies before the first day."))
    elif draft.to_on - draft.from_on > LONGEST:
        faults.append(_("Last day: a deputy is named for a year at most."))
    if draft.deputy_id in same_people([actor.employee_id])[actor.employee_id]:
        faults.append(_("Deputy: nobody stands in for themself. Choose another person."))
    may = permissions_of(roles_of(draft.deputy_id, draft.from_on)) & actor.permissions & SHARED
    if not may or find_placed(draft.deputy_id, draft.from_on) is None:
        faults.append(_("Deputy: this person may decide and approve nothing on that day. It gives nobody a right."))
    return faults


def _shares_a_day(line: DeputyLine, draft: DeputyDraft) -> bool:
    same = line.deputy_id == draft.deputy_id and line.ended_on is None
    return same and line.from_on <= draft.to_on and draft.from_on <= line.to_on


def _deputations() -> Select[*tuple[Any, ...]]:
    joined = select(Deputation, DeputationEnded.ended_on)
    return joined.join(DeputationEnded, DeputationEnded.deputation_id == Deputation.id, isouter=True)


def _not_ended_by(day: date) -> ColumnElement[bool]:
    return or_(DeputationEnded.ended_on.is_(None), DeputationEnded.ended_on > day)


def _lines(query: Select[*tuple[Any, ...]]) -> Sequence[DeputyLine]:
    rows = db.session.execute(query.order_by(Deputation.from_on.desc(), Deputation.id))
    return [
        DeputyLine(
            row.id,
            row.by_id,
            row.by_name,
            row.deputy_id,
            row.deputy_name,
            row.from_on,
            row.to_on,
            row.reason,
            row.written_in,
            ended,
        )
        for row, ended in rows
    ]
