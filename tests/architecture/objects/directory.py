"""The objects of the directory: people are HR's and the administrator's, roles the administrator's."""

from typing import Final

from tests.architecture.doors.answers import ADMINISTRATOR, HR
from tests.architecture.objects.relations import SELF, Row, of

PERSONNEL: Final = (HR, ADMINISTRATOR)
PERSON: Final = (of("person", self=PERSONNEL, team=PERSONNEL, foreign=PERSONNEL),)
_OTHERS: Final = (ADMINISTRATOR,)

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("GET", "/people/<employee_id>"): PERSON,
    ("GET", "/people/<employee_id>/edit"): PERSON,
    ("POST", "/people/<employee_id>/edit"): PERSON,
    ("GET", "/people/<employee_id>/place"): PERSON,
    ("POST", "/people/<employee_id>/place"): PERSON,
    ("GET", "/people/<employee_id>/leave"): PERSON,
    ("POST", "/people/<employee_id>/leave"): PERSON,
    ("POST", "/people/<employee_id>/stay"): PERSON,
    ("GET", "/people/<employee_id>/absences/new"): PERSON,
    ("POST", "/people/<employee_id>/absences"): PERSON,
    ("GET", "/people/<employee_id>/deputies/new"): PERSON,
    ("POST", "/people/<employee_id>/deputies"): PERSON,
    # A row of a person is reached by way of that person alone.
    ("POST", "/people/<employee_id>/placements/<placement_id>/take-back"): (
        of("placement", self=PERSONNEL, team=PERSONNEL, foreign=PERSONNEL),
    ),
    ("POST", "/people/<employee_id>/absences/<absence_id>/end"): (
        of("absence", self=PERSONNEL, team=PERSONNEL, foreign=PERSONNEL),
    ),
    ("POST", "/people/<employee_id>/deputies/<row_id>/end"): (
        of("deputy", self=PERSONNEL, team=PERSONNEL, foreign=PERSONNEL),
    ),
    # Another administrator changes the own roles.
    ("GET", "/people/<employee_id>/roles/new"): (of("person", refused={SELF: _OTHERS}, foreign=_OTHERS),),
    ("POST", "/people/<employee_id>/roles"): (of("person", refused={SELF: _OTHERS}, foreign=_OTHERS),),
    ("GET", "/people/<employee_id>/roles/<grant_id>/end"): (of("grant", refused={SELF: _OTHERS}, foreign=_OTHERS),),
    ("POST", "/people/<employee_id>/roles/<grant_id>/end"): (of("grant", refused={SELF: _OTHERS}, foreign=_OTHERS),),
    # Jobs and locations belong to nobody: to whom the door is open, all of them are.
    ("GET", "/people/jobs/<job_id>"): (of("job title", foreign=PERSONNEL),),
    ("POST", "/people/jobs/<job_id>"): (of("job title", foreign=PERSONNEL),),
    ("GET", "/people/locations/<location_id>"): (of("location", foreign=PERSONNEL),),
    ("POST", "/people/locations/<location_id>"): (of("location", foreign=PERSONNEL),),
}
