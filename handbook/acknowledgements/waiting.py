"""What of this room needs a person today, besides signing: news of one's own, and what waits for those who answer."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, func, literal, select
from sqlalchemy.orm import aliased

from handbook.acknowledgements.disputed import open_disputes
from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.models import Acknowledgement, Answer, DisputeFinding, Invitation, Outcome, SigningRound
from handbook.acknowledgements.questions import waiting_questions
from handbook.acknowledgements.standing import SET_ASIDE, stands
from handbook.core.actor import Actor
from handbook.core.db import Id, db
from handbook.permissions import Permission


@dataclass(frozen=True, slots=True)
class News:
    """Where a person stands with an edition: a question was answered, a signature was set aside.

    `asked_until`: the day through which the person is asked to sign, None where nobody asks. `has_signed` this edition,
    `has_signed_before` whichever one; a signature that was set aside is none.
    """

    is_answered: bool
    is_set_aside: bool
    asked_until: date | None
    has_signed: bool
    has_signed_before: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions wait for an answer of this person, and how many disputes they may examine."""

    questions: int = 0
    disputes: int = 0


def news_of(employee_id: str, edition_id: str) -> News:
    """Return where a person stands with an edition (one query)."""
    row = db.session.execute(_NEWS, {"employee": employee_id, "edition": edition_id}).one()
    return News(bool(row[0]), bool(row[1]), row[2], bool(row[3]), bool(row[4]))


def asked_until(edition_id: str | BindParameter[str], employee_id: str | BindParameter[str]) -> Select[date]:
    """Return the SELECT of the day through which a person is asked to sign: the own one before that of the round."""
    query = (
        select(func.coalesce(Invitation.deadline_on, SigningRound.deadline_on))
        .join(SigningRound, SigningRound.id == Invitation.round_id)
        .where(SigningRound.edition_id == edition_id, Invitation.employee_id == employee_id)
    )
    return query.order_by(SigningRound.opened_at.desc()).limit(1)


def waiting_for(actor: Actor) -> Waiting:
    """Return what waits for somebody who answers or examines (one query; none for everybody else)."""
    may_answer, may_examine = actor.may(Permission.QUESTION_ANSWER), actor.may(Permission.DISPUTE_EXAMINE)
    if not (may_answer or may_examine):
        return Waiting()
    questions = waiting_questions(actor).scalar_subquery() if may_answer else literal(0)
    disputes = open_disputes(actor).scalar_subquery() if may_examine else literal(0)
    row = db.session.execute(select(questions, disputes)).one()
    return Waiting(row[0] or 0, row[1] or 0)


def _news() -> Select[bool, bool, date, bool, bool]:
    """Return the SELECT of `News`.

    An answer is news until the person does something else about the edition; a signature that was set aside is until
    the person signs again.
    """
    employee, edition = bindparam("employee", type_=Id), bindparam("edition", type_=Id)
    later, again = aliased(Outcome), aliased(Acknowledgement)
    after = and_(
        later.by_employee_id == employee,  # what others recorded about the person is no answer of theirs
        later.employee_id == employee,
        later.edition_id == edition,
        later.recorded_at > Outcome.recorded_at,
    )
    asked = and_(Outcome.employee_id == employee, Outcome.edition_id == edition, Outcome.kind == Kind.QUESTION.value)
    answered = exists(
        select(Answer.id)
        .join(Outcome, Outcome.id == Answer.outcome_id)
        .where(asked, ~exists(select(later.id).where(after).correlate(Outcome)))
    )
    newer = and_(again.employee_id == employee, again.recorded_at > DisputeFinding.recorded_at)
    aside = exists(
        select(DisputeFinding.id)
        .join(Acknowledgement, Acknowledgement.id == DisputeFinding.acknowledgement_id)
        .where(Acknowledgement.employee_id == employee, DisputeFinding.finding == SET_ASIDE)
        .where(~stands(), ~exists(select(again.id).where(newer).correlate(DisputeFinding)))
    )
    signed = select(Acknowledgement.id).where(Acknowledgement.employee_id == employee, stands())
    this = signed.where(Acknowledgement.edition_id == edition)
    until = asked_until(edition, employee).scalar_subquery()
    return select(answered, aside, until, exists(this), exists(signed))


# Built once: every start page runs it, and putting it together costs more than the database takes.
_NEWS: Final = _news()
