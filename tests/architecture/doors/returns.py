"""The doors of placing somebody again after an appeal has changed a dismissal."""

from typing import Final

from tests.architecture.doors.answers import ADMINISTRATOR, HR, only

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # Who changes people; that it is HR, which reads served steps, is asked of each step.
    ("GET", "/actions/<action_id>/return"): only(HR, ADMINISTRATOR),
    ("POST", "/actions/<action_id>/return"): only(HR, ADMINISTRATOR),
}
