"""The reminder to those who owe colleagues an answer, about incidents and about what is spoken up on: once a day.

An incident asks for an answer on its own day. What somebody speaks up about is told on the day on which it came, on the
day before the answer is due, and from then on each day.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from handbook.complaints.queries import complaint_outsider
from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.jobs import Job, JobRun
from handbook.core.mail import deliver
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Account, Employee, RoleGrant
from handbook.people.queries import on_day, same_people
from handbook.permissions import Permission, Role
from handbook.voices import emails
from handbook.voices.incidents.queries import own_people, waiting_incidents
from handbook.voices.models import SpeakUp
from handbook.voices.policy import may_answer_for
from handbook.voices.speaking.policy import Parties, may_read
from handbook.voices.speaking.queries import parties_of, waiting_speak_ups

REMIND = "voices.remind_of_answers"
KINDS = (REMIND,)
KEPT = timedelta(days=90)
BEFORE = timedelta(days=1)


def remind_of_answers() -> None:
    """Ask for a mail to each person who owes a colleague an answer; each person and day once."""
    found = _to_remind()
    known = set(db.session.scalars(select(Job.key).where(Job.kind == REMIND, Job.key.in_(found)))) if found else set()
    end_read()
    new = {key: employee_id for key, employee_id in found.items() if key not in known}
    if new:
        with transaction():
            for key, employee_id in new.items():
                jobs.enqueue(REMIND, key, {"employee_id": employee_id})


@jobs.handler(REMIND, kept_for=KEPT)
def mail_reminder(job: JobRun) -> dict[str, Any]:
    """Mail one person; who has no address reads it on the start page."""
    query = select(Employee.email, Employee.name, Employee.language)
    email, name, language = db.session.execute(query.where(Employee.id == job.payload["employee_id"])).one()
    end_read()
    if email:
        deliver(emails.answer_awaited(email, name, language))
    return {"mailed": bool(email)}


def _to_remind() -> dict[str, str]:
    """Return whom to remind, by person and day where the matter belongs."""
    incidents = waiting_incidents()
    speak_ups = [(row.zone, parties_of(row)) for row in waiting_speak_ups() if _is_pressing(row)]
    if not incidents and not speak_ups:
        return {}
    found, outsider, actors = {}, complaint_outsider(), _who_may_answer()
    records = same_people(actor.employee_id for actor in actors)
    for actor in actors:
        mine = records[actor.employee_id]
        zones = {*_zones_of_incidents(actor, incidents, mine), *_zones_of_speak_ups(actor, speak_ups, outsider, mine)}
        if zones:
            day = max(clock.today(zone) for zone in zones)
            found[f"{actor.employee_id}:{day.isoformat()}"] = actor.employee_id
    return found


def _zones_of_incidents(actor: Actor, incidents: list[tuple[str, str]], records: frozenset[str]) -> Iterator[str]:
    people = own_people(actor) if incidents else ()
    return (zone for employee_id, zone in incidents if may_answer_for(actor, employee_id, people, records))


def _zones_of_speak_ups(
    actor: Actor, speak_ups: list[tuple[str, Parties]], outsider: str | None, records: frozenset[str]
) -> Iterator[str]:
    return (zone for zone, parties in speak_ups if may_read(actor, parties, outsider, records))


def _is_pressing(row: SpeakUp) -> bool:
    today = clock.today(row.zone)
    return row.filed_on == today or row.due_on - BEFORE <= today


def _who_may_answer() -> list[Actor]:
    """Return everybody whose roles let them answer today, as themselves (one query)."""
    query = (
        select(Account.id, Account.employee_id, Employee.name, RoleGrant.role)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .join(Employee, Employee.id == Account.employee_id)
        .where(Account.disabled_at.is_(None), on_day(RoleGrant, clock.now().date()))
    )
    roles: dict[tuple[str, str, str], set[Role]] = defaultdict(set)
    for account_id, employee_id, name, role in db.session.execute(query):
        roles[account_id, employee_id, name].add(Role(role))
    actors = [Actor(*who, frozenset(held), via="reminder") for who, held in roles.items()]
    return [one for one in actors if one.may(Permission.INCIDENT_ANSWER) or one.may(Permission.SPEAK_UP_READ)]
