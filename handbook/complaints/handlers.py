"""Who handles a complaint: taking it on, giving it to somebody, and to the outsider."""

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from handbook.complaints import policy
from handbook.complaints.acts import locked, next_version, record
from handbook.complaints.lifecycle import EntryKind
from handbook.complaints.naming import hand_outside
from handbook.complaints.pages import ComplaintPage
from handbook.complaints.policy import Parties, wrote_it
from handbook.complaints.settled import complaint_outsider
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.people.models import Account, Employee, Placement, RoleGrant
from handbook.people.queries import on_day
from handbook.permissions import Role


def take_on(actor: Actor, complaint_id: str, row_version: int) -> None:
    """Become the handler in place of the one before.

    Raises Refused, with words that say why, for whoever may not oversee complaints, wrote it down, or is not the
    outsider whose it is.
    """
    complaint, parties = locked(actor, complaint_id)
    why_not = policy.why_not_take_on(actor, parties)
    if why_not is not None:
        raise Refused(why_not)
    next_version(complaint, row_version)
    complaint.handler_id = actor.employee_id
    record(actor, complaint, EntryKind.TAKEN_ON, person_id=parties.handler_id)


def assign(actor: Actor, complaint_id: str, employee_id: str, row_version: int) -> None:
    """Give a complaint to somebody who may handle it; what is the outsider's, only the outsider gives on.

    Raises Refused for whoever may not, Invalid for somebody who may not handle it.
    """
    complaint, parties = locked(actor, complaint_id)
    if not policy.may_assign(actor, parties):
        raise Refused(_("HR gives a complaint to somebody; what is with the outsider, only the outsider."))
    if employee_id not in able_to_handle(complaint.location_id, parties):
        raise Invalid(_("Who handles it: choose one of the list. The others are concerned, or do not work there."))
    next_version(complaint, row_version)
    complaint.handler_id = employee_id
    record(actor, complaint, EntryKind.ASSIGNED, person_id=employee_id)


def send_outside(actor: Actor, complaint_id: str, row_version: int) -> None:
    """Give a complaint to the outsider, who alone gives it on from then; raise Conflict where the company has none."""
    complaint, parties = locked(actor, complaint_id)
    if not may_send_outside(actor, parties):
        raise Refused(_("HR gives a complaint to somebody; what is with the outsider, only the outsider."))
    outsider = complaint_outsider()
    if outsider is None or outsider in parties.named or wrote_it(outsider, parties):
        raise Conflict(_("The company has named no outsider yet. Name one in the settings of complaints first."))
    next_version(complaint, row_version)
    hand_outside(actor, complaint, outsider)


def may_send_outside(actor: Actor, parties: Parties) -> bool:
    """Tell whether the actor may give it to the outsider: HR, and again where that outsider is none any more."""
    return policy.has_oversight(actor) and policy.sight_of(actor, parties) is not None


def assignable(actor: Actor, page: ComplaintPage) -> dict[str, str]:
    """Return the names, by id, of those to whom the actor may give this complaint; nobody where it is not theirs."""
    if not policy.may_assign(actor, page.parties):
        return {}
    able = able_to_handle(page.location_id, page.parties)
    return {employee_id: name for employee_id, name in able.items() if employee_id != page.parties.handler_id}


def able_to_handle(location_id: str, parties: Parties) -> dict[str, str]:
    """Return the names, by id, of those who could handle a complaint of this location (one query).

    HR wherever they work, supervisors who work there today; nobody named, and nobody of HR who wrote it down.
    """
    today = clock.now().date()
    query = (
        select(Employee.id, Employee.name, RoleGrant.role)
        .join(Account, Account.employee_id == Employee.id)
        .join(RoleGrant, and_(RoleGrant.account_id == Account.id, on_day(RoleGrant, today)))
        .join(Placement, and_(Placement.employee_id == Employee.id, on_day(Placement, today)))
        .where(
            Account.disabled_at.is_(None),
            or_(
                RoleGrant.role == Role.HR.value,
                and_(RoleGrant.role == Role.SUPERVISOR.value, Placement.location_id == location_id),
            ),
        )
        .order_by(Employee.name)
    )
    rows = [row for row in db.session.execute(query) if row.id not in parties.named]
    barred = {row.id for row in rows if row.role == Role.HR.value and wrote_it(row.id, parties)}
    return {row.id: row.name for row in rows if row.id not in barred}
