"""Whether one person may look into a matter and decide it: where the ladder of a small firm says so, and only there."""

from handbook.core import clock
from handbook.corrective_actions.ladders.ladder import Separation
from handbook.corrective_actions.ladders.queries import ladder_on
from handbook.people.queries import find_placed_today


def one_may_do_both(subject_id: str, zone: str) -> bool:
    """Tell whether the ladder where a person works today drops that separation (three queries).

    `zone`: that of the complaint, for somebody who has left.
    """
    placed = find_placed_today(subject_id)
    day = clock.today(placed.zone if placed else zone)
    return Separation.INVESTIGATOR_DECIDES in ladder_on(day, placed.location_id if placed else None).dropped


def one_may_do_both_at(location_id: str, zone: str) -> bool:
    """Tell the same of a location, where nobody has chosen yet whom a case is about (two queries)."""
    return Separation.INVESTIGATOR_DECIDES in ladder_on(clock.today(zone), location_id).dropped
