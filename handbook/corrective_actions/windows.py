"""What a person can still do about a letter, and until when, and when their appeal is heard."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.moments import day_words, moment_words
from handbook.corrective_actions.ladders.ladder import Step, step_words
from handbook.corrective_actions.steps.appeals import AppealState
from handbook.corrective_actions.steps.models import CorrectiveAction, StepServed
from handbook.corrective_actions.steps.models_appeals import Appeal
from handbook.people.models import Employee
from handbook.people.queries import days_at


@dataclass(frozen=True, slots=True)
class Window:
    """One thing that a person can do through a day at the place of the letter, or the day on which they are heard."""

    sentence: str
    url: str
    until: date
    is_appeal: bool = False


def open_windows(employee_id: str) -> list[Window]:
    """Return what a person can do about their letters, what ends first in front (one query).

    A statement can be written at any later time as well; through its day the company waits for it. An appeal stands
    here from the day on which it was lodged until it is decided.
    """
    waits = Appeal.state.in_((AppealState.LODGED.value, AppealState.ARRANGED.value))
    query = (
        select(StepServed, CorrectiveAction.step, Appeal, Employee.name.label("hearer"))
        .join(CorrectiveAction, CorrectiveAction.id == StepServed.action_id)
        .join(Appeal, Appeal.action_id == StepServed.action_id, isouter=True)
        .join(Employee, Employee.id == Appeal.hearer_id, isouter=True)
        .where(StepServed.subject_id == employee_id)
        .where(or_(StepServed.appeal_until >= days_at(clock.now())[0], waits))
    )
    found = []
    for served, step, appeal, hearer in db.session.execute(query):
        letter = {"step": step_words(Step(step)), "reference": served.reference}
        url = url_for("corrective_actions.show_action", action_id=served.action_id)
        found += [Window(words, url, until) for words, until in _for_an_answer(served, letter, appeal)]
        found += [Window(words, url, day, is_appeal=True) for words, day in _heard(served, letter, appeal, hearer)]
    return sorted(found, key=_until)


def open_appeals_of(employee_id: str) -> list[Window]:
    """Return where the appeals of a person stand that nobody has decided yet (one query)."""
    return [one for one in open_windows(employee_id) if one.is_appeal]


def _for_an_answer(served: StepServed, letter: dict[str, str], appeal: Appeal | None) -> Iterator[tuple[str, date]]:
    """Return in words what can still be said to a letter, each with its last day."""
    today = clock.today(served.zone)
    if served.reply_until >= today:
        words = _(
            "We wait for your statement on the %(step)s %(reference)s through %(day)s.",
            day=day_words(served.reply_until),
            **letter,
        )  # one sentence
        yield words, served.reply_until
    if served.appeal_until >= today and appeal is None:
        words = _(
            "You can appeal against the %(step)s %(reference)s through %(day)s.",
            day=day_words(served.appeal_until),
            **letter,
        )  # one sentence
        yield words, served.appeal_until


def _heard(
    served: StepServed, letter: dict[str, str], appeal: Appeal | None, hearer: str | None
) -> Iterator[tuple[str, date]]:
    """Return in words where an appeal stands, with the day of its hearing or that on which it was lodged."""
    if appeal is None or appeal.state == AppealState.DECIDED.value:
        return
    if appeal.hearing_at is None:
        day = clock.local(appeal.lodged_at, served.zone).date()
        words = _(
            "You appealed against the %(step)s %(reference)s on %(day)s. Who hears you, when and where is said here.",
            day=day_words(day),
            **letter,
        )  # one sentence
        yield words, day
        return
    moment = moment_words(appeal.hearing_at, served.zone)
    words = _(
        "%(name)s hears your appeal against the %(step)s %(reference)s on %(moment)s, %(place)s. You may bring a "
        "companion and an interpreter.",
        name=hearer,
        moment=moment,
        place=appeal.hearing_place,
        **letter,
    )  # one sentence
    yield words, clock.local(appeal.hearing_at, served.zone).date()


def _until(window: Window) -> date:
    return window.until
