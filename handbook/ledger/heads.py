"""The signed statements that a verification holds the tree against: kept checkpoints, and notes kept outside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from handbook.core.errors import Invalid
from handbook.ledger.findings import Findings
from handbook.ledger.keys import VerifierKey
from handbook.ledger.models import AnyRow, AnySelect, Checkpoint
from handbook.ledger.notes import signed_at, verify_note
from handbook.ledger.reading import UNFIT, reported
from handbook.ledger.records import moment_from_store, moment_text, raw
from handbook.ledger.recovery import Loss


@dataclass(frozen=True)
class Head:
    """A size and the root that the tree must have there; `what` names the statement in a sentence."""

    what: str
    size: int
    root: bytes


@dataclass
class Heads:
    """All statements about one ledger, and what became of them."""

    connection: Connection
    findings: Findings
    key: VerifierKey
    outside: Sequence[Head]
    losses: Sequence[Loss]

    def due(self, after: int, size: int) -> list[Head]:
        """Return the statements about sizes from `after` + 1 up to `size`, in their order."""
        kept = self._kept(Checkpoint.size > after, Checkpoint.size <= size)
        outside = (head for head in self.outside if after < head.size <= size)
        return sorted([*kept, *outside], key=lambda head: head.size)

    def check(self, head: Head, root: bytes) -> None:
        """Compare a statement with the root that the tree really has at its size."""
        if head.root != root:
            self._broken(head, f"Another ledger: its first {head.size} records do not have the root of {head.what}.")

    def check_beyond(self, size: int) -> None:
        """Find the statements about a larger ledger than this one: it was cut, or put back to an older state."""
        for head in [*self._kept(Checkpoint.size > size), *(head for head in self.outside if head.size > size)]:
            self._broken(head, f"Rolled back: the ledger is shorter than {head.what}: {size} < {head.size}.")

    def _broken(self, head: Head, sentence: str) -> None:
        if any((head.size, head.root) == (loss.size, loss.root) for loss in self.losses):
            self.findings.note(f"{sentence} This loss was declared.")
        else:
            self.findings.fault(sentence)

    def _kept(self, *which: Any) -> Iterator[Head]:
        columns = (Checkpoint.size, raw(Checkpoint.root), raw(Checkpoint.at), raw(Checkpoint.note))
        query: AnySelect = select(*columns).where(*which).order_by(Checkpoint.size)
        with reported(self.findings, "The kept checkpoints"):
            for row in self.connection.execute(query).all():
                head = self._kept_head(row)
                if head is not None:
                    yield head

    def _kept_head(self, row: AnyRow) -> Head | None:
        what = f"the kept checkpoint of {row.size} records"
        try:
            signed = verify_note(row.note, self.key)
            at = signed_at(row.note, self.key)
            same = (row.size, row.root) == (signed.size, signed.root)
            same = same and at is not None and moment_from_store(row.at) == moment_text(at)
        except (Invalid, *UNFIT) as error:
            self.findings.fault(f"In {what}: {error}")
            return None
        if not same:
            self.findings.fault(f"In {what}: its size, root or time is not what was signed.")
        return Head(what, signed.size, signed.root)


def outside_head(note: str, key: VerifierKey) -> Head:
    """Read a checkpoint that was kept outside; raise Invalid where this ledger's key did not sign it."""
    signed = verify_note(note, key)
    return Head(f"the given checkpoint of {signed.size} records", signed.size, signed.root)
