"""What the work file shows of steps: letters with the day they lapse, the employee's statements, receipts."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import CompoundSelect, Select, false, literal, select, true, union_all

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.moments import day_words, moment_words
from handbook.core.timeline import TimelineEntry
from handbook.corrective_actions.ladder import Step, step_title
from handbook.corrective_actions.lifecycle import Standing, standing
from handbook.corrective_actions.models import CorrectiveAction, StepReceived, StepServed, StepStatement
from handbook.corrective_actions.pages import LiveStep
from handbook.permissions import Permission


def timeline(employee_id: str, actor: Actor) -> CompoundSelect[datetime, str, str, str]:
    """Return the SELECT of this room's lines of a work file: (at, kind, id, folder); for the person and for HR."""
    may_read = actor.employee_id == employee_id or actor.may(Permission.WORK_FILE_READ)
    return union_all(*(_lines(kind, name, employee_id, may_read) for name, kind in _KINDS.items()))


def served_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines of these letters, each with the day on which it lapses (one query)."""
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
        row.id: TimelineEntry(
            state="statement",
            title=_("Statement on %(reference)s", reference=row.reference),
            at=row.recorded_at,
            when=moment_words(row.recorded_at, row.zone),
            url=_url(row.action_id),
            quote=row.words,
            fine=_("Written by %(name)s. It is never changed.", name=row.by_name),
        )
        for row in rows
    }


def received_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines of these receipts (one query)."""
    rows = db.session.scalars(select(StepReceived).where(StepReceived.id.in_(ids)))
    return {
        row.id: TimelineEntry(
            state="good",
            title=_("Receipt of %(reference)s confirmed", reference=row.reference),
            at=row.recorded_at,
            when=moment_words(row.recorded_at, row.zone),
            url=_url(row.action_id),
            body=_("A receipt, not agreement."),
        )
        for row in rows
    }


TIMELINE = {
    "step_served": served_entries,
    "step_statement": statement_entries,
    "step_received": received_entries,
}


def live_steps(employee_id: str) -> list[LiveStep]:
    """Return the steps that count today against a person, each at its own zone, oldest first."""
    query = select(CorrectiveAction).where(
        CorrectiveAction.subject_id == employee_id, CorrectiveAction.served_on.is_not(None)
    )
    served = db.session.scalars(query.order_by(CorrectiveAction.served_on)).all()
    return [
        LiveStep(
            _(
                "%(step)s %(reference)s is live through %(day)s; then it lapses by itself.",
                step=step_title(Step(action.step)),
                reference=action.reference,
                day=day_words(action.lapses_on),
            ),
            _url(action.id),
        )
        for action in served
        if action.lapses_on and _standing(action) is Standing.LIVE
    ]


_KINDS: dict[str, type[StepServed] | type[StepStatement] | type[StepReceived]] = {
    "step_served": StepServed,
    "step_statement": StepStatement,
    "step_received": StepReceived,
}


def _lines(
    kind: type[StepServed] | type[StepStatement] | type[StepReceived], name: str, employee_id: str, may_read: bool
) -> Select[datetime, str, str, str]:
    return select(
        kind.recorded_at.label("at"),
        literal(name).label("kind"),
        kind.id.label("id"),
        literal("personnel").label("folder"),
    ).where(kind.subject_id == employee_id, true() if may_read else false())


def _served_entry(served: StepServed, action: CorrectiveAction) -> TimelineEntry:
    day = day_words(served.lapses_on)
    live = _standing(action) is not Standing.LAPSED
    return TimelineEntry(
        state="live" if live else "lapsed",
        title=f"{step_title(Step(action.step))} {action.reference}",
        at=served.recorded_at,
        when=moment_words(served.served_at, served.zone),
        url=_url(action.id),
        body=_("Live through %(day)s.", day=day) if live else _("Lapsed after %(day)s. Not counted.", day=day),
    )


def _standing(action: CorrectiveAction) -> Standing:
    return standing(action.served_on, action.lapses_on, clock.today(action.zone))


def _url(action_id: str) -> str:
    return url_for("corrective_actions.show_action", action_id=action_id)
