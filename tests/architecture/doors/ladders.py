"""The doors of the ladder, of deputies, of people from outside, and of one human with two records."""

from typing import Final

from tests.architecture.doors.answers import ADMINISTRATOR, ALL_STAFF, DECISION_MAKER, HR, only

# HR and the decision-makers change the ladder, name deputies and invite; who may confirm what is asked of each.
_DECIDING = only(HR, DECISION_MAKER)
_PERSONNEL = only(HR, ADMINISTRATOR)

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    # Everybody who works here reads what can happen to them.
    ("GET", "/ladder"): ALL_STAFF,
    ("GET", "/ladder/change"): _DECIDING,
    ("POST", "/ladder/change"): _DECIDING,
    ("GET", "/ladder/changes/<change_id>"): _DECIDING,
    ("POST", "/ladder/changes/<change_id>/confirm"): _DECIDING,
    ("POST", "/ladder/changes/<change_id>/decline"): _DECIDING,
    ("GET", "/deputies"): _DECIDING,
    ("POST", "/deputies"): _DECIDING,
    ("POST", "/deputies/<deputation_id>/end"): _DECIDING,
    ("GET", "/outsiders"): _DECIDING,
    ("GET", "/outsiders/new"): _DECIDING,
    ("POST", "/outsiders/new"): _DECIDING,
    ("GET", "/outsiders/<invitation_id>/end"): _DECIDING,
    ("POST", "/outsiders/<invitation_id>/end"): _DECIDING,
    ("GET", "/people/<employee_id>/same-person"): _PERSONNEL,
    ("POST", "/people/<employee_id>/same-person"): _PERSONNEL,
    ("POST", "/people/<employee_id>/same-person/part"): _PERSONNEL,
}
