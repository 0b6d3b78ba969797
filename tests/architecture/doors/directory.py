"""The doors of people, placements, roles, jobs and locations."""

from typing import Final

from tests.architecture.doors.answers import ADMINISTRATOR, HR, only

_PERSONNEL = only(HR, ADMINISTRATOR)
# An administrator alone gives and ends roles; that it is never the own one is asked of each person.
_ROLES = only(ADMINISTRATOR)

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("GET", "/people"): _PERSONNEL,
    ("GET", "/people.csv"): _PERSONNEL,
    ("GET", "/people.xlsx"): _PERSONNEL,
    ("GET", "/people/new"): _PERSONNEL,
    ("POST", "/people/new"): _PERSONNEL,
    ("GET", "/people/<employee_id>"): _PERSONNEL,
    ("GET", "/people/<employee_id>/edit"): _PERSONNEL,
    ("POST", "/people/<employee_id>/edit"): _PERSONNEL,
    ("GET", "/people/<employee_id>/place"): _PERSONNEL,
    ("POST", "/people/<employee_id>/place"): _PERSONNEL,
    ("POST", "/people/<employee_id>/placements/<placement_id>/take-back"): _PERSONNEL,
    ("GET", "/people/<employee_id>/leave"): _PERSONNEL,
    ("POST", "/people/<employee_id>/leave"): _PERSONNEL,
    ("POST", "/people/<employee_id>/stay"): _PERSONNEL,
    ("GET", "/people/<employee_id>/absences/new"): _PERSONNEL,
    ("POST", "/people/<employee_id>/absences"): _PERSONNEL,
    ("POST", "/people/<employee_id>/absences/<absence_id>/end"): _PERSONNEL,
    ("GET", "/people/<employee_id>/deputies/new"): _PERSONNEL,
    ("POST", "/people/<employee_id>/deputies"): _PERSONNEL,
    ("POST", "/people/<employee_id>/deputies/<row_id>/end"): _PERSONNEL,
    ("GET", "/people/<employee_id>/roles/new"): _ROLES,
    ("POST", "/people/<employee_id>/roles"): _ROLES,
    ("GET", "/people/<employee_id>/roles/<grant_id>/end"): _ROLES,
    ("POST", "/people/<employee_id>/roles/<grant_id>/end"): _ROLES,
    ("GET", "/people/jobs"): _PERSONNEL,
    ("POST", "/people/jobs"): _PERSONNEL,
    ("GET", "/people/jobs/new"): _PERSONNEL,
    ("GET", "/people/jobs/<job_id>"): _PERSONNEL,
    ("POST", "/people/jobs/<job_id>"): _PERSONNEL,
    ("GET", "/people/locations"): _PERSONNEL,
    ("POST", "/people/locations"): _PERSONNEL,
    ("GET", "/people/locations/new"): _PERSONNEL,
    ("GET", "/people/locations/<location_id>"): _PERSONNEL,
    ("POST", "/people/locations/<location_id>"): _PERSONNEL,
}
