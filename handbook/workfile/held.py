"""The head of a work file: what counts against the person and through when, what happens to them, what they can do."""

from dataclasses import dataclass

from handbook.core.actor import Actor
from handbook.corrective_actions import queries as corrective_actions
from handbook.corrective_actions.queries import LiveStep, OwnCase, Window


@dataclass(frozen=True, slots=True)
class Held:
    """What stands above the line. `cases` and `windows` are for the person alone: others learn of no open case here."""

    live: list[LiveStep]
    cases: list[OwnCase]
    windows: list[Window]

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is held against the person: no step counts, and nothing that they were told of is open.

        A letter that is still on its way counts on no day yet, but its days for an answer run.
        """
        return not (self.live or self.cases or self.windows)


def held_against(employee_id: str, actor: Actor) -> Held:
    """Return what counts today; to the person also what happens to them and what they can do until when."""
    live = corrective_actions.live_steps(employee_id)
    if actor.employee_id != employee_id:
        return Held(live, [], [])
    open_cases = [case for case in corrective_actions.own_cases(employee_id) if not case.is_over]
    return Held(live, open_cases, corrective_actions.open_windows(employee_id))
