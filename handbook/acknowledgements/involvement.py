"""Who is involved in a disputed signature: one SQL word, used as filter of lists and on the one dispute."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Interval, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from handbook.acknowledgements.kinds import BY_OTHERS
from handbook.acknowledgements.models import Acknowledgement, Dispute, Outcome
from handbook.core import clock
from handbook.core.db import is_sqlite
from handbook.people.models import CredentialEvent, Deputy, Employee, Placement
from handbook.people.queries import AHEAD, BEHIND, days_at

NOT_INVOLVED = ""
SHORTLY = timedelta(days=30)
Person = str | InstrumentedAttribute[str]  # one person, or the people of the enclosing query


def involvement(employee_id: Person) -> ColumnElement[str]:
    """Return how this person is involved in a dispute, for a query over Dispute joined with its Acknowledgement.

    signer, issuer (of the credential), supervisor (of the signer, today or on the day of the signature, also as a
    deputy), filer, address (wrote down where the signer's mail goes), helper (acted on the signer's ways in within 30
    days before the signature), witness, or NOT_INVOLVED. Both days are taken widely: whoever was the supervisor on any
    clock of the earth at that moment is involved, for to be examined by the own supervisor is the worse mistake.
    """
    today = days_at(clock.now())
    that_day = _day_of(Acknowledgement.recorded_at, -BEHIND), _day_of(Acknowledgement.recorded_at, AHEAD)
    return case(
        (Dispute.employee_id == employee_id, literal("signer")),
        (Acknowledgement.credential_issued_by == employee_id, literal("issuer")),
        (or_(_led_by(employee_id, *today), _led_by(employee_id, *that_day)), literal("supervisor")),
        (Dispute.by_employee_id == employee_id, literal("filer")),
        (_holds_address(employee_id), literal("address")),
        (_acted_on_ways_in(employee_id), literal("helper")),
        (_witnessed_by(employee_id), literal("witness")),
        else_=literal(NOT_INVOLVED),
    )


def _led_by(employee_id: Person, first: Any, last: Any) -> ColumnElement[bool]:
    """Return the condition that the signer was placed with this person, or with whom they stood in for, these days."""
    stood_in_for = select(Deputy.employee_id).where(
        Deputy.deputy_id == employee_id, Deputy.from_on <= last, Deputy.to_on >= first
    )
    return exists(
        select(Placement.id)
        .where(
            Placement.employee_id == Dispute.employee_id,
            Placement.from_on <= last,
            or_(Placement.to_on.is_(None), Placement.to_on >= first),
            or_(Placement.supervisor_id == employee_id, Placement.supervisor_id.in_(stood_in_for)),
        )
        .correlate_except(Placement)
    )


def _holds_address(employee_id: Person) -> ColumnElement[bool]:
    """Return the condition that this person wrote down the mail address on file of the signer."""
    signer = aliased(Employee)
    mine = (signer.id == Dispute.employee_id, signer.email_set_by == employee_id)
    return exists(select(signer.id).where(*mine).correlate_except(signer))


def _acted_on_ways_in(employee_id: Person) -> ColumnElement[bool]:
    """Return the condition that this person did something to the signer's ways in shortly before the signature."""
    mine = (CredentialEvent.employee_id == Dispute.employee_id, CredentialEvent.by_employee_id == employee_id)
    signed_at = Acknowledgement.recorded_at
    shortly = (CredentialEvent.recorded_at <= signed_at, CredentialEvent.recorded_at >= _moved(signed_at, -SHORTLY))
    return exists(select(CredentialEvent.id).where(*mine, *shortly).correlate_except(CredentialEvent))


def _day_of(moment: InstrumentedAttribute[datetime], ahead: timedelta) -> ColumnElement[Any]:
    """Return the day that it was at a moment on clocks so far ahead of UTC."""
    return func.date(_moved(moment, ahead))


def _moved(moment: InstrumentedAttribute[datetime], by: timedelta) -> ColumnElement[Any]:
    """Return a moment so much later; each of the two databases reckons with time in its own way."""
    if is_sqlite():
        return func.datetime(moment, f"{by.total_seconds():+.0f} seconds")
    return moment + literal(by, Interval())


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
