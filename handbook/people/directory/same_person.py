"""The verbs of one human with two records: link the records, part them again; and what the page shows of it."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import or_, select

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.ledger.models import Leaf
from handbook.people.directory.locking import HELD, not_found
from handbook.people.models import Employee, SamePerson
from handbook.people.same_person import are_alike, said_by_hand, same_people
from handbook.permissions import Permission


@dataclass(frozen=True, slots=True)
class OtherRecord:
    """Another record of the same human. `linked`: by hand, and directly; else they share an address or a number.

    `is_doubted`: one person has said that they are two people, and a second one has not yet.
    """

    employee_id: str
    staff_number: str
    name: str
    linked: bool
    is_doubted: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said about a pair of records: that they are one human, or that they are not."""

    other_id: str
    is_same: bool
    by_name: str
    at: datetime
    reason: str


def say_same(actor: Actor, employee_id: str, other_id: str, is_same: bool, reason: str) -> None:
    """Write down that two records are one human, or that they are not; the newest word about a pair counts.

    Records that share an address or a number are two people once two different persons of HR have said so. Raises
    NotFound, Invalid for one and the same record, Refused about a record of the actor's own, Conflict where just this
    stands already.
    """
    if employee_id == other_id:
        raise Invalid(_("Staff number: this is the record that you are looking at. Type the number of the other one."))
    pair = a_id, b_id = min(employee_id, other_id), max(employee_id, other_id)
    session = session_of_transaction()
    for one in pair:
        if session.get(Employee, one, with_for_update=HELD) is None:
            raise not_found()
    if actor.employee_id in frozenset().union(*same_people(pair).values()):
        raise Refused(_("One of these records is yours. Another person has to do it."))
    if not is_same and are_alike(pair):
        _require_second(actor, said_by_hand().parted_by.get(pair, frozenset()))
    elif (pair in said_by_hand().linked) == is_same:
        raise Conflict(_same_already() if is_same else _never_linked())
    record_evidence(
        SamePerson(
            a_id=a_id, b_id=b_id, is_same=is_same, by_id=actor.employee_id, by_name=actor.name, reason=reason.strip()
        )
    )


def other_records(employee_id: str) -> list[OtherRecord]:
    """Return the other records of the same human, by staff number."""
    others = same_people([employee_id])[employee_id] - {employee_id}
    words = said_by_hand()
    linked = {one for pair in words.linked if employee_id in pair for one in pair}
    doubted = {one for pair, by in words.parted_by.items() if by and employee_id in pair for one in pair}
    query = select(Employee.id, Employee.staff_number, Employee.name).where(Employee.id.in_(others))
    return [
        OtherRecord(*row, row.id in linked, row.id in doubted)
        for row in db.session.execute(query.order_by(Employee.staff_number))
    ]


def said_of(employee_id: str) -> list[Said]:
    """Return everything that was said about this record and another one, newest first."""
    query = (
        select(SamePerson)
        .join(Leaf, Leaf.record_id == SamePerson.id)
        .where(or_(SamePerson.a_id == employee_id, SamePerson.b_id == employee_id))
        .order_by(Leaf.index.desc())
    )
    return [
        Said(row.b_id if row.a_id == employee_id else row.a_id, row.is_same, row.by_name, row.recorded_at, row.reason)
        for row in db.session.scalars(query)
    ]


def _require_second(actor: Actor, said: frozenset[str]) -> None:
    """Refuse who is not of HR, and whoever has said so already, by whatever record."""
    if not actor.may(Permission.WORK_FILE_READ):
        raise Refused(
            _("These records share an e-mail address or a mobile number. Only HR says that they are two people.")
        )
    if said & same_people([actor.employee_id])[actor.employee_id]:
        raise Conflict(_("You have said so already. Another person of HR has to say so too."))


def _same_already() -> str:
    return _("These two records are linked already.")


def _never_linked() -> str:
    return _(
        "These two records are not linked by hand. Where they share an e-mail address or a mobile number, correct that."
    )
