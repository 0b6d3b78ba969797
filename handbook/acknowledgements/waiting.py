"""What of this room needs a person today, besides signing: news of one's own, and what waits for those who answer."""

from dataclasses import dataclass

from sqlalchemy import and_, exists, literal, select
from sqlalchemy.orm import aliased

from handbook.acknowledgements.disputed import open_disputes
from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.models import Acknowledgement, Answer, DisputeFinding, Outcome
from handbook.acknowledgements.questions import waiting_questions
from handbook.acknowledgements.standing import SET_ASIDE, stands
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.permissions import Permission


@dataclass(frozen=True, slots=True)
class News:
    """What a person who has not signed an edition should hear: a question was answered, a signature was set aside."""

    is_answered: bool
    is_set_aside: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions wait for an answer of this person, and how many disputes they may examine."""

    questions: int = 0
    disputes: int = 0


def news_of(employee_id: str, edition_id: str) -> News:
    """Return the news for a person and an edition (one query).

    An answer is news until the person does something else about the edition; a signature that was set aside is until
    the person signs again.
    """
    later, again = aliased(Outcome), aliased(Acknowledgement)
    mine = and_(Outcome.employee_id == employee_id, Outcome.edition_id == edition_id)
    after = and_(
        later.by_employee_id == employee_id,  # what others recorded about the person is no answer of theirs
        later.employee_id == employee_id,
        later.edition_id == edition_id,
        later.recorded_at > Outcome.recorded_at,
    )
    answered = exists(
        select(Answer.id)
        .join(Outcome, Outcome.id == Answer.outcome_id)
        .where(mine, Outcome.kind == Kind.QUESTION.value, ~exists(select(later.id).where(after).correlate(Outcome)))
    )
    newer = and_(again.employee_id == employee_id, again.recorded_at > DisputeFinding.recorded_at)
    aside = exists(
        select(DisputeFinding.id)
        .join(Acknowledgement, Acknowledgement.id == DisputeFinding.acknowledgement_id)
        .where(Acknowledgement.employee_id == employee_id, DisputeFinding.finding == SET_ASIDE)
        .where(~stands(), ~exists(select(again.id).where(newer).correlate(DisputeFinding)))
    )
    row = db.session.execute(select(answered, aside)).one()
    return News(bool(row[0]), bool(row[1]))


def waiting_for(actor: Actor) -> Waiting:
    """Return what waits for somebody who answers or examines (one query; none for everybody else)."""
    may_answer, may_examine = actor.may(Permission.QUESTION_ANSWER), actor.may(Permission.DISPUTE_EXAMINE)
    if not (may_answer or may_examine):
        return Waiting()
    questions = waiting_questions(actor).scalar_subquery() if may_answer else literal(0)
    disputes = open_disputes(actor).scalar_subquery() if may_examine else literal(0)
    row = db.session.execute(select(questions, disputes)).one()
    return Waiting(row[0] or 0, row[1] or 0)
