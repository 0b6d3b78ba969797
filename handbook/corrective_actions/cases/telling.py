"""The verbs by which the person is told: the notice of the allegation, and opening it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.company.calendars import add_working_days
from handbook.complaints.models import Complaint
from handbook.complaints.queries import rule_titles
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.acts import by_columns, proof_columns, require_proven
from handbook.corrective_actions.cases import policy
from handbook.corrective_actions.cases.changing import next_version, of_case, own, take_on, worked_on
from handbook.corrective_actions.cases.folder import release_all
from handbook.corrective_actions.cases.folder_kinds import AnswerKind
from handbook.corrective_actions.cases.lifecycle import CaseMove
from handbook.corrective_actions.cases.models import Case, CaseOpened
from handbook.corrective_actions.cases.models_telling import CaseAnswer, CaseNotice
from handbook.corrective_actions.cases.seal_jobs import enqueue
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.ladders.ladder import Ladder
from handbook.corrective_actions.ladders.queries import ladder_on
from handbook.documents.letters import language_of_letter
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.people.queries import find_placed_today
from handbook.people.sign_in import Proof

IN_PERSON, POST, PORTAL = "in person", "post", "portal"
MANNERS = (IN_PERSON, POST, PORTAL)


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """What a form hands over to tell the person. `released`: what of the folder goes with it."""

    allegation: str
    consequences: str
    manner: str
    released: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the person of a case works: whose calendar and clock count for every date that is promised."""

    location_id: str
    zone: str
    today: date


def whereabouts(case: Case) -> Whereabouts:
    """Return where the person of a case works today; of somebody who has left, where it happened."""
    placed = find_placed_today(case.subject_id)
    if placed is not None:
        return Whereabouts(placed.location_id, placed.zone, clock.today(placed.zone))
    complaint = db.session.get_one(Complaint, case.complaint_id)
    return Whereabouts(complaint.location_id, complaint.zone, clock.today(complaint.zone))


def give_notice(actor: Actor, proof: Proof, case_id: str, draft: NoticeDraft, row_version: int) -> None:
    """Tell the person in writing what is alleged; from this moment on they see the disclosure.

    The days for an answer run from the day of service: at once in person, after the ladder's days by post, and laid
    open in the own file from the day on which the person opens it. Its sealing follows.
    Raises Refused for whoever does not look into the case, Conflict where nobody has begun to or the version is stale.
    """
    require_proven(actor, proof)
    case, parties = worked_on(actor, case_id)
    if not policy.may_investigate(actor, parties):
        raise Refused(_("Only the person who looks into this case tells the person."))
    if draft.manner not in MANNERS:
        raise Invalid(_("How it is served: choose one."))
    next_version(case, row_version)
    take_on(case, CaseMove.NOTIFY)
    case.told_at = case.told_at or clock.now()
    release_all(actor, case, draft.released)
    notice = _notice(actor, proof, case, draft)
    record_evidence(notice)
    enqueue(actor, case.id, notice.id)


def open_notice(actor: Actor, case_id: str, idempotency_key: str) -> None:
    """Note that the person opened the notice that was laid open for them: from today the days for an answer run."""
    case = own(actor, case_id)
    story, where = story_of(case_id), whereabouts(case)
    if story.notice is None or story.is_served:
        return
    record_evidence(
        CaseAnswer(
            kind=AnswerKind.OPENED.value,
            words="",
            language=story.notice.language,
            idempotency_key=idempotency_key,
            zone=where.zone,
            until_on=add_working_days(where.location_id, where.today, story.notice.answer_days),
            **of_case(case),
            **by_columns(actor),
        )
    )


def served_on(manner: str, where: Whereabouts, ladder: Ladder) -> date | None:
    """Return the day on which a paper given today counts as served; None where the person has yet to open it."""
    if manner == POST:
        return add_working_days(where.location_id, where.today, ladder.post_days)
    return where.today if manner == IN_PERSON else None


def language_of(subject_id: str, name: str) -> str:
    """Return the language in which this letter reaches a person."""
    subject = session_of_transaction().get_one(Employee, subject_id)
    return language_of_letter(subject.language, name)


def _notice(actor: Actor, proof: Proof, case: Case, draft: NoticeDraft) -> CaseNotice:
    where = whereabouts(case)
    ladder = ladder_on(where.today, where.location_id)
    opened = session_of_transaction().scalars(select(CaseOpened).where(CaseOpened.case_id == case.id)).one()
    served, language = served_on(draft.manner, where, ladder), language_of(case.subject_id, "case-notice")
    return CaseNotice(
        subject_id=case.subject_id,
        subject_name=opened.subject_name,
        allegation=draft.allegation,
        rule_title=rule_titles(language).get(case.rule_id, case.rule_id),
        consequences=draft.consequences,
        place=", ".join(part for part in (opened.location, opened.place) if part),
        happened_at=opened.happened_at,
        happened_time_known=opened.happened_time_known,
        happened_zone=opened.zone,
        zone=where.zone,
        manner=draft.manner,
        language=language,
        location_id=where.location_id,
        answer_days=ladder.reply_days,
        given_on=where.today,
        served_on=served,
        answer_by=add_working_days(where.location_id, served, ladder.reply_days) if served else None,
        **of_case(case),
        **proof_columns(actor, proof),
    )
