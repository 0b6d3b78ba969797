"""What the program knows by itself about the tests and bars: a suggestion that the decider confirms or changes."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.complaints.queries import NoticeLine
from handbook.core.db import db
from handbook.core.moments import moment_words
from handbook.corrective_actions.cases.causes import Bar, BarAnswer, Cause, CauseAnswer, Verdict
from handbook.corrective_actions.cases.story import CaseStory
from handbook.people.models import Absence
from handbook.voices.queries import spoke_up_within


def known_causes(line: NoticeLine, story: CaseStory) -> list[CauseAnswer]:
    """Return what is known of the seven tests: whether the rule was notified before, and that it was looked into."""
    notice = line.notice
    if notice.is_notified and notice.notified_at:
        when = moment_words(notice.notified_at, line.zone)
        shown = _("The text in force was notified on %(moment)s.", moment=when)
        told = CauseAnswer(Cause.NOTICE, Verdict.YES, "", shown)
    else:
        told = CauseAnswer(Cause.NOTICE, Verdict.NO, _("The rule was not notified on that day."), "")
    if not story.notes:
        return [told]
    titles = "; ".join(note.title for note in story.notes)
    return [told, CauseAnswer(Cause.INVESTIGATED, Verdict.YES, "", titles)]


def known_bars(subject_id: str, today: date) -> list[BarAnswer]:
    """Return what is known of what may bar a step: leave today, and an own complaint within 90 days.

    Why somebody is on leave, and what they said, is nobody's business here.
    """
    found = []
    if _is_on_leave(subject_id, today):
        found.append(BarAnswer(Bar.SICK_LEAVE, True, _("The person is on leave today. Find out whether they are ill.")))
    if spoke_up_within(subject_id, today):
        words = _("Within 90 days the person complained, reported something or spoke up by name.")
        found.append(BarAnswer(Bar.SPOKE_UP, True, words))
    return found


def _is_on_leave(subject_id: str, today: date) -> bool:
    covers = (Absence.from_on <= today, Absence.to_on >= today)
    absent = select(Absence.id).where(Absence.employee_id == subject_id, *covers)
    return db.session.scalar(absent.limit(1)) is not None
