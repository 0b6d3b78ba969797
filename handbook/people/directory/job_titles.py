"""Jobs and the profile in which people newly placed in them read: list, add, change."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import session_of_transaction
from handbook.people.facts import LONGEST_NAME, PROFILES
from handbook.people.folding import clean_name, folded
from handbook.people.models import JobTitle, Placement
from handbook.people.queries import on_day


@dataclass(frozen=True, slots=True)
class ListedJob:
    """A job with the people who do it on a day; `id` is None where only placements name it."""

    id: str | None
    title: str
    profile: str
    people: int
    next_profile: str | None = None
    next_from: date | None = None


def jobs(day: date) -> list[ListedJob]:
    """Return every job of the list, and those that somebody does on the day without their being on it (two queries)."""
    count = select(Placement.job, func.count()).where(on_day(Placement, day)).group_by(Placement.job)
    people: dict[str, int] = dict(db.session.execute(count).all())
    listed = [_listed(job, people.pop(job.title, 0), day) for job in db.session.scalars(select(JobTitle))]
    unlisted = [ListedJob(None, title, "", number) for title, number in people.items()]
    return sorted(listed + unlisted, key=lambda job: (folded(job.title), job.title))


def job(job_id: str) -> JobTitle:
    """Return a job of the list; raise NotFound."""
    found = db.session.get(JobTitle, job_id)
    if found is None:
        raise NotFound(_("There is no such job."))
    return found


def profile_on(job: JobTitle, day: date) -> str:
    """Return the profile of people who are newly placed in this job on a day."""
    if job.profile_from is not None and day < job.profile_from:
        return job.profile_before or job.profile
    return job.profile


def settle(title: str, profile: str, day: date) -> tuple[str, str]:
    """Return job and profile of a new placement (inside a transaction).

    A title that the list has, also in other letters, is taken as it stands there; a new one is put on the list. An
    empty profile means that of the job. Raises Invalid.
    """
    known = _find(title)
    if known is None:
        add_job(title, profile or "everyone")
        return clean_name(title), profile or "everyone"
    return known.title, profile or profile_on(known, day)


def add_job(title: str, profile: str) -> str:
    """Put a job on the list and return its id; raise Invalid where it stands there already."""
    session, kept = session_of_transaction(), _checked(title, profile)
    if _find(kept) is not None:
        raise _taken(kept)
    row = JobTitle(id=new_id(), title=kept, profile=profile)
    session.add(row)
    _flush(kept)
    return row.id


def change_job(job_id: str, title: str, profile: str, from_on: date, row_version: int) -> None:
    """Change title and profile of a job; another profile is the default of placements from `from_on`.

    Placements that exist keep what they say. Raises NotFound, Invalid, and Conflict for a stale form.
    """
    session, kept = session_of_transaction(), _checked(title, profile)
    row = session.get(JobTitle, job_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(_("There is no such job."))
    if row.row_version != row_version:
        raise Conflict(_("Somebody else has changed this job meanwhile."))
    other = _find(kept)
    if other is not None and other.id != job_id:
        raise _taken(kept)
    if profile != row.profile:
        row.profile_before = profile_on(row, from_on - timedelta(days=1))
        row.profile, row.profile_from = profile, from_on
    row.title, row.row_version = kept, row.row_version + 1
    _flush(kept)


def _find(title: str) -> JobTitle | None:
    """Return the job of this title, whatever its case and diacritics; an exact match goes first."""
    wanted = folded(title)
    alike = [row for row in db.session.scalars(select(JobTitle)) if folded(row.title) == wanted]
    return next((row for row in alike if row.title == clean_name(title)), alike[0] if alike else None)


def _listed(row: JobTitle, people: int, day: date) -> ListedJob:
    now = profile_on(row, day)
    to_come = row.profile_from is not None and row.profile_from > day
    return ListedJob(
        row.id, row.title, now, people, row.profile if to_come else None, row.profile_from if to_come else None
    )


def _checked(title: str, profile: str) -> str:
    kept = clean_name(title)
    if not kept or len(kept) > LONGEST_NAME:
        raise Invalid(_("Job: give its title, %(most)s letters at most.", most=LONGEST_NAME))
    if profile not in PROFILES:
        raise Invalid(_("Profile: choose one of the list."))
    return kept


def _taken(title: str) -> Invalid:
    return Invalid(_("Job: “%(title)s” is on the list already.", title=title))


def _flush(title: str) -> None:
    """Write; whoever was faster with the same title wins."""
    try:
        session_of_transaction().flush()
    except IntegrityError:
        raise _taken(title) from None
