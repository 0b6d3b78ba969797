"""Evidence against its leaves: every row is read, made a record again, and compared with what was committed."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Connection, Table, bindparam, exists, inspect, select

from handbook.ledger.findings import Findings
from handbook.ledger.leaves import commitment
from handbook.ledger.models import EVIDENCE, AnyRow, AnySelect, Evidence, Leaf, table_of
from handbook.ledger.reading import UNFIT, read_between
from handbook.ledger.records import raw, shape_of

Leaves = Sequence[AnyRow]  # position, type, schema, record_id, commitment, at


class Rows:
    """The tables of evidence in one database, checked piece by piece as the leaves go by."""

    def __init__(self, connection: Connection, findings: Findings, erased: set[tuple[str, str, int]]) -> None:
        self.connection = connection
        self.findings = findings
        self.erased = erased
        self.gone = 0
        has = inspect(connection).has_table
        self.models = {kind: model for kind, model in EVIDENCE.items() if has(table_of(model).name)}

    def check(self, leaves: Leaves) -> None:
        """Compare these leaves, neighbours in the ledger, with the rows that they speak of."""
        kinds: dict[str, dict[int, AnyRow]] = {}
        for leaf in leaves:
            kinds.setdefault(leaf[1], {})[leaf[0]] = leaf
        for kind, wanted in kinds.items():
            if kind in self.models:
                self._check_kind(self.models[kind], wanted)
            else:
                for leaf in wanted.values():
                    self.findings.fault(f"{named(leaf)}: this program knows no evidence of this type.")

    def check_strays(self) -> None:
        """Find rows of evidence that no leaf speaks of."""
        for kind, model in self.models.items():
            ids = table_of(model).columns["id"]
            has_leaf = exists().where(Leaf.record_id == ids, Leaf.type == kind)
            for (stray,) in self.connection.execute(select(ids).where(~has_leaf)):
                self.findings.fault(f"{kind} {stray}: the row has no leaf; it was not written by this program.")

    def _check_kind(self, model: type[Evidence], wanted: dict[int, AnyRow]) -> None:
        shape = shape_of(table_of(model))
        schema_at, recorded_at = shape.names.index("schema"), shape.names.index("recorded_at")
        for row in self._read(model, min(wanted), max(wanted)):
            leaf = wanted.pop(row[0])
            _, _, schema, record_id, committed, at = leaf
            values = row[2:]
            if self.erased and (record_id, model.leaf_type, row[0]) in self.erased:
                self.findings.fault(f"{named(leaf)}: it was erased, and its row is back; run the erasure again.")
            try:
                same = commitment(row[1], shape.record_bytes(values, schema)) == committed
                if not same or values[schema_at] != schema or values[recorded_at] != at:
                    self.findings.fault(f"{named(leaf)}: the row or its leaf was altered; the commitment does not fit.")
            except UNFIT as error:
                self.findings.fault(f"{named(leaf)}: the row was altered: {error}.")
        for leaf in wanted.values():
            self._missing(leaf)

    def _missing(self, leaf: AnyRow) -> None:
        if (leaf.record_id, leaf.type, leaf.position) in self.erased:
            self.gone += 1
        else:
            self.findings.fault(f"{named(leaf)}: the row of this record is missing.")

    def _read(self, model: type[Evidence], first: int, last: int) -> Sequence[AnyRow]:
        """Return (index, salt, values...) of the rows between two leaves."""

        def unreadable(index: int, error: object) -> None:
            self.findings.fault(f"{model.leaf_type} at position {index}: the row cannot be read: {error}.")

        return read_between(self.connection, _rows_between(table_of(model), model.leaf_type), first, last, unreadable)


def named(leaf: AnyRow) -> str:
    """Name a leaf in a sentence: type, id, position."""
    return f"{leaf.type} {leaf.record_id} at position {leaf.position}"


@cache
def _rows_between(table: Table, kind: str) -> AnySelect:
    between = Leaf.index.between(bindparam("first"), bindparam("last"))
    query = select(Leaf.index, raw(table.columns["salt"]), *shape_of(table).select)
    return query.join(table, table.columns["id"] == Leaf.record_id).where(between, Leaf.type == kind)
