"""People from outside, invited to one thing: a record without a placement, a dated role, a way in of their own."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import or_, select, update

from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Invalid
from handbook.core.transaction import session_of_transaction
from handbook.people.credential_events import by_actor, note
from handbook.people.credential_jobs import SEND_LINK
from handbook.people.credential_kinds import What
from handbook.people.credentials_queries import subject
from handbook.people.facts import Facts, cleaned
from handbook.people.folding import number_key
from handbook.people.models import Account, Employee, Placement, RoleGrant
from handbook.people.one_time import SLIP, end_secrets, make_secret
from handbook.people.placing import DAY
from handbook.people.same_person import same_people
from handbook.people.sessions import NOWHERE, Where, end_sessions
from handbook.people.tokens import grouped
from handbook.permissions import Role


@dataclass(frozen=True, slots=True)
class GuestDraft:
    """Who is invited, and from when through when. Without a mail address a slip is printed."""

    name: str
    language: str
    email: str | None
    mobile: str | None
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody just invited. `code` is that of the slip, in groups and shown this once; None where a link is mailed."""

    employee_id: str
    staff_number: str
    name: str
    language: str
    code: str | None
    ends_at: datetime | None


def invite_guest(actor: Actor, draft: GuestDraft, where: Where = NOWHERE) -> Guest:
    """Write somebody from outside down with the role of a guest and hand out a way to choose a password.

    Raises Invalid for facts that cannot be kept, and for who works here already, under whatever record.
    """
    facts = cleaned(Facts(draft.name, "", draft.language, draft.email, draft.mobile, "temporary"))
    person = Employee(id=new_id(), staff_number=_free_number(), name=facts.name, language=facts.language)
    person.email, person.mobile, person.kind = facts.email, facts.mobile, facts.kind
    person.email_set_at, person.email_set_by = clock.now(), actor.employee_id
    session = session_of_transaction()
    session.add(person)
    session.flush()
    _require_outside(person)
    account = Account(id=new_id(), employee_id=person.id, issued_at=clock.now(), issued_by=actor.employee_id)
    session.add(account)
    session.flush()
    days = {"from_on": draft.from_on, "to_on": draft.to_on}
    session.add(RoleGrant(account_id=account.id, role=Role.GUEST.value, granted_by=actor.employee_id, **days))
    session.flush()
    code, ends_at = _hand_out(actor, person.id, account.id, where)
    return Guest(person.id, person.staff_number, person.name, person.language, code, ends_at)


def end_guest(actor: Actor, employee_id: str) -> None:
    """End the role of a guest and every way in, at once (inside a transaction)."""
    session, now = session_of_transaction(), clock.now()
    account_id = session.scalar(select(Account.id).where(Account.employee_id == employee_id))
    if account_id is None:
        return
    lasting = or_(RoleGrant.to_on.is_(None), RoleGrant.to_on >= now.date())
    ended = update(RoleGrant).where(RoleGrant.account_id == account_id, RoleGrant.role == Role.GUEST.value, lasting)
    session.execute(ended.values(to_on=now.date() - DAY, ended_at=now, ended_by=actor.employee_id))
    end_secrets(account_id)
    end_sessions(account_id)


def _hand_out(actor: Actor, employee_id: str, account_id: str, where: Where) -> tuple[str | None, datetime | None]:
    """Let a link be mailed where there is an address, else make a slip; return its code and until when it counts."""
    person = subject(employee_id)
    if person.email:
        note(What.LINK_SENT, person, by_actor(actor), where)
        asked = {"employee_id": employee_id, "made_by": actor.employee_id, "by": actor.name}
        jobs.enqueue(SEND_LINK, f"{account_id}:{new_id()}", asked | {"asked_at": clock.now().isoformat()}, employee_id)
        return None, None
    code, ends_at = make_secret(account_id, SLIP, actor.employee_id)
    note(What.SLIP_PRINTED, person, by_actor(actor), where)
    return grouped(code), ends_at


def _require_outside(person: Employee) -> None:
    """Raise Invalid where address or number are those of somebody who has or had a place of work here."""
    others = same_people([person.id])[person.id] - {person.id}
    placed = select(Placement.id).where(Placement.employee_id.in_(others)).limit(1)
    if others and session_of_transaction().scalar(placed) is not None:
        raise Invalid(
            _("E-mail or mobile number: they belong to somebody who works or worked here. Invite someone else.")
        )


def _free_number() -> str:
    """Return the next staff number of a guest: G-0001 and so on."""
    taken = set(session_of_transaction().scalars(select(Employee.number_key).where(Employee.number_key.like("g-%"))))
    count = len(taken) + 1
    while number_key(f"G-{count:04}") in taken:
        count += 1
    return f"G-{count:04}"
