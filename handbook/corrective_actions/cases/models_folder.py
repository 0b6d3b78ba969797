"""The investigation folder: what was found and by whom, what the person was given of it. Closed to all others."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, UtcDateTime
from handbook.corrective_actions.acts import Act
from handbook.corrective_actions.cases.models import OfCase
from handbook.ledger.models import DEFERRED, Evidence


class CaseNote(Act, OfCase, Evidence, Base):
    """One thing in the folder. `kind`: a member of `folder_kinds.NoteKind`.

    `is_proof`: it bears on the allegation by itself, without the word of who complained. `witness_id`: who of us saw or
    heard it. A file lies in the store.
    """

    __tablename__ = "case_note"
    leaf_type = "case.note"
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_proof: Mapped[bool]
    witness_id: Mapped[str | None] = mapped_column(Id, ForeignKey("employee.id"))
    witness_name: Mapped[str] = mapped_column(Text)
    idempotency_key: Mapped[str] = mapped_column(Text, unique=True)
    file_sha256: Mapped[str | None] = mapped_column(Text)
    media_type: Mapped[str | None] = mapped_column(Text)


class CaseReleased(Act, OfCase, Evidence, Base):
    """Something of the folder was given to the person: from the written notice on they read it."""

    __tablename__ = "case_released"
    leaf_type = "case.released"
    note_id: Mapped[str] = mapped_column(Id, ForeignKey("case_note.id", **DEFERRED), unique=True)
