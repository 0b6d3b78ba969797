"""Who asked for a print of a case, and the file that came of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, UtcDateTime, new_id


class HearingPack(Base):
    """A print of the records of a case as of a moment: no evidence of its own, the records are.

    Until the worker has printed it, `sha256` (the name of the file in the store), `pages`, `printed_at` and `position`
    (the number of leaves that the checkpoint on it covers) are None.
    """

    __tablename__ = "hearing_pack"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("case_record.id"), index=True)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    language: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(Id, ForeignKey("employee.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sha256: Mapped[str | None] = mapped_column(Text)
    pages: Mapped[int | None]
    position: Mapped[int | None]
