"""What a person can still do about a letter, and until when."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.moments import day_words
from handbook.corrective_actions.ladders.ladder import Step, step_words
from handbook.corrective_actions.steps.models import CorrectiveAction, StepServed
from handbook.corrective_actions.steps.models_appeals import Appeal
from handbook.people.queries import days_at


@dataclass(frozen=True, slots=True)
class Window:
    """One thing that a person can do through a day at the place of the letter."""

    sentence: str
    url: str
    until: date


def open_windows(employee_id: str) -> list[Window]:
    """Return what a person can do about their letters, what ends first in front (one query).

    A statement can be written at any later time as well; through its day the company waits for it.
    """
    query = (
        select(StepServed, CorrectiveAction.step, Appeal.id.is_not(None).label("is_appealed"))
        .join(CorrectiveAction, CorrectiveAction.id == StepServed.action_id)
        .join(Appeal, Appeal.action_id == StepServed.action_id, isouter=True)
        .where(StepServed.subject_id == employee_id, StepServed.appeal_until >= days_at(clock.now())[0])
    )
    found = []
    for served, step, is_appealed in db.session.execute(query):
        today, letter = clock.today(served.zone), {"step": step_words(Step(step)), "reference": served.reference}
        url = url_for("corrective_actions.show_action", action_id=served.action_id)
        if served.reply_until >= today:
            words = _(
                "We wait for your statement on the %(step)s %(reference)s through %(day)s.",
                day=day_words(served.reply_until),
                **letter,
            )  # one sentence
            found.append(Window(words, url, served.reply_until))
        if served.appeal_until >= today and not is_appealed:
            words = _(
                "You can appeal against the %(step)s %(reference)s through %(day)s.",
                day=day_words(served.appeal_until),
                **letter,
            )  # one sentence
            found.append(Window(words, url, served.appeal_until))
    return sorted(found, key=_until)


def _until(window: Window) -> date:
    return window.until
