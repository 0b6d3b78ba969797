"""Whether one person may look into a matter and decide it: where the ladder of a small firm says so, and only there."""

from dataclasses import dataclass
from datetime import date

from handbook.core import clock
from handbook.corrective_actions.ladders.ladder import Ladder, Separation
from handbook.corrective_actions.ladders.queries import ladder_on
from handbook.people.queries import find_placed_today


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where the person of a case works today and the ladder that counts there.

    `location_id` None: the person has left, the day is that of the complaint and the ladder the company's.
    """

    location_id: str | None
    today: date
    ladder: Ladder

    @property
    def one_may_do_both(self) -> bool:
        """Whether the ladder drops the rule that who looked into a matter never decides it."""
        return Separation.INVESTIGATOR_DECIDES in self.ladder.dropped


def workplace_of(subject_id: str, zone: str) -> Workplace:
    """Return where a person works today, with the ladder (two queries).

    `zone`: that of the complaint, for somebody who has left.
    """
    placed = find_placed_today(subject_id)
    day, location_id = clock.today(placed.zone if placed else zone), placed.location_id if placed else None
    return Workplace(location_id, day, ladder_on(day, location_id))


def one_may_do_both(subject_id: str, zone: str) -> bool:
    """Tell whether the ladder where a person works today drops that separation; `zone` as for `workplace_of`."""
    return workplace_of(subject_id, zone).one_may_do_both


def one_may_do_both_at(location_id: str, zone: str) -> bool:
    """Tell the same of a location, where nobody has chosen yet whom a case is about (one query)."""
    return Separation.INVESTIGATOR_DECIDES in ladder_on(clock.today(zone), location_id).dropped
