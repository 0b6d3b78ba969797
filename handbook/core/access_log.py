"""Who read what of a file or case: insert-only, the only write that a GET may cause."""

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import Base, Id, UtcDateTime
from handbook.core.guards import insert_only
from handbook.core.transaction import transaction


@insert_only
class AccessEntry(Base):
    """One reading: `employee_id` is the person read about, `object_id` the paper or case."""

    __tablename__ = "access_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[str] = mapped_column(Id)
    employee_id: Mapped[str | None] = mapped_column(Id, index=True)
    kind: Mapped[str] = mapped_column(Text)
    object_id: Mapped[str | None] = mapped_column(Id)
    purpose: Mapped[str] = mapped_column(Text)


def note_reading(actor: Actor, employee_id: str | None, kind: str, object_id: str | None, purpose: str) -> None:
    """Write down, before the body is sent and in a transaction of its own, that the actor reads this."""
    with transaction() as session:
        session.add(
            AccessEntry(
                at=clock.now(),
                account_id=actor.account_id,
                employee_id=employee_id,
                kind=kind,
                object_id=object_id,
                purpose=purpose,
            )
        )
