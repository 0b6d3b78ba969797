"""Reviews that come due: whose they are, and the mail that reminds them once for each day of review.

The owner of a rule is named by a job ("head of service"); it is looked after by whoever holds that job today, and where
nobody does, by HR.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select, true

from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.jobs import Job, JobRun
from handbook.core.mail import deliver
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Account, Employee, Placement, RoleGrant
from handbook.permissions import Permission, Role
from handbook.publishing import emails
from handbook.rules.models import Edition, EditionRule

REMIND = "publishing.remind_of_reviews"
BEFORE = timedelta(days=30)


def due(day: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of rules of the newest edition whose review is past or comes within thirty days."""
    newest = select(Edition.id).order_by(Edition.number.desc()).limit(1).scalar_subquery()
    return (EditionRule.edition_id == newest, EditionRule.review_on <= day + BEFORE, EditionRule.change != "removed")


def count_for(actor: Actor, day: date) -> ScalarSelect[int]:
    """Return the count of rules due that the actor looks after on a day at their place, as part of a query."""
    return select(func.count()).select_from(EditionRule).where(*due(day), _concerns(actor, day)).scalar_subquery()


def _concerns(actor: Actor, day: date) -> ColumnElement[bool]:
    """HR looks after all, others after the rules whose owner bears the name of their job."""
    if actor.may(Permission.DRAFT_EDIT):
        return true()
    mine = select(func.lower(Placement.job)).where(Placement.employee_id == actor.employee_id, *_holds(day))
    return func.lower(EditionRule.owner).in_(mine)


def remind() -> None:
    """Ask for a mail to everybody who looks after a rule whose review comes due; each day of review once."""
    today = clock.now().date()
    found = _to_tell(today)
    known = set(db.session.scalars(select(Job.key).where(Job.kind == REMIND))) if found else set()
    end_read()
    new = {key: payload for key, payload in found.items() if key not in known}
    if new:
        with transaction():
            for key, payload in new.items():
                jobs.enqueue(REMIND, key, payload)


@jobs.handler(REMIND)
def tell(job: JobRun) -> dict[str, Any]:
    """Mail one person that rules wait to be looked at again; who has no mail reads it on the start page."""
    query = select(Employee.email, Employee.name, Employee.language).where(Employee.id == job.payload["employee_id"])
    email, name, language = db.session.execute(query).one()
    end_read()
    if email:
        due_on = date.fromisoformat(job.payload["review_on"])
        deliver(emails.review_due(email, name, language, int(job.payload["rules"]), due_on))
    return {"mailed": bool(email)}


def _to_tell(today: date) -> dict[str, dict[str, Any]]:
    """Return by key whom to tell, of which day of review, and how many rules it concerns."""
    count = func.count().label("rules")
    query = select(EditionRule.owner, EditionRule.review_on, count).where(*due(today))
    rows = db.session.execute(query.group_by(EditionRule.owner, EditionRule.review_on)).all()
    if not rows:
        return {}
    holders, hr = _holders({row.owner.lower() for row in rows}, today), _hr(today)
    told: dict[tuple[str, date], int] = defaultdict(int)
    for row in rows:
        for employee_id in holders.get(row.owner.lower()) or hr:
            told[employee_id, row.review_on] += row.rules
    return {
        f"{employee_id}:{day.isoformat()}": {"employee_id": employee_id, "review_on": day.isoformat(), "rules": rules}
        for (employee_id, day), rules in told.items()
    }


def _holders(jobs_named: set[str], day: date) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    job = func.lower(Placement.job)
    for name, employee_id in db.session.execute(
        select(job, Placement.employee_id).where(job.in_(jobs_named), *_holds(day))
    ):
        found[name].add(employee_id)
    return found


def _hr(day: date) -> set[str]:
    holds = (RoleGrant.from_on <= day, or_(RoleGrant.to_on.is_(None), RoleGrant.to_on >= day))
    query = select(Account.employee_id).join(RoleGrant, RoleGrant.account_id == Account.id)
    return set(db.session.scalars(query.where(RoleGrant.role == Role.HR, *holds, Account.disabled_at.is_(None))))


def _holds(day: date) -> tuple[ColumnElement[bool], ...]:
    return (Placement.from_on <= day, or_(Placement.to_on.is_(None), Placement.to_on >= day))
