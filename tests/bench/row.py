"""One line of the benchmark: what was measured, ours and the other's figure, their ratio and the goal."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """A measured ratio beside its goal; `ours` and `other` are words with their unit ("3.1 ms")."""

    what: str
    ours: str
    other: str
    ratio: float
    goal: str
    good: bool
    command: str


def ratio_of_pairs(ours: Sequence[float], other: Sequence[float]) -> float:
    """Return the median of ours / other over pairs that were measured in turn, so that drift cancels out."""
    return median(mine / theirs for mine, theirs in zip(ours, other, strict=True))
