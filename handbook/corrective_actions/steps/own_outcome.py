"""What became of a case, in words for the person whom it is about: true in each state, and never more than it."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.moments import day_words
from handbook.corrective_actions.cases.lifecycle import CaseState, Closing
from handbook.corrective_actions.ladders.ladder import step_words
from handbook.corrective_actions.steps.lifecycle import SERVED_STATES, Standing, State
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.corrective_actions.steps.standing import Stand, days_of, stand_on


@dataclass(frozen=True, slots=True)
class OwnOutcome:
    """Where a matter stands for the person; `url` leads to the letter, None where there is none."""

    words: str
    url: str | None = None


def own_outcome(case_id: str, state: CaseState, closing: str | None) -> OwnOutcome:
    """Return what the person can count on today (one query once it is decided)."""
    if closing is not None and closing != Closing.DECIDED:
        return OwnOutcome(_closed_words(Closing(closing)))
    if state not in (CaseState.DECIDED, CaseState.CLOSED):
        return OwnOutcome(_open_words(state))
    states = (State.LAID_OPEN.value, *(each.value for each in SERVED_STATES))
    query = select(CorrectiveAction).where(CorrectiveAction.case_id == case_id, CorrectiveAction.state.in_(states))
    action = db.session.scalar(query)
    if action is None:
        return OwnOutcome(_("It was an allegation. It is decided, and the letter says how."))
    url = url_for("corrective_actions.show_action", action_id=action.id)
    if action.state == State.LAID_OPEN:
        return OwnOutcome(_("It was an allegation. It is decided: a letter lies open for you and says how."), url)
    return OwnOutcome(_served_words(action, stand_on(days_of(action), clock.today(action.zone))), url)


def _open_words(state: CaseState) -> str:
    if state is CaseState.HEARD:
        return _("It is an allegation. You were heard, nothing is decided, and nothing of it is counted against you.")
    return _("It is an allegation. Nothing has been found, and nothing of it is counted against you.")


def _closed_words(closing: Closing) -> str:
    return {
        Closing.NO_CASE: _("It was an allegation. There is nothing to answer for, and nothing is counted against you."),
        Closing.INFORMAL: _("It was an allegation. It ended with a talk, which is no step and is never counted."),
        Closing.WITHDRAWN: _("It was an allegation. It was withdrawn, and nothing is counted against you."),
        Closing.LEFT: _("It was an allegation. Nothing was found, and nothing is counted against you."),
    }[closing]


def _served_words(action: CorrectiveAction, stand: Stand) -> str:
    named = {"step": step_words(stand.step), "reference": action.reference}
    if stand.standing is Standing.OVERTURNED:
        return _(
            "It was an allegation. The %(step)s %(reference)s that followed was overturned and does not count.",
            **named,
        )
    if stand.standing is Standing.LAPSED:
        return _(
            "It was an allegation. The %(step)s %(reference)s that followed has lapsed, and no longer counts.", **named
        )
    if stand.standing is Standing.NOT_SERVED and action.served_on is not None:
        day = day_words(action.served_on)
        return _("It was an allegation. It is decided: %(step)s %(reference)s, from %(day)s on.", day=day, **named)
    if stand.lapses_on is None:
        return _("It was an allegation. It is decided: %(step)s %(reference)s.", **named)
    return _(
        "It was an allegation. It is decided: %(step)s %(reference)s, live through %(day)s.",
        day=day_words(stand.lapses_on),
        **named,
    )
