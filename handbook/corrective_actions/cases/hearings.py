"""The verbs of the hearing: arrange it, move it or keep it where it is, write down what was put and answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from handbook.company.calendars import add_working_days
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.moments import day_words
from handbook.corrective_actions.acts import by_columns
from handbook.corrective_actions.cases import policy
from handbook.corrective_actions.cases.changing import next_version, of_case, take_on, worked_on
from handbook.corrective_actions.cases.lifecycle import CaseMove, CaseState
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.models_hearing import HearingHeld, HearingSet
from handbook.corrective_actions.cases.seal_jobs import enqueue
from handbook.corrective_actions.cases.story import CaseStory, story_of
from handbook.corrective_actions.cases.telling import Whereabouts, language_of, whereabouts
from handbook.corrective_actions.ladders.queries import ladder_on
from handbook.ledger.appending import record_evidence


@dataclass(frozen=True, slots=True)
class HearingDraft:
    """What a form hands over to arrange a hearing, or to move it (then with reasons)."""

    starts_at: datetime
    place: str
    present: str
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class HeldDraft:
    """What a form hands over about a hearing. `came`: whether the person was there; else nothing was answered.

    `sooner`: how the person agreed to be heard before the time that was set.
    """

    held_at: datetime
    came: bool
    present: str
    put: str
    answered: str
    witnesses: str
    language: str
    sooner: str = ""


def arrange(actor: Actor, case_id: str, draft: HearingDraft, row_version: int) -> None:
    """Arrange the hearing, or move one that is arranged and say why; a letter follows.

    Raises Invalid for a time that is past or leaves fewer working days than the ladder gives to prepare, and for one
    that is moved without a reason; Conflict where the person does not have the notice yet.
    """
    case = _arranged_by(actor, case_id)
    next_version(case, row_version)
    story, where = story_of(case_id), whereabouts(case)
    is_postponed = CaseState(case.state) is CaseState.SCHEDULED
    take_on(case, CaseMove.POSTPONE if is_postponed else CaseMove.SCHEDULE)
    if not story.is_served:
        raise Conflict(_("The person has not opened the notice yet. Hand it over, or send it by post."))
    require_soon(draft.starts_at)
    before = story.hearing.starts_at if story.hearing else None
    if before is None or draft.starts_at < before:
        _check_time(draft.starts_at, where, story)
    elif draft.starts_at <= clock.now():
        raise Invalid(_("Time: it is past."))
    elif not draft.reasons:
        raise Invalid(_("Reasons: say why the hearing is moved."))
    row = _set(actor, case, draft, where, is_postponed=is_postponed)
    record_evidence(row)
    enqueue(actor, case.id, row.id)


def keep_time(actor: Actor, case_id: str, reasons: str, row_version: int) -> None:
    """Do not grant the wish for another time, and say why. Raises Conflict where nobody wishes for one."""
    case, parties = worked_on(actor, case_id)
    if not policy.may_hear(actor, parties):
        raise Refused(_("Only the decider of this case answers the wish for another time."))
    next_version(case, row_version)
    hearing, wish = story_of(case_id).hearing, story_of(case_id).wish
    if hearing is None or wish is None:
        raise Conflict(_("Nobody waits for an answer about the time."))
    kept = HearingDraft(clock.now(), hearing.place, hearing.present, reasons)
    row = _set(actor, case, kept, whereabouts(case), is_postponed=False)
    row.starts_at = None
    record_evidence(row)


def record_hearing(actor: Actor, case_id: str, draft: HeldDraft, row_version: int) -> None:
    """Write down what was put to the person and what they answered; the person may confirm it or add words.

    Raises Invalid for a time still to come, for one before it was arranged, and for an absence before the time that was
    set; Conflict while a wish for another time is open.
    """
    case, parties = worked_on(actor, case_id)
    if not policy.may_hear(actor, parties):
        raise Refused(_("Only the decider of this case hears the person."))
    next_version(case, row_version)
    take_on(case, CaseMove.HEAR)
    story = story_of(case_id)
    if story.wish is not None:
        raise Conflict(_("The person asked for another time. Answer that first."))
    _check_held(draft, story)
    record_evidence(
        HearingHeld(
            held_at=draft.held_at,
            zone=whereabouts(case).zone,
            came=draft.came,
            present=draft.present,
            put=draft.put,
            answered=draft.answered,
            sooner=draft.sooner,
            witnesses=draft.witnesses,
            language=draft.language,
            **of_case(case),
            **by_columns(actor),
        )
    )


def _arranged_by(actor: Actor, case_id: str) -> Case:
    case, parties = worked_on(actor, case_id)
    if not policy.may_arrange(actor, parties):
        raise Refused(_("Only who looks into this case or decides it arranges the hearing."))
    return case


def require_soon(starts_at: datetime) -> None:
    """Raise Invalid for a hearing that is more than a year away: a year that was mistyped, or justice put off."""
    if starts_at > clock.now() + timedelta(days=366):
        raise Invalid(_("Day: it is more than a year away. Look at the year."))


def _check_time(starts_at: datetime, where: Whereabouts, story: CaseStory) -> None:
    """Raise Invalid where the person would have less time to prepare than the ladder gives, from the notice on."""
    days = ladder_on(where.today, where.location_id).notice_days
    has_it = story.notice.served_on if story.notice else None
    first = add_working_days(where.location_id, max(where.today, has_it or where.today), days)
    if clock.local(starts_at, where.zone).date() < first:
        raise Invalid(_("Day: the person needs time to prepare. Choose %(day)s or later.", day=day_words(first)))


def _check_held(draft: HeldDraft, story: CaseStory) -> None:
    """Raise Invalid for a time to come, for one before it was arranged, and for one before the time that was set.

    Before that time nobody is absent, and whoever is heard has agreed to it.
    """
    due = story.hearing.starts_at if story.hearing else None
    arranged = min((row.recorded_at for row in story.settings), default=None)
    if draft.held_at > clock.now():
        raise Invalid(_("When it was: this day and time are still to come."))
    if arranged is not None and draft.held_at < arranged.replace(second=0, microsecond=0):
        raise Invalid(_("When it was: the hearing was arranged later than that. Look at the day and the time."))
    if due is not None and draft.held_at >= due:
        return
    if not draft.came:
        raise Invalid(_("Nobody is absent before the time that was set."))
    if not draft.sooner:
        raise Invalid(_("Heard earlier than arranged: write down how the person agreed to it."))


def _set(actor: Actor, case: Case, draft: HearingDraft, where: Whereabouts, *, is_postponed: bool) -> HearingSet:
    name = "case-postponement" if is_postponed else "case-invitation"
    return HearingSet(
        is_postponed=is_postponed,
        starts_at=draft.starts_at,
        zone=where.zone,
        place=draft.place,
        present=draft.present,
        reasons=draft.reasons,
        language=language_of(case.subject_id, name),
        **of_case(case),
        **by_columns(actor),
    )
