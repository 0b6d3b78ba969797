"""What the customer's door keeps: the hashes of codes, the letters as they were sent, and who is named to customers."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core import clock
from handbook.core.db import Base, Id, UtcDateTime, new_id
from handbook.ledger.models import Evidence


class CustomerCode(Base):
    """A code that opens the news of one complaint. Only its SHA-256 is kept.

    A complaint has several: the one that the page showed, and one in each mail, since none can be told again.
    """

    __tablename__ = "customer_code"
    code_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class CustomerLetter(Evidence, Base):
    """A letter to the customer as it was sent, in text and in HTML; `kind` and `manner` as in `lifecycle`.

    `due_on` is the new day that a letter about a delay promises. `idempotency_key`: the same form is one letter.
    """

    __tablename__ = "customer_letter"
    leaf_type = "customer.letter"
    complaint_id: Mapped[str] = mapped_column(Id, ForeignKey("complaint.id"), index=True)
    reference: Mapped[str] = mapped_column(Text)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    html_sha256: Mapped[str] = mapped_column(Text)
    manner: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    by_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)


class CustomerContact(Base):
    """Who is named to customers of a location until a complaint has its handler; the newest row of each counts.

    `employee_id` is None where nobody is named from then on. `location_id` is None for every place without its own.
    """

    __tablename__ = "customer_contact"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    location_id: Mapped[str | None] = mapped_column(Id, ForeignKey("location.id"), index=True)
    employee_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    from_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    changed_by: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
