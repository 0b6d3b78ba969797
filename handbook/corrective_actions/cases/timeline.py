"""What the work file shows of cases: that one ended with a decision, and to the person what is under way."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Select, and_, false, literal, or_, select, true

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.moments import day_words, moment_words
from handbook.core.timeline import TimelineEntry
from handbook.corrective_actions.cases.lifecycle import CaseState, Closing
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.models_telling import CaseNotice
from handbook.permissions import Permission


def timeline(employee_id: str, actor: Actor) -> Select[datetime, str, str, str]:
    """Return the SELECT of this room's lines of a work file: (at, kind, id, folder).

    A notice stands in the file where the case ended with a decision; until then the person alone reads it. Where
    nothing was found nothing is kept in the file. The investigation never reaches it.
    """
    own = actor.employee_id == employee_id
    may_read = own or actor.may(Permission.WORK_FILE_READ)
    kept = or_(Case.state == CaseState.DECIDED.value, Case.closing == Closing.DECIDED.value)
    under_way = and_(Case.state != CaseState.CLOSED.value, true() if own else false())
    return (
        select(
            CaseNotice.recorded_at.label("at"),
            literal("case_notice").label("kind"),
            CaseNotice.id.label("id"),
            literal("personnel").label("folder"),
        )
        .join(Case, Case.id == CaseNotice.case_id)
        .where(Case.subject_id == employee_id, true() if may_read else false(), or_(kept, under_way))
    )


def notice_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines of these notices (one query)."""
    rows = db.session.scalars(select(CaseNotice).where(CaseNotice.id.in_(ids)))
    return {row.id: _entry(row) for row in rows}


TIMELINE = {"case_notice": notice_entries}


def _entry(row: CaseNotice) -> TimelineEntry:
    until = _("Answer through %(day)s.", day=day_words(row.answer_by)) if row.answer_by else None
    return TimelineEntry(
        state="notice_served",
        title=_("Notice of an allegation, %(reference)s", reference=row.reference),
        at=row.recorded_at,
        when=moment_words(row.recorded_at, row.zone),
        body=until,
        fine=_("An allegation is no finding."),
    )
