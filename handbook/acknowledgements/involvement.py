"""Who is involved in a disputed signature: one SQL word, used as filter of lists and on the one dispute."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from handbook.acknowledgements.kinds import BY_OTHERS
from handbook.acknowledgements.models import Acknowledgement, Dispute, Outcome
from handbook.people.models import Deputy, Placement

NOT_INVOLVED = ""
Person = str | InstrumentedAttribute[str]  # one person, or the people of the enclosing query


def involvement(employee_id: Person, today: date) -> ColumnElement[str]:
    """Return how this person is involved in a dispute, for a query over Dispute joined with its Acknowledgement.

    signer, issuer (of the credential), supervisor (of the signer, today or on the day of the signature, also as a
    deputy), filer, witness, or NOT_INVOLVED. The day of the signature is taken in UTC.
    """
    that_day = func.date(Acknowledgement.recorded_at)
    return case(
        (Dispute.employee_id == employee_id, literal("signer")),
        (Acknowledgement.credential_issued_by == employee_id, literal("issuer")),
        (or_(_led_by(employee_id, today), _led_by(employee_id, that_day)), literal("supervisor")),
        (Dispute.by_employee_id == employee_id, literal("filer")),
        (_witnessed_by(employee_id), literal("witness")),
        else_=literal(NOT_INVOLVED),
    )


def _led_by(employee_id: Person, day: Any) -> ColumnElement[bool]:
    """Return the condition that the signer was placed with this person on a day, or with whom they stood in for."""
    stood_in_for = select(Deputy.employee_id).where(
        Deputy.deputy_id == employee_id, Deputy.from_on <= day, Deputy.to_on >= day
    )
    return exists(
        select(Placement.id)
        .where(
            Placement.employee_id == Dispute.employee_id,
            Placement.from_on <= day,
            or_(Placement.to_on.is_(None), Placement.to_on >= day),
            or_(Placement.supervisor_id == employee_id, Placement.supervisor_id.in_(stood_in_for)),
        )
        .correlate_except(Placement)
    )


def _witnessed_by(employee_id: Person) -> ColumnElement[bool]:
    """Return the condition that this person recorded or witnessed an outcome of the same invitation."""
    return exists(
        select(Outcome.id)
        .where(
            and_(
                Outcome.invitation_id == Acknowledgement.invitation_id,
                Outcome.kind.in_([kind.value for kind in BY_OTHERS]),
                or_(Outcome.by_employee_id == employee_id, Outcome.witness_id == employee_id),
            )
        )
        .correlate_except(Outcome)
    )
