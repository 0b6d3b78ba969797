"""Reading the questions that people ask before signing, and their answers: the asker's own, and all for HR."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, select

from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.models import Answer, Outcome
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.pagination import Paged
from handbook.people.models import Employee
from handbook.rules.models import Edition

PAGE = 50
WAITING, ANSWERED = "waiting", "answered"


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `answer` and what belongs to it are empty while it waits. `zone` is the asker's."""

    id: str
    employee_id: str
    name: str
    staff_number: str
    edition: int
    edition_id: str
    language: str
    zone: str
    words: str
    asked_at: datetime
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class QuestionList(Paged):
    """One page of questions, and how many wait and are answered."""

    size = PAGE
    rows: list[Question]
    waiting: int
    answered: int
    page: int
    total: int


def questions_for(actor: Actor, show: str, page: int) -> QuestionList:
    """Return one page of the questions of others, waiting ones oldest first, answered ones newest first (2 queries)."""
    counts = dict.fromkeys((WAITING, ANSWERED), 0)
    state = Answer.id.is_not(None)
    rows = db.session.execute(
        select(state.label("answered"), func.count().label("number"))
        .select_from(Outcome)
        .join(Answer, Answer.outcome_id == Outcome.id, isouter=True)
        .where(_of_others(actor))
        .group_by(state)
    )
    for row in rows:
        counts[ANSWERED if row.answered else WAITING] = row.number
    order = Outcome.recorded_at.desc() if show == ANSWERED else Outcome.recorded_at
    query = _questions().where(_of_others(actor), state if show == ANSWERED else ~state).order_by(order, Outcome.id)
    found = db.session.execute(query.limit(PAGE).offset((page - 1) * PAGE))
    return QuestionList([Question(*row) for row in found], counts[WAITING], counts[ANSWERED], page, counts.get(show, 0))


def question_for(actor: Actor, outcome_id: str) -> Question:
    """Return a question of somebody else; raise NotFound."""
    row = db.session.execute(_questions().where(Outcome.id == outcome_id, _of_others(actor))).one_or_none()
    if row is None:
        raise NotFound(_("There is no such question."))
    return Question(*row)


def waiting_questions(actor: Actor) -> Select[int]:
    """Return the SELECT of how many questions of others wait for an answer."""
    query = select(func.count()).select_from(Outcome).join(Answer, Answer.outcome_id == Outcome.id, isouter=True)
    return query.where(_of_others(actor), Answer.id.is_(None))


def own_questions(employee_id: str, edition_id: str) -> Sequence[Question]:
    """Return what a person asked about an edition, newest first (one query)."""
    mine = (Outcome.employee_id == employee_id, Outcome.edition_id == edition_id, Outcome.kind == Kind.QUESTION.value)
    rows = db.session.execute(_questions().where(*mine).order_by(Outcome.recorded_at.desc(), Outcome.id))
    return [Question(*row) for row in rows]


def find_question(outcome_id: str) -> Question | None:
    """Return a question by its id, for jobs, or None."""
    row = db.session.execute(_questions().where(Outcome.id == outcome_id)).one_or_none()
    return Question(*row) if row else None


def _of_others(actor: Actor) -> ColumnElement[bool]:
    return and_(Outcome.kind == Kind.QUESTION.value, Outcome.employee_id != actor.employee_id)


def _questions() -> Select[*tuple[Any, ...]]:
    """Return the SELECT of questions in the columns of `Question`."""
    return (
        select(
            Outcome.id,
            Outcome.employee_id,
            Employee.name,
            Employee.staff_number,
            Edition.number,
            Edition.id,
            Outcome.language,
            Outcome.zone,
            Outcome.words,
            Outcome.recorded_at,
            Answer.words,
            Answer.by_name,
            Answer.recorded_at,
        )
        .join(Employee, Employee.id == Outcome.employee_id)
        .join(Edition, Edition.id == Outcome.edition_id)
        .join(Answer, Answer.outcome_id == Outcome.id, isouter=True)
    )
