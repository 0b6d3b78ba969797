"""Reading what colleagues speak up about: for whom it is addressed to, for its writer, and by its code."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import BindParameter, ColumnElement, Row, Select, and_, exists, false, func, or_, select, true

from handbook.company.models import Location
from handbook.complaints.queries import complaint_outsider
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.people.models import Account, Employee, RoleGrant
from handbook.people.queries import on_day, records_of, same_people
from handbook.permissions import Permission, Role
from handbook.voices.lifecycle import Addressee, Matter, SpeakUpEntryKind, SpeakUpStage
from handbook.voices.models import SpeakUp, SpeakUpEntry, SpeakUpKeptFrom
from handbook.voices.pages import PAGE
from handbook.voices.speaking.codes import code_hash
from handbook.voices.speaking.pages import SpeakUpEntryLine, SpeakUpLine, SpeakUpPage
from handbook.voices.speaking.policy import Parties, is_hr, may_read


def speak_ups_for(actor: Actor, only_waiting: bool, page: int) -> tuple[list[SpeakUpLine], bool]:
    """Return a page of what is addressed to the actor, what is due first, and whether more follow."""
    waits = SpeakUp.stage == SpeakUpStage.WAITING.value
    query = _lines().where(visible_to(actor), waits if only_waiting else true())
    ordered = query.order_by(SpeakUp.stage.desc(), SpeakUp.due_on, SpeakUp.id)
    rows = db.session.execute(ordered.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return [_line(row) for row in rows[:PAGE]], len(rows) > PAGE


def speak_up_for(actor: Actor, speak_up_id: str) -> SpeakUpPage:
    """Return what is addressed to the actor; raise NotFound, the same for a foreign and a missing one."""
    row = db.session.execute(_lines().where(SpeakUp.id == speak_up_id)).first()
    mine = same_people([actor.employee_id])[actor.employee_id]
    if row is None or not may_read(actor, parties_of(row.SpeakUp), complaint_outsider(), mine):
        raise not_found()
    return _page(row)


def own_speak_ups(actor: Actor) -> list[SpeakUpLine]:
    """Return what the actor spoke up about by name, newest first."""
    query = _lines().where(SpeakUp.employee_id == actor.employee_id).order_by(SpeakUp.filed_on.desc(), SpeakUp.id)
    return [_line(row) for row in db.session.execute(query.limit(PAGE))]


def own_speak_up(actor: Actor, speak_up_id: str) -> SpeakUpPage:
    """Return what the actor spoke up about by name; raise NotFound for anything else."""
    row = db.session.execute(
        _lines().where(SpeakUp.id == speak_up_id, SpeakUp.employee_id == actor.employee_id)
    ).first()
    if row is None:
        raise not_found()
    return _page(row)


def speak_up_by_code(code: str) -> SpeakUpPage:
    """Return what belongs to a code that somebody without a name was given; raise NotFound for any other words."""
    mine = (SpeakUp.code_sha256 == code_hash(code), SpeakUp.employee_id.is_(None))
    row = db.session.execute(_lines().where(*mine)).first()
    if row is None:
        raise NotFound(_("There is nothing under this code. Look at each letter again: there are 24 of them."))
    return _page(row)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return `policy.may_read` as a condition on SpeakUp."""
    if not actor.may(Permission.SPEAK_UP_READ):
        return false()
    me, mine = actor.employee_id, records_of(actor.employee_id)
    kept = exists().where(SpeakUpKeptFrom.speak_up_id == SpeakUp.id, SpeakUpKeptFrom.employee_id.in_(mine))
    own = and_(SpeakUp.employee_id.is_not(None), SpeakUp.employee_id.in_(mine))
    to_hr = SpeakUp.addressee == Addressee.HR.value if is_hr(actor) else false()
    is_outsider = Role.GUEST in actor.roles and complaint_outsider() == me  # the outsider is a guest
    to_outsider = SpeakUp.addressee == Addressee.OUTSIDER.value if is_outsider else false()
    return and_(or_(to_hr, to_outsider), ~kept, ~own)


def count_of_waiting_speak_ups(actor: Actor) -> Select[int]:
    """Return the SELECT that counts how much waits for the actor's answer."""
    waits = SpeakUp.stage == SpeakUpStage.WAITING.value
    return select(func.count()).select_from(SpeakUp).where(visible_to(actor), waits)


def waiting_speak_ups() -> Sequence[SpeakUp]:
    """Return everything that waits for an answer, for the reminder alone (one query)."""
    return db.session.scalars(select(SpeakUp).where(SpeakUp.stage == SpeakUpStage.WAITING.value)).all()


def was_answered_since(me: BindParameter[str], since: BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition that one spoke up about it by name and was answered since then."""
    answered = exists().where(
        SpeakUpEntry.speak_up_id == SpeakUp.id,
        SpeakUpEntry.kind == SpeakUpEntryKind.ANSWERED.value,
        SpeakUpEntry.recorded_at >= since,
    )
    return and_(SpeakUp.employee_id == me, SpeakUp.stage == SpeakUpStage.ANSWERED.value, answered)


def has_reader(addressee: Addressee, not_these: frozenset[str]) -> bool:
    """Tell whether somebody is there to read it who is none of these people, by whichever of their records."""
    records = frozenset().union(*same_people(not_these).values())
    if addressee is Addressee.OUTSIDER:
        outsider = complaint_outsider()
        return outsider is not None and outsider not in records
    query = (
        select(Account.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role == Role.HR.value, on_day(RoleGrant, clock.now().date()), Account.disabled_at.is_(None))
        .where(Account.employee_id.not_in(records))
    )
    return db.session.scalar(query.limit(1)) is not None


def parties_of(row: SpeakUp) -> Parties:
    """Return the people of it (one query)."""
    query = select(SpeakUpKeptFrom.employee_id).where(SpeakUpKeptFrom.speak_up_id == row.id)
    return Parties(Addressee(row.addressee), row.employee_id, frozenset(db.session.scalars(query)))


def not_found() -> NotFound:
    """Return the one answer for what is not there and for what the actor may not see."""
    return NotFound(_("There is no such message, or it is not yours to see."))


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(SpeakUp, Location.name.label("location"), Employee.name.label("name"))
        .join(Location, Location.id == SpeakUp.location_id, isouter=True)
        .join(Employee, Employee.id == SpeakUp.employee_id, isouter=True)
    )


def _line(row: Row[*tuple[Any, ...]]) -> SpeakUpLine:
    head, stage = row.SpeakUp, SpeakUpStage(row.SpeakUp.stage)
    is_late = stage is SpeakUpStage.WAITING and clock.today(head.zone) > head.due_on
    return SpeakUpLine(
        head.id,
        head.reference,
        Matter(head.topic),
        stage,
        row.location,
        row.name,
        head.filed_on,
        head.due_on,
        is_late,
    )


def _page(row: Row[*tuple[Any, ...]]) -> SpeakUpPage:
    head = row.SpeakUp
    said = (SpeakUpEntry.speak_up_id == head.id, SpeakUpEntry.kind != SpeakUpEntryKind.KEPT_FROM.value)
    query = select(SpeakUpEntry).where(*said).order_by(SpeakUpEntry.recorded_at, SpeakUpEntry.id)
    entries = tuple(
        SpeakUpEntryLine(
            SpeakUpEntryKind(one.kind), one.words, one.language, one.by_name, clock.local(one.recorded_at, head.zone)
        )
        for one in db.session.scalars(query)
    )
    kept_from = len(parties_of(head).kept_from)
    return SpeakUpPage(_line(row), Addressee(head.addressee), head.zone, entries, kept_from, head.row_version)
