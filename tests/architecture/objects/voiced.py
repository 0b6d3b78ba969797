"""A conversation with everybody, thanks for everybody, an incident of everybody, and what everybody speaks up about."""

from collections.abc import Collection

from sqlalchemy import select

from handbook.company import operations as company
from handbook.company.models import ClosedDay
from handbook.core import clock
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from tests.architecture.objects.relations import FOREIGN
from tests.conversations import stories as talks
from tests.voices import stories as voices

VARIABLES = {
    "conversation": "conversation_id",
    "thanks": "compliment_id",
    "incident": "incident_id",
    "speak-up": "speak_up_id",
}


class Voiced:
    """Everything of these rooms, by kind and by whom it is about."""

    KINDS = frozenset({*VARIABLES, "closed day"})

    def __init__(self, names: Collection[str]) -> None:
        self.made = {name: _made(name) for name in names}

    def find(self, kind: str, relation: str, subject: str | None) -> dict[str, str] | None:
        """Return the object about this person, or None; a closed day is new each time, since a route takes it off."""
        if kind == "closed day":
            return {"day_id": _closed_day()} if relation == FOREIGN else None
        return {VARIABLES[kind]: self.made[subject][kind]} if subject in self.made else None


def _made(name: str) -> dict[str, str]:
    thanks = voices.thank(person=name, where="Rīga, Centrs" if name in ("ravi", "stranger") else "Banjara Hills")
    other = "nandini" if name == "meera" else "meera"
    voices.match(thanks, name, by=other)
    return {
        "conversation": talks.record(name, by=other),
        "thanks": thanks,
        "incident": voices.report(name),
        "speak-up": voices.speak_up(name),
    }


def _closed_day() -> str:
    today = clock.today("Asia/Kolkata")
    end_read()
    with transaction():
        company.close_days("Meera Nair", None, [company.Holiday(today, "Stocktaking")])
    open_ones = ClosedDay.removed_at.is_(None)
    found = db.session.scalars(select(ClosedDay.id).where(open_ones)).one()
    end_read()
    return found
