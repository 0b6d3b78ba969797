"""What the page of one person shows, in the shape that templates read."""

from dataclasses import dataclass
from datetime import date, datetime

from handbook.people.placing import Standing
from handbook.permissions import Role


@dataclass(frozen=True, slots=True)
class Recorded:
    """When and by whom something was written down; an empty name is an import or the beginning of the installation."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ShownPlacement:
    """A placement and when its first and last day were recorded."""

    id: str
    from_on: date
    to_on: date | None
    location_id: str
    location: str
    zone: str
    job: str
    profile: str
    supervisor_id: str | None
    supervisor: str
    supervisor_number: str
    began: Recorded
    ended: Recorded | None
    can_be_taken_back: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class ShownDays:
    """Leave, or standing in: days, who else is meant, who wrote it down; `open` while something of it is to come."""

    id: str
    from_on: date
    to_on: date
    other_id: str
    other: str
    recorded: Recorded
    open: bool


@dataclass(frozen=True, slots=True)
class ShownRole:
    """A grant of a role; `open` while it counts or is to come and may be ended by hand."""

    id: str
    role: Role
    from_on: date
    to_on: date | None
    granted: Recorded
    ended: Recorded | None
    counts: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Everything that the page of a person shows. `today` is by the clocks of where they work."""

    employee_id: str
    staff_number: str
    name: str
    latin_name: str
    language: str
    email: str | None
    mobile: str | None
    kind: str
    row_version: int
    today: date
    standing: Standing
    placements: list[ShownPlacement]
    absences: list[ShownDays]
    deputies: list[ShownDays]
    stands_in_for: list[ShownDays]
    roles: list[ShownRole]
    own_people: int

    @property
    def current(self) -> ShownPlacement | None:
        """The placement that stands for the person."""
        return next((each for each in self.placements if each.is_current), None)

    @property
    def roles_now(self) -> frozenset[Role]:
        """The roles that count today."""
        return frozenset(grant.role for grant in self.roles if grant.counts)

    @property
    def plans_to_leave(self) -> bool:
        """Tell whether a last day is written down that has not been."""
        last = self.placements[0] if self.placements else None
        return last is not None and last.to_on is not None and last.to_on >= self.today
