"""What waits for somebody from outside: the one thing that they were invited to, and no door to any other."""

from dataclasses import dataclass

from handbook.complaints.lists import MINE, counts_for
from handbook.complaints.queries import complaint_outsider
from handbook.core.actor import Actor
from handbook.corrective_actions.queries import has_part_in_case
from handbook.home.conduct import in_cases, in_complaints
from handbook.home.task import Task
from handbook.home.voiced import waits_for


@dataclass(frozen=True, slots=True)
class GuestToday:
    """What the start page of a guest shows. The flags say which rooms hold something of theirs."""

    tasks: list[Task]
    has_case: bool
    has_complaint: bool
    is_outsider: bool


def today_of(actor: Actor) -> GuestToday:
    """Return what waits for a guest: to approve, to hear and decide, to answer."""
    is_outsider = complaint_outsider() == actor.employee_id
    has_complaint = is_outsider or counts_for(actor)[MINE] > 0
    tasks = in_cases(actor)
    if has_complaint:
        tasks += in_complaints(actor)
    if is_outsider:
        tasks += waits_for(actor, ())
    return GuestToday(tasks, has_part_in_case(actor), has_complaint, is_outsider)
