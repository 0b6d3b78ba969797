"""What the work file shows of steps: letters with what became of them, statements, receipts, refusals, appeals."""

from datetime import datetime
from typing import Final

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import CompoundSelect, Select, false, literal, select, true, union_all

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.moments import day_words, moment_words
from handbook.core.timeline import TimelineEntry
from handbook.corrective_actions.ladders.ladder import Step, step_title
from handbook.corrective_actions.steps.appeals import Outcome, outcome_words
from handbook.corrective_actions.steps.lifecycle import Standing
from handbook.corrective_actions.steps.models import (
    CorrectiveAction,
    StepReceived,
    StepRefused,
    StepServed,
    StepStatement,
)
from handbook.corrective_actions.steps.models_appeals import AppealDecided, AppealLodged, WorkResumed
from handbook.corrective_actions.steps.pages import LiveStep
from handbook.corrective_actions.steps.standing import Stand, days_of, stand_on
from handbook.permissions import Permission

FileRow = StepServed | StepStatement | StepReceived | StepRefused | AppealLodged | AppealDecided | WorkResumed
_KINDS: Final[dict[str, type[FileRow]]] = {
    "step_served": StepServed,
    "step_statement": StepStatement,
    "step_received": StepReceived,
    "step_refused": StepRefused,
    "step_appeal_lodged": AppealLodged,
    "step_appeal_decided": AppealDecided,
    "step_work_resumed": WorkResumed,
}
_OUTCOMES: Final = {
    Outcome.DISMISSED: "appeal_dismissed",
    Outcome.REDUCED: "reduced",
    Outcome.ALLOWED: "appeal_allowed",
}


def timeline(employee_id: str, actor: Actor) -> CompoundSelect[datetime, str, str, str]:
    """Return the SELECT of this room's lines of a work file: (at, kind, id, folder); for the person and for HR."""
    may_read = actor.employee_id == employee_id or actor.may(Permission.WORK_FILE_READ)
    return union_all(*(_lines(kind, name, employee_id, may_read) for name, kind in _KINDS.items()))


def served_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines of these letters, each with what became of it (one query)."""
    rows = db.session.execute(
        select(StepServed, CorrectiveAction)
        .join(CorrectiveAction, CorrectiveAction.id == StepServed.action_id)
        .where(StepServed.id.in_(ids))
    )
    return {served.id: _served_entry(served, action) for served, action in rows}


def statement_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines of these statements (one query)."""
    rows = db.session.scalars(select(StepStatement).where(StepStatement.id.in_(ids)))
    return {
        row.id: _entry(
            row,
            "statement",
            _("Statement on %(reference)s", reference=row.reference),
            quote=row.words,
            lang=row.language,
            fine=_("Written by %(name)s. It is never changed.", name=row.by_name),
        )
        for row in rows
    }


def received_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines of these receipts (one query)."""
    rows = db.session.scalars(select(StepReceived).where(StepReceived.id.in_(ids)))
    return {
        row.id: _entry(
            row,
            "good",
            _("Receipt of %(reference)s confirmed", reference=row.reference),
            body=_("A receipt, not agreement."),
        )
        for row in rows
    }


def refused_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines of these refused receipts (one query)."""
    rows = db.session.scalars(select(StepRefused).where(StepRefused.id.in_(ids)))
    return {
        row.id: _entry(
            row,
            "refused",
            _("Receipt of %(reference)s not confirmed", reference=row.reference),
            quote=row.words or None,
            lang=row.language,
            fine=_(
                "Before two witnesses, %(first)s and %(second)s. Nothing worse follows from it.",
                first=row.first_name,
                second=row.second_name,
            ),
        )
        for row in rows
    }


def lodged_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines of these appeals (one query)."""
    rows = db.session.scalars(select(AppealLodged).where(AppealLodged.id.in_(ids)))
    return {
        row.id: _entry(
            row,
            "appeal_open",
            _("Appeal against %(reference)s", reference=row.reference),
            quote=row.words,
            lang=row.language,
        )
        for row in rows
    }


def decided_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines of what came of these appeals (one query)."""
    rows = db.session.scalars(select(AppealDecided).where(AppealDecided.id.in_(ids)))
    return {
        row.id: _entry(
            row,
            _OUTCOMES[Outcome(row.outcome)],
            f"{row.reference}: {outcome_words(Outcome(row.outcome))}",
            quote=row.reasons,
            lang=row.written_in,
            fine=_("Heard and decided by %(name)s.", name=row.by_name),
        )
        for row in rows
    }


def resumed_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines that tell of somebody who was placed again (one query)."""
    rows = db.session.scalars(select(WorkResumed).where(WorkResumed.id.in_(ids)))
    return {
        row.id: _entry(
            row,
            "good",
            _("Placed again, %(reference)s", reference=row.reference),
            body=_("From %(day)s on, without a gap.", day=day_words(row.from_on)),
            fine=_("By %(name)s.", name=row.by_name),
        )
        for row in rows
    }


TIMELINE = {
    "step_served": served_entries,
    "step_statement": statement_entries,
    "step_received": received_entries,
    "step_refused": refused_entries,
    "step_appeal_lodged": lodged_entries,
    "step_appeal_decided": decided_entries,
    "step_work_resumed": resumed_entries,
}


def live_steps(employee_id: str) -> list[LiveStep]:
    """Return the steps that count today against a person, each at its own zone, oldest first."""
    query = select(CorrectiveAction).where(
        CorrectiveAction.subject_id == employee_id, CorrectiveAction.served_on.is_not(None)
    )
    served = db.session.scalars(query.order_by(CorrectiveAction.served_on)).all()
    found = [(action, _stand(action)) for action in served]
    return [
        LiveStep(_live_words(action, stand), _url(action.id))
        for action, stand in found
        if stand.standing is Standing.LIVE
    ]


def _live_words(action: CorrectiveAction, stand: Stand) -> str:
    named = {"step": step_title(stand.step), "reference": action.reference}
    if stand.lapses_on is None:
        return _("%(step)s %(reference)s counts without end.", **named)
    return _(
        "%(step)s %(reference)s is live through %(day)s; then it lapses by itself.",
        **named,
        day=day_words(stand.lapses_on),
    )


def _lines(kind: type[FileRow], name: str, employee_id: str, may_read: bool) -> Select[datetime, str, str, str]:
    return select(
        kind.recorded_at.label("at"),
        literal(name).label("kind"),
        kind.id.label("id"),
        literal("personnel").label("folder"),
    ).where(kind.subject_id == employee_id, true() if may_read else false())


def _served_entry(served: StepServed, action: CorrectiveAction) -> TimelineEntry:
    stand = _stand(action)
    return TimelineEntry(
        state=_state(stand),
        title=f"{step_title(Step(action.step))} {action.reference}",
        at=served.recorded_at,
        when=moment_words(served.served_at, served.zone),
        url=_url(action.id),
        body=_stand_words(served, stand),
    )


def _state(stand: Stand) -> str:
    if stand.standing is Standing.OVERTURNED:
        return "overturned"
    if stand.standing is Standing.LAPSED:
        return "lapsed"
    return "reduced" if stand.is_reduced else "live"


def _stand_words(served: StepServed, stand: Stand) -> str:
    if stand.standing is Standing.OVERTURNED:
        return _("Overturned by an appeal. Not counted.")
    if stand.standing is Standing.NOT_SERVED:
        return _("Counts as served on %(day)s.", day=day_words(served.served_on))
    day = day_words(stand.lapses_on) if stand.lapses_on else ""
    if stand.standing is Standing.LAPSED:
        return _("Lapsed after %(day)s. Not counted.", day=day)
    if stand.is_reduced:
        return _("Reduced by an appeal to: %(step)s, live through %(day)s.", step=step_title(stand.step), day=day)
    return _("Live through %(day)s.", day=day) if day else _("Counts without end.")


def _entry(
    row: FileRow,
    state: str,
    title: str,
    *,
    body: str | None = None,
    quote: str | None = None,
    lang: str | None = None,
    fine: str | None = None,
) -> TimelineEntry:
    return TimelineEntry(
        state=state,
        title=title,
        at=row.recorded_at,
        when=moment_words(row.recorded_at, row.zone),
        url=_url(row.action_id),
        body=body,
        quote=quote,
        lang=lang,
        fine=fine,
    )


def _stand(action: CorrectiveAction) -> Stand:
    return stand_on(days_of(action), clock.today(action.zone))


def _url(action_id: str) -> str:
    return url_for("corrective_actions.show_action", action_id=action_id)
