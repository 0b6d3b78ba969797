"""The verbs of the person: answer, name a companion, ask for an interpreter or another time, confirm the notes."""

from datetime import date, datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from handbook.company.calendars import add_working_days
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid
from handbook.core.moments import locale_of
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.acts import by_columns
from handbook.corrective_actions.cases.changing import of_case, own, take_on
from handbook.corrective_actions.cases.folder_kinds import AnswerKind
from handbook.corrective_actions.cases.lifecycle import BEFORE_HEARING, CaseMove, CaseState
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.models_hearing import HearingSet
from handbook.corrective_actions.cases.models_telling import CaseAnswer
from handbook.corrective_actions.cases.seal_jobs import enqueue
from handbook.corrective_actions.cases.story import CaseStory, story_of
from handbook.corrective_actions.cases.telling import whereabouts
from handbook.ledger.appending import record_evidence

# Source: Employment Relations Act 1999 s.10: where the companion cannot come, another time within five working days.
COMPANION_DAYS = 5
# What the person says by a form of words; the rest has verbs of its own.
SAYABLE = frozenset({AnswerKind.ANSWER, AnswerKind.COMPANION, AnswerKind.INTERPRETER, AnswerKind.NOTES_ADDED})
_FOR_HEARING = frozenset({AnswerKind.COMPANION, AnswerKind.INTERPRETER})


def say(actor: Actor, case_id: str, kind: AnswerKind, words: str, language: str, idempotency_key: str) -> None:
    """Keep what the person says: an answer, the name of a companion, a language, words about the notes. Twice is once.

    Raises NotFound for everybody else and before the notice is opened, Conflict once the case is closed, and for what
    comes too late for the hearing.
    """
    if kind not in SAYABLE:
        raise ValueError(f"{kind} has a verb of its own")
    case, story = _open(actor, case_id)
    if any(row.idempotency_key == idempotency_key for row in story.answers):
        return
    if kind is AnswerKind.NOTES_ADDED and not story.hearings:
        raise Conflict(_("There are no notes of a hearing yet."))
    if kind in _FOR_HEARING and CaseState(case.state) not in BEFORE_HEARING:
        raise Conflict(_("You have been heard already. Nobody can be asked to come along any more."))
    if kind is AnswerKind.ANSWER and not takes_answer(CaseState(case.state), story):
        raise Conflict(_("The days for a written answer are over. Add your words to the notes, or to the letter."))
    _keep(actor, case, kind, words, language, idempotency_key)


def takes_answer(state: CaseState, story: CaseStory) -> bool:
    """Tell whether a written answer is still taken: until the person is heard, and through the day promised to them.

    Afterwards their words go to the notes of the hearing, or to the letter.
    """
    if state is CaseState.CLOSED or story.notice is None or not story.is_served:
        return False
    return state in BEFORE_HEARING or is_awaited(story)


def is_awaited(story: CaseStory) -> bool:
    """Tell whether the day through which the person may answer is still to come."""
    today = clock.today(story.notice.zone) if story.notice else None
    return today is not None and story.answer_by is not None and today <= story.answer_by


def confirm_notes(actor: Actor, case_id: str, idempotency_key: str) -> None:
    """Confirm that the notes of the hearing say what was said; it is no agreement with the allegation."""
    case, story = _open(actor, case_id)
    if not story.hearings:
        raise Conflict(_("There are no notes of a hearing yet."))
    _keep(actor, case, AnswerKind.NOTES_CONFIRMED, "", story.hearings[-1].language, idempotency_key)


def ask_for_another_time(
    actor: Actor, case_id: str, words: str, wanted: datetime | None, language: str, idempotency_key: str
) -> bool:
    """Ask once for another time of the hearing; return whether it was granted at once.

    `wanted`: given where the companion cannot come. Within five working days it is granted at once, else Invalid.
    Raises Conflict where no hearing is arranged or another time was asked for before.
    """
    case, story = _open(actor, case_id)
    hearing = story.hearing
    if CaseState(case.state) is not CaseState.SCHEDULED or hearing is None or hearing.starts_at is None:
        raise Conflict(_("No hearing is arranged, so there is nothing to move."))
    if story.said(AnswerKind.POSTPONE):
        raise Conflict(_("You have asked for another time already. Speak with the person who hears you."))
    if wanted is None:
        _keep(actor, case, AnswerKind.POSTPONE, words, language, idempotency_key)
        return False
    last = add_working_days(whereabouts(case).location_id, _day(hearing.starts_at, hearing.zone), COMPANION_DAYS)
    if wanted <= clock.now() or _day(wanted, hearing.zone) > last:
        raise Invalid(_("Other time: choose one within five working days after the day that was set."))
    _keep(actor, case, AnswerKind.POSTPONE, words, language, idempotency_key)
    take_on(case, CaseMove.POSTPONE)
    moved = HearingSet(
        is_postponed=True,
        starts_at=wanted,
        zone=hearing.zone,
        place=hearing.place,
        present=hearing.present,
        reasons=_moved_words(hearing.language),
        language=hearing.language,
        **of_case(case),
        **by_columns(actor),
    )
    record_evidence(moved)
    enqueue(actor, case.id, moved.id)
    return True


def _open(actor: Actor, case_id: str) -> tuple[Case, CaseStory]:
    """Return the person's own case, once they have the notice and until it is closed."""
    case = own(actor, case_id)
    story = story_of(case_id)
    if not story.is_served:
        raise Conflict(_("Open the letter first."))
    if CaseState(case.state) is CaseState.CLOSED:
        raise Conflict(_("The case is closed."))
    return case, story


def _keep(actor: Actor, case: Case, kind: AnswerKind, words: str, language: str, idempotency_key: str) -> None:
    same = select(CaseAnswer.id).where(CaseAnswer.idempotency_key == idempotency_key)
    if session_of_transaction().scalar(same) is not None:
        return
    case.row_version += 1
    record_evidence(
        CaseAnswer(
            kind=kind.value,
            words=words,
            language=language,
            idempotency_key=idempotency_key,
            zone=whereabouts(case).zone,
            until_on=None,
            **of_case(case),
            **by_columns(actor),
        )
    )


def _moved_words(language: str) -> str:
    """Say in the language of the letter by which rule the hearing was moved."""
    with force_locale(locale_of(language)):
        return _("Moved at your wish: your companion could not come at the time that was set.")


def _day(moment: datetime, zone: str) -> date:
    return clock.local(moment, zone).date()
