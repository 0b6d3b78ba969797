"""Reading hearing packs: for those who have a part in the case now, and for nobody else."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, Select, select

from handbook.acknowledgements.notice import end_of
from handbook.complaints.queries import NoticeLine, notice_line
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.jobs import Job
from handbook.corrective_actions.cases.models import Case, CaseOpened
from handbook.corrective_actions.cases.models_hearing import HearingHeld
from handbook.corrective_actions.cases.policy import may_read_case
from handbook.corrective_actions.cases.queries import not_found, parties_of
from handbook.corrective_actions.hearing_pack.models import HearingPack
from handbook.people.models import Employee

PRINT = "hearing pack"


@dataclass(frozen=True, slots=True)
class PackLine:
    """A print of a case. `state` is that of its job: queued, running, done, failed or cancelled."""

    id: str
    asked_by: str
    asked_at: datetime
    printed_at: datetime | None
    sha256: str | None
    pages: int | None
    position: int | None
    state: str


@dataclass(frozen=True, slots=True)
class PackedCase:
    """The case that prints are made of."""

    id: str
    reference: str


def packed_case_for(actor: Actor, case_id: str) -> PackedCase:
    """Return a case to those who have a part in it now; raise NotFound, the same for a foreign and a missing one."""
    case = db.session.get(Case, case_id)
    if case is None or not may_read_case(actor, parties_of(case)):
        raise not_found()
    return PackedCase(case.id, case.reference)


def notice_of_case(case_id: str, language: str, as_of: date | None = None, known_on: date | None = None) -> NoticeLine:
    """Return whether the rule of a case was notified to its person, from the text to the hearing.

    The language of the text is the one that the person read, else `language`. Of the incident's day the very moment
    counts, of another day its end; of what was known on a day only what was recorded by then, also of the hearing.
    """
    case, opened, name = db.session.execute(
        select(Case, CaseOpened, Employee.name)
        .join(CaseOpened, CaseOpened.case_id == Case.id)
        .join(Employee, Employee.id == Case.subject_id)
        .where(Case.id == case_id)
    ).one()
    heard = select(HearingHeld.held_at).where(HearingHeld.case_id == case_id).order_by(HearingHeld.held_at).limit(1)
    if known_on:
        heard = heard.where(HearingHeld.recorded_at <= end_of(known_on, opened.zone))
    line = notice_line(
        case.rule_id,
        case.subject_id,
        name,
        opened.happened_at,
        opened.discovered_at,
        opened.zone,
        language,
        as_of,
        known_on,
        time_known=opened.happened_time_known,
    )
    return line.with_hearing(db.session.scalar(heard))


def packs_of(case: PackedCase) -> list[PackLine]:
    """Return the prints of a case, newest first (one query)."""
    rows = db.session.execute(_packs().where(HearingPack.case_id == case.id).order_by(HearingPack.asked_at.desc()))
    return [_line(row) for row in rows]


def pack_for(actor: Actor, case_id: str, pack_id: str) -> PackLine:
    """Return a finished print to those who have a part in its case now; raise NotFound."""
    case = packed_case_for(actor, case_id)
    row = db.session.execute(_packs().where(HearingPack.id == pack_id, HearingPack.case_id == case.id)).first()
    if row is None or row[0].sha256 is None:
        raise not_found()
    return _line(row)


def find_pack_by_key(idempotency_key: str) -> str | None:
    """Return the print that this form has already asked for, or None."""
    return db.session.scalar(select(HearingPack.id).where(HearingPack.idempotency_key == idempotency_key))


def _packs() -> Select[HearingPack, str, str]:
    return (
        select(HearingPack, Employee.name, Job.state)
        .join(Employee, Employee.id == HearingPack.asked_by)
        .join(Job, (Job.kind == PRINT) & (Job.key == HearingPack.id))
    )


def _line(row: Row[HearingPack, str, str]) -> PackLine:
    pack, name, state = row
    return PackLine(pack.id, name, pack.asked_at, pack.printed_at, pack.sha256, pack.pages, pack.position, state)
