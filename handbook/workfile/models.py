"""What the employee puts into the own file."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id
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
