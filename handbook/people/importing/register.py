"""The staff numbers of a whole file in some bytes each, so that 100,000 lines fit beside 1,000."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from hashlib import blake2b

from handbook.people.importing.lines import Line

# In place of a supervisor: the line says nothing of one, or takes the one away who was known.
NOBODY, ALONE = 0, 1


def mark_of(key: str) -> int:
    """Return 64 bits that stand for a number key; no key gives NOBODY.

    Two of 100,000 keys are alike by chance in one of three thousand million files; then both lines are called doubles.
    """
    if not key:
        return NOBODY
    mark = int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
    return max(mark, ALONE + 1)


class Index:
    """From marks to the places at which they were added, by bisection over sorted arrays."""

    def __init__(self, marks: "array[int]") -> None:
        order = sorted(range(len(marks)), key=marks.__getitem__)
        self.places = array("L", order)
        self.sorted = array("Q", (marks[place] for place in order))

    def find(self, mark: int) -> int:
        """Return the first place of a mark, or -1."""
        at = bisect_left(self.sorted, mark)
        return self.places[at] if at < len(self.sorted) and self.sorted[at] == mark else -1

    def doubles(self) -> Iterator[tuple[int, int]]:
        """Yield (place, first place) for every mark that was added again."""
        first = 0
        for at in range(1, len(self.sorted)):
            if self.sorted[at] != self.sorted[at - 1]:
                first = at
            elif self.sorted[at] != NOBODY:
                yield self.places[at], self.places[first]


class Register:
    """Line by line: the row, the mark of the staff number, and that of the supervisor (or NOBODY, or ALONE)."""

    def __init__(self) -> None:
        self.numbers = array("Q")
        self.bosses = array("Q")
        self.rows = array("L")

    def __len__(self) -> int:
        return len(self.numbers)

    def add(self, line: Line) -> None:
        """Add the next line."""
        alone = "supervisor" in line.said and line.said["supervisor"] is None
        self.rows.append(line.row)
        self.numbers.append(mark_of(line.key))
        self.bosses.append(ALONE if alone else mark_of(line.supervisor))
