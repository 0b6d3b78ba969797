"""What other rooms do to people: end somebody's work, place them again, invite and part with guests from outside."""

from datetime import date

from sqlalchemy import delete, or_, select, update

from handbook.core import clock
from handbook.core.transaction import session_of_transaction
from handbook.people.directory.administrators import require_another_administrator
from handbook.people.directory.locking import HELD, not_found
from handbook.people.directory.returning import LastPlacement as LastPlacement
from handbook.people.directory.returning import find_last_placement as find_last_placement
from handbook.people.directory.returning import resume_work as resume_work
from handbook.people.guests import Guest as Guest
from handbook.people.guests import GuestDraft as GuestDraft
from handbook.people.guests import end_guest as end_guest
from handbook.people.guests import invite_guest as invite_guest
from handbook.people.models import Account, Employee, Placement, RoleGrant
from handbook.people.placing import DAY


def end_work(employee_id: str, last_on: date, by_id: str, *, at_once: bool) -> None:
    """End a person's work after a day; `at_once`: what they could do here ends now, but for what who has left may do.

    What is planned for later days goes. The account and its sessions stay: the own file, a reply and an appeal are
    open. Raises NotFound, and Refused where nobody else could administer then.
    """
    session, now = session_of_transaction(), clock.now()
    person = session.get(Employee, employee_id, with_for_update=HELD, populate_existing=True)
    if person is None:
        raise not_found()
    require_another_administrator(employee_id, last_on)
    person.row_version += 1
    mine = Placement.employee_id == employee_id
    session.execute(delete(Placement).where(mine, Placement.from_on > last_on))
    running = update(Placement).where(mine, or_(Placement.to_on.is_(None), Placement.to_on > last_on))
    session.execute(running.values(to_on=last_on, end_recorded_at=now, end_recorded_by=by_id))
    if at_once:
        accounts = select(Account.id).where(Account.employee_id == employee_id)
        lasting = or_(RoleGrant.to_on.is_(None), RoleGrant.to_on >= now.date())
        ended = update(RoleGrant).where(RoleGrant.account_id.in_(accounts), lasting)
        session.execute(ended.values(to_on=now.date() - DAY, ended_at=now, ended_by=by_id))
