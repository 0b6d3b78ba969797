"""What a board shows, in the shape that pages want: the round, the counts, the lines, and what narrows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from handbook.acknowledgements.as_of import AsOf
from handbook.acknowledgements.board_states import GROUPS, Group, State, by_group
from handbook.core import clock
from handbook.core.pagination import Paged

PAGE = 50
SORTS = ("to_do", "name", "number", "reminded")


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round with its edition. `superseded` is computed: a newer edition was published."""

    id: str
    number: int
    edition_id: str
    edition: int
    reason: str
    audience: Mapping[str, list[str]]
    note: str
    deadline_on: date
    opened_at: datetime
    opened_by: str | None
    superseded: bool


@dataclass(frozen=True, slots=True)
class BoardFilters:
    """What a board is narrowed to; empty text narrows nothing. `page` counts from 1, `day` None is now."""

    location_id: str = ""
    job: str = ""
    language: str = ""
    supervisor_id: str = ""
    q: str = ""
    state: str = ""
    group: str = ""
    sort: str = "to_do"
    page: int = 1
    day: date | None = None

    @property
    def states(self) -> tuple[State, ...]:
        """The states asked for; none asked for means all."""
        if self.state:
            return (State(self.state),)
        return GROUPS[Group(self.group)] if self.group else ()

    @property
    def is_narrow(self) -> bool:
        """Whether the counts are of some people only; the day and the state leave nobody out of them."""
        return any((self.location_id, self.job, self.language, self.supervisor_id, self.q))

    def of_all_states(self) -> "BoardFilters":
        """Return the same without the state: what the counts on the chips are of."""
        return replace(self, state="", group="")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a board can be narrowed to: places and supervisors by id, jobs."""

    places: Mapping[str, str]
    jobs: Sequence[str]
    supervisors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """An invited person on a board. `id` is that of the invitation, as check boxes send it.

    `zone` names the clocks of the place, by which `day` and every moment shown are read.
    """

    id: str
    employee_id: str
    staff_number: str
    name: str
    language: str
    job: str | None
    location: str | None
    state: State
    due_on: date
    supervisor: str | None
    leave_until: date | None
    reminders: int
    reminded_at: datetime | None
    soon_after_reset: bool
    has_own_deadline: bool
    day: date
    zone: str

    @property
    def is_overdue(self) -> bool:
        """Whether the last day to sign is over and nothing but reading is missing."""
        return self.state in (State.NOT_OPENED, State.OPENED, State.NOT_REACHABLE) and self.due_on < self.day

    @property
    def reminded_there(self) -> datetime | None:
        """When the person was reminded last, on the clocks of the place."""
        return clock.local(self.reminded_at, self.zone) if self.reminded_at else None


@dataclass(frozen=True, slots=True)
class Board(Paged):
    """A round as one reader may see it on a day: how many are in which state, and one page of the people."""

    size = PAGE
    round: RoundRow
    as_of: AsOf
    filters: BoardFilters
    counts: Mapping[State, int]
    lines: list[Line]

    @property
    def all(self) -> int:
        """Everybody invited by that day, as far as the filters reach."""
        return sum(self.counts.values())

    @property
    def signed(self) -> int:
        """How many of them have signed."""
        return self.counts.get(State.SIGNED, 0)

    @property
    def groups(self) -> dict[Group, int]:
        """The four parts of the whole; they add up to `all`."""
        return by_group(self.counts)

    @property
    def total(self) -> int:
        """How many lines there are on all pages."""
        states = self.filters.states or tuple(State)
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def page(self) -> int:
        """Which page of them this is, from 1."""
        return self.filters.page
