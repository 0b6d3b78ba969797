"""What a verification finds: faults, which fail it, and notes, which a reader must know of all the same."""

from dataclasses import dataclass, field

MOST = 1000


@dataclass(frozen=True)
class Report:
    """The outcome: `ok` without any fault, one sentence per fault and note, and the tree that was found."""

    ok: bool
    faults: list[str]
    notes: list[str]
    size: int
    root: bytes


@dataclass
class Findings:
    """Collects sentences while a verification runs, and keeps no more of them than a person would read."""

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unsaid: int = 0

    def fault(self, sentence: str) -> None:
        """Take down one fault."""
        if len(self.faults) < MOST:
            self.faults.append(sentence)
        else:
            self.unsaid += 1

    def note(self, sentence: str) -> None:
        """Take down something that is no fault, but must be said."""
        self.notes.append(sentence)

    def report(self, size: int, root: bytes) -> Report:
        """Sum up."""
        more = [f"{self.unsaid} further faults are not listed."] if self.unsaid else []
        return Report(not self.faults, self.faults + more, self.notes, size, root)
