"""Reading the ledger for people: how long it is, and its checkpoints."""

from collections.abc import Sequence

from sqlalchemy import func, select

from handbook.core.db import db
from handbook.ledger.models import Checkpoint, Leaf


def size() -> int:
    """Return how many leaves the ledger has."""
    return db.session.scalar(select(func.coalesce(func.max(Leaf.index) + 1, 0))) or 0


def checkpoints(most: int) -> Sequence[Checkpoint]:
    """Return the newest checkpoints, at most so many."""
    return db.session.scalars(select(Checkpoint).order_by(Checkpoint.size.desc()).limit(most)).all()
