"""What the employee puts into the own file, and which copies were made of it."""

from datetime import date

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, Json
from handbook.ledger.models import Evidence


class FileStatement(Evidence, Base):
    """Own words of the person about anything in the file: never edited, shown to whoever reads the file."""

    __tablename__ = "file_statement"
    leaf_type = "file.statement"
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    by_name: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)


class WorkFileCopy(Evidence, Base):
    """A sealed copy of the whole file was ordered for its person: of which lines, why, and on whose word.

    `why`: a value of copies.why.Why. `lines`: kind and id of each line that the person could read then, oldest first.
    `by_id` and `by_name` are None and empty where the program made it; `last_on`: the last day of work, where known.
    """

    __tablename__ = "work_file_copy"
    leaf_type = "file.copied"
    employee_id: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"), index=True)
    employee_name: Mapped[str] = mapped_column(Text)
    staff_number: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    by_name: Mapped[str] = mapped_column(Text)
    lines: Mapped[list[list[str]]] = mapped_column(Json)
    last_on: Mapped[date | None]
    language: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(Text)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
