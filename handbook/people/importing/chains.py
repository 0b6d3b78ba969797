"""Who would look after whom once a file is applied: supervisors who would be missing, and circles, are found."""

from array import array
from collections.abc import Iterable
from enum import IntEnum

from handbook.people.importing.register import ALONE, NOBODY, Index, Register


class State(IntEnum):
    """What is known of a line before the chains are looked at, and after."""

    KNOWN = 0
    NEW = 1
    ERROR = 2
    ORPHAN = 3
    CIRCLE = 4


FAULTY = frozenset({State.ERROR, State.ORPHAN, State.CIRCLE})


class Chains:
    """The lines of a file over the people who are here already. `states` holds a State for each line."""

    def __init__(self, register: Register, states: bytearray, present: Iterable[tuple[int, int]]) -> None:
        """`present` yields the marks of each person who is known, and of the supervisor today (or NOBODY)."""
        self.register, self.states = register, states
        self.lines = Index(register.numbers)
        here, theirs = array("Q"), array("Q")
        for number, boss in present:
            here.append(number)
            theirs.append(boss)
        self.present, self.present_bosses = Index(here), theirs

    def settle(self) -> None:
        """Mark every line whose supervisor would not be there, or who would be above their own supervisor."""
        while self._orphans() or self._circles():
            pass

    def in_order(self) -> Iterable[int]:
        """Yield the lines that can be used, each after the line of its supervisor where that one is new."""
        depth = bytearray(len(self.register))
        deepest = 0
        for line in range(len(depth)):
            depth[line] = min(self._depth(line), 255)
            deepest = max(deepest, depth[line])
        for level in range(deepest + 1):
            yield from (line for line, state in enumerate(self.states) if depth[line] == level and state not in FAULTY)

    def is_nowhere(self, line: int) -> bool:
        """Tell whether the supervisor of a line is neither known nor in the file."""
        boss = self.register.bosses[line]
        return boss > ALONE and self.present.find(boss) < 0 and self.lines.find(boss) < 0

    def _depth(self, line: int) -> int:
        count = 0
        while (line := self._new_boss_of(line)) >= 0:
            count += 1
        return count

    def _new_boss_of(self, line: int) -> int:
        """Return the line of the supervisor where that person is new, or -1."""
        boss = self.register.bosses[line]
        found = self.lines.find(boss) if boss > ALONE else -1
        return found if found >= 0 and self.states[found] == State.NEW else -1

    def _orphans(self) -> bool:
        found = False
        for line, state in enumerate(self.states):
            boss = self.register.bosses[line]
            if boss <= ALONE or state in FAULTY or self.present.find(boss) >= 0:
                continue
            place = self.lines.find(boss)
            if place < 0 or self.states[place] in FAULTY:
                self.states[line] = State.ORPHAN
                found = True
        return found

    def _circles(self) -> bool:
        """Walk up from every person once; whoever is met twice on one walk stands in a circle."""
        count = len(self.register)
        seen = array("L", bytes(array("L").itemsize * (count + len(self.present.places))))
        found = False
        for start in range(count):
            node = start
            while node >= 0 and not seen[node]:
                seen[node] = start + 1
                node = self._above(node, count)
            if node >= 0 and seen[node] == start + 1:
                found |= self._mark(node, count)
        return found

    def _mark(self, first: int, count: int) -> bool:
        """Mark the lines of a circle that name a supervisor; only once it is walked, for marks change the way."""
        circle = [first]
        while (node := self._above(circle[-1], count)) != first:
            circle.append(node)
        lines = [node for node in circle if node < count and self.register.bosses[node] > ALONE]
        fresh = [node for node in lines if self.states[node] not in FAULTY]
        for node in fresh:
            self.states[node] = State.CIRCLE
        return bool(fresh)

    def _above(self, node: int, count: int) -> int:
        """Return the node of the supervisor: lines come first, then people of whom the file says nothing; -1: none."""
        if node < count and self.states[node] not in FAULTY and self.register.bosses[node] != NOBODY:
            boss = self.register.bosses[node]
        else:
            place = node - count if node >= count else self.present.find(self.register.numbers[node])
            boss = self.present_bosses[place] if place >= 0 else NOBODY
        if boss <= ALONE:
            return -1
        line = self.lines.find(boss)
        if line >= 0:
            return line
        place = self.present.find(boss)
        return count + place if place >= 0 else -1
