"""What of cases waits for a person: of whoever works on one the next act, of whom it is about what can be said."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, and_, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.moments import day_words
from handbook.corrective_actions.cases.folder_kinds import AnswerKind
from handbook.corrective_actions.cases.lifecycle import (
    BEFORE_HEARING,
    CaseState,
    Closing,
    closing_words,
    state_words,
)
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.models_hearing import BarsAnswered, BarsLooked, HearingHeld
from handbook.corrective_actions.cases.models_telling import CaseAnswer, CaseNotice
from handbook.corrective_actions.cases.queries import concerns, ids_of_who_may, is_open, visible_to
from handbook.permissions import Permission


@dataclass(frozen=True, slots=True)
class DueCase:
    """Something of a case that waits for one person: what, of which case, and where."""

    words: str
    reference: str
    url: str


@dataclass(frozen=True, slots=True)
class OwnCase:
    """What happens to me, in a sentence; `until`: until when I can answer; `is_over`: nothing is left to come.

    `may_bring`: somebody may still be named who comes along.
    """

    id: str
    sentence: str
    url: str
    until: date | None
    is_over: bool
    may_bring: bool


DueLines = Select[str, str, str, datetime]
BARS = "bars"  # beside the states of a case: what may bar a step is to be looked at
_FINDING_OUT = (CaseState.OPENED, CaseState.INVESTIGATING)
_DECIDING = (CaseState.NOTIFIED, CaseState.SCHEDULED, CaseState.HEARD)


def due_lines(actor: Actor) -> list[DueLines]:
    """Return what of cases waits for the actor: to look into, to hear, to look at what may bar a step (no query).

    Each SELECT gives (what, id, reference, since); `due_case` says it in words.
    """
    if not actor.may(Permission.CASE_READ):
        return []
    me = actor.employee_id
    finds_out = and_(Case.investigator_id == me, Case.state.in_(_FINDING_OUT))
    decides = and_(Case.decider_id == me, Case.state.in_(_DECIDING))
    query = select(Case.state.label("what"), Case.id, Case.reference, Case.opened_at.label("since"))
    return [query.where(visible_to(actor), or_(finds_out, decides)), _to_look_at(actor)]


def due_case(what: str, case_id: str, reference: str) -> DueCase:
    """Return a line of `due_lines` in words."""
    if what == BARS:
        words = _("Look at what may bar a step, and say whether it may go on")
        return DueCase(words, reference, _url("show_bars", case_id))
    return DueCase(_due_words(CaseState(what)), reference, _url("show_case", case_id))


def vacant_cases(actor: Actor) -> list[DueCase]:
    """Return to HR the open cases whose investigator or decider can no longer act, by number alone (one query)."""
    if not actor.may(Permission.CASE_OPEN):
        return []
    finders, deciders = ids_of_who_may(Permission.CASE_OPEN), ids_of_who_may(Permission.STEP_PROPOSE)
    gone = or_(Case.investigator_id.not_in(finders), Case.decider_id.not_in(deciders))
    query = select(Case.id, Case.reference).where(is_open, gone, ~concerns(actor))
    words = _("A case needs another person")
    rows = db.session.execute(query.order_by(Case.opened_at, Case.id))
    return [DueCase(words, row.reference, _url("show_assign", row.id)) for row in rows]


def own_cases(employee_id: str) -> list[OwnCase]:
    """Return what a person was told of and what comes next, newest first; nothing before the notice.

    One query for whom no case is about, else two.
    """
    mine = select(Case).where(Case.subject_id == employee_id, Case.told_at.is_not(None))
    cases = db.session.scalars(mine.order_by(Case.told_at.desc(), Case.id)).all()
    until = _answer_days([case.id for case in cases]) if cases else {}
    return [_own(case, until.get(case.id)) for case in cases]


def letters_to_open(employee_id: str) -> list[DueCase]:
    """Return the notices that are laid open for a person who has not opened them yet (one query)."""
    opened = select(CaseAnswer.id).where(
        CaseAnswer.case_id == CaseNotice.case_id,
        CaseAnswer.kind == AnswerKind.OPENED.value,
        CaseAnswer.recorded_at >= CaseNotice.recorded_at,
    )
    query = (
        select(Case.id, Case.reference)
        .join(CaseNotice, CaseNotice.case_id == Case.id)
        .where(Case.subject_id == employee_id, Case.state != CaseState.CLOSED.value)
        .where(CaseNotice.served_on.is_(None), ~opened.exists())
        .order_by(CaseNotice.recorded_at)
    )
    words = _("A letter for you: open it")
    return [DueCase(words, row.reference, _url("show_own_case", row.id)) for row in db.session.execute(query)]


def notes_to_confirm(employee_id: str) -> list[DueCase]:
    """Return the notes of hearings about which the person has said nothing yet (one query)."""
    said = select(CaseAnswer.id).where(
        CaseAnswer.case_id == HearingHeld.case_id,
        CaseAnswer.kind.in_((AnswerKind.NOTES_CONFIRMED.value, AnswerKind.NOTES_ADDED.value)),
    )
    query = (
        select(Case.id, Case.reference)
        .join(HearingHeld, HearingHeld.case_id == Case.id)
        .where(Case.subject_id == employee_id, Case.state == CaseState.HEARD.value, ~said.exists())
        .distinct()
    )
    words = _("The notes of your hearing: read them, and add your own words if you wish")
    return [DueCase(words, row.reference, _url("show_own_case", row.id)) for row in db.session.execute(query)]


def _to_look_at(actor: Actor) -> DueLines:
    looked = select(BarsLooked.id).where(BarsLooked.answered_id == BarsAnswered.id)
    newer = aliased(BarsAnswered)
    later = select(newer.id).where(newer.case_id == BarsAnswered.case_id, newer.recorded_at > BarsAnswered.recorded_at)
    return (
        select(literal(BARS).label("what"), Case.id, Case.reference, BarsAnswered.recorded_at.label("since"))
        .join(BarsAnswered, BarsAnswered.case_id == Case.id)
        .where(BarsAnswered.looker_id == actor.employee_id, Case.state != CaseState.CLOSED.value)
        .where(~looked.exists(), ~later.exists(), ~concerns(actor))
    )


def _answer_days(case_ids: list[str]) -> dict[str, date]:
    """Return by case until when the person may answer, where a day is set."""
    notices = select(CaseNotice.case_id, CaseNotice.answer_by, CaseNotice.recorded_at).where(
        CaseNotice.case_id.in_(case_ids), CaseNotice.answer_by.is_not(None)
    )
    opened = select(CaseAnswer.case_id, CaseAnswer.until_on, CaseAnswer.recorded_at).where(
        CaseAnswer.case_id.in_(case_ids), CaseAnswer.until_on.is_not(None)
    )
    every = union_all(notices, opened).subquery()
    rows = db.session.execute(select(every.c.case_id, every.c.answer_by).order_by(every.c.recorded_at))
    return {row.case_id: row.answer_by for row in rows}


def _own(case: Case, until: date | None) -> OwnCase:
    url, state = _url("show_own_case", case.id), CaseState(case.state)
    if state is CaseState.CLOSED and case.closing:
        how = closing_words(Closing(case.closing))
        sentence = _("The matter %(reference)s is closed: %(how)s.", reference=case.reference, how=how)
        return OwnCase(case.id, sentence, url, None, is_over=True, may_bring=False)
    if state is CaseState.DECIDED:
        sentence = _("The matter %(reference)s is decided. The letter says how.", reference=case.reference)
        return OwnCase(case.id, sentence, url, None, is_over=True, may_bring=False)
    may_bring = state in BEFORE_HEARING
    if state is CaseState.NOTIFIED and until:
        told = {"reference": case.reference, "day": day_words(until)}
        sentence = _("You were told of an allegation (%(reference)s). You may answer through %(day)s.", **told)
        return OwnCase(case.id, sentence, url, until, is_over=False, may_bring=may_bring)
    sentence = _(
        "You were told of an allegation (%(reference)s): %(state)s.", reference=case.reference, state=state_words(state)
    )
    return OwnCase(case.id, sentence, url, None, is_over=False, may_bring=may_bring)


def _due_words(state: CaseState) -> str:
    return {
        CaseState.OPENED: _("A case to look into"),
        CaseState.INVESTIGATING: _("A case that you look into: tell the person, or end it"),
        CaseState.NOTIFIED: _("A case that you decide: arrange the hearing"),
        CaseState.SCHEDULED: _("A case that you decide: hear the person"),
        CaseState.HEARD: _("A case that you decide: propose a step, or close it"),
    }[state]


def _url(view: str, case_id: str) -> str:
    return url_for(f"corrective_actions.{view}", case_id=case_id)
