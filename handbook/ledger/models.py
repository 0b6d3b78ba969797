"""The tables of the ledger, and the mixin by which a model becomes evidence."""

import re
from datetime import datetime
from typing import Any, ClassVar, cast

from sqlalchemy import Integer, LargeBinary, Row, Select, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from handbook.core.db import Base, Id, UtcDateTime
from handbook.core.guards import insert_only
from handbook.ledger.records import SINCE_SCHEMA

# Evidence reaches its table last of all, so a key that points to it must be checked at COMMIT:
# ForeignKey("edition.id", **DEFERRED).
DEFERRED: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]
EVIDENCE: dict[str, type["Evidence"]] = {}
_LEAF_TYPE = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+").fullmatch


class Evidence:
    """Mixin: each row of the model gets a leaf of the ledger, and is never changed afterwards.

    `class Acknowledgement(Evidence, Base)` names its `leaf_type` ("acknowledgement.signed") and adds its columns. Write
    rows with `appending.record_evidence`, which fills the four columns below. A column that is added later is nullable
    and declared with `since(2)` while `leaf_schema` becomes 2; rows of schema 1 keep their old record.
    """

    leaf_type: ClassVar[str]
    leaf_schema: ClassVar[int] = 1

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    schema: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    salt: Mapped[bytes] = mapped_column(LargeBinary(32))

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        if not isinstance(getattr(cls, "__table__", None), Table):
            return
        if not _LEAF_TYPE(getattr(cls, "leaf_type", "")):
            raise TypeError(f"{cls.__name__} needs a leaf_type like 'acknowledgement.signed': small letters and dots")
        other = EVIDENCE.setdefault(cls.leaf_type, cls)
        if other is not cls:
            raise TypeError(f"{cls.__name__} and {other.__name__} have the same leaf_type {cls.leaf_type!r}")
        if issubclass(cls, Base):
            insert_only(cls)


def since(schema: int) -> dict[str, int]:
    """Return the `info` of a column that did not exist before this schema number of its model."""
    return {SINCE_SCHEMA: schema}


@insert_only
class Leaf(Base):
    """One leaf: what is hashed of a piece of evidence, and whose row it speaks of. `index` counts from 0, gapless."""

    __tablename__ = "ledger_leaf"
    index: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(Text)
    schema: Mapped[int]
    record_id: Mapped[str] = mapped_column(Id, unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    commitment: Mapped[bytes] = mapped_column(LargeBinary(32))


@insert_only
class Node(Base):
    """The root of a complete subtree of two leaves or more, kept so that roots and proofs cost a few rows at any size.

    `number` counts such subtrees in the order in which a growing tree completes them, see `nodes.number_of`.
    """

    __tablename__ = "ledger_node"
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


@insert_only
class Checkpoint(Base):
    """A signed statement: at this size the tree had this root. At most one is kept per size."""

    __tablename__ = "ledger_checkpoint"
    size: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text)


def table_of(model: Any) -> Table:
    """Return the table of a model, for Core statements."""
    return cast(Table, model.__table__)
