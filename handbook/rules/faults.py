"""A fault of a source file as an author reads it: which file, which line, what to change."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to change. Lines count from 1. A warning stops nothing, unless the check is strict."""

    file: str
    line: int
    words: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {'warning: ' if self.warning else ''}{self.words}"


def errors(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults that are no warnings."""
    return [fault for fault in faults if not fault.warning]


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return the faults by file and line."""
    return sorted(faults, key=lambda fault: (fault.file, fault.line))
