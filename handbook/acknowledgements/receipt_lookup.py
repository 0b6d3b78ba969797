"""A signature found by its receipt: what a stranger who holds the code may know of it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from handbook.acknowledgements.models import Acknowledgement, DisputeFinding
from handbook.acknowledgements.standing import is_disputed, stands
from handbook.core import clock
from handbook.core.db import db
from handbook.rules.models import Edition


@dataclass(frozen=True, slots=True)
class Receipt:
    """A signature by its receipt. Only `edition`, `day` and the state are for everybody."""

    id: str
    employee_id: str
    code: str
    edition: int
    edition_id: str
    day: date
    name: str
    stands: bool
    is_disputed: bool
    was_examined: bool


def find_receipt(code: str) -> Receipt | None:
    """Return the signature with this receipt, or None; small letters and blanks do not matter."""
    tidy = code.strip().upper().replace(" ", "")
    if "\0" in tidy:
        return None
    examined = select(DisputeFinding.id).where(DisputeFinding.acknowledgement_id == Acknowledgement.id).exists()
    row = db.session.execute(
        select(
            Acknowledgement.id,
            Acknowledgement.employee_id,
            Acknowledgement.receipt,
            Edition.number,
            Edition.id.label("edition_id"),
            Acknowledgement.recorded_at,
            Acknowledgement.zone,
            Acknowledgement.name,
            stands().label("stands"),
            is_disputed().label("disputed"),
            examined.label("examined"),
        )
        .join(Edition, Edition.id == Acknowledgement.edition_id)
        .where(Acknowledgement.receipt == tidy)
    ).one_or_none()
    if row is None:
        return None
    day = clock.local(row.recorded_at, row.zone).date()
    states = (bool(row.stands), bool(row.disputed), bool(row.examined))
    return Receipt(row.id, row.employee_id, row.receipt, row.number, row.edition_id, day, row.name, *states)
