"""What a person has said of an edition instead of signing it, for telling it back to them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, or_, select

from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.models import Acknowledgement, Answer, Consent, Outcome
from handbook.acknowledgements.reading import ELECTRONIC
from handbook.core import clock
from handbook.core.db import db

OWN_KINDS = (Kind.DECLINED, Kind.QUESTION, Kind.PAPER)


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """`kind` is DECLINED, QUESTION (it waits for an answer) or PAPER; `day` is that of the person's place."""

    kind: Kind
    day: date


def find_own_answer(employee_id: str, edition_id: str) -> OwnAnswer | None:
    """Return the newest word of a person about an edition that still stands, or None (one query).

    As on the board, an answered question and a choice of paper that was given up are done with. What was said before a
    signature is done with too: where that was set aside, the person is asked anew.
    """
    answered = exists(select(Answer.id).where(Answer.outcome_id == Outcome.id))
    given_up = exists(
        select(Consent.id).where(
            Consent.employee_id == Outcome.employee_id,
            Consent.choice == ELECTRONIC,
            Consent.recorded_at > Outcome.recorded_at,
        )
    )
    signed_since = exists(
        select(Acknowledgement.id).where(
            Acknowledgement.employee_id == Outcome.employee_id,
            Acknowledgement.edition_id == Outcome.edition_id,
            Acknowledgement.recorded_at > Outcome.recorded_at,
        )
    )
    query = select(Outcome.kind, Outcome.happened_at, Outcome.zone).where(
        and_(Outcome.employee_id == employee_id, Outcome.edition_id == edition_id),
        Outcome.kind.in_([kind.value for kind in OWN_KINDS]),
        or_(Outcome.kind != Kind.QUESTION.value, ~answered),
        or_(Outcome.kind != Kind.PAPER.value, ~given_up),
        ~signed_since,
    )
    row = db.session.execute(query.order_by(Outcome.recorded_at.desc(), Outcome.id).limit(1)).first()
    return OwnAnswer(Kind(row.kind), clock.local(row.happened_at, row.zone).date()) if row else None
