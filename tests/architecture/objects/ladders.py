"""The objects of ladders: a proposal belongs to nobody, a deputation to who gave it, an invitation to its case."""

from typing import Final

from tests.architecture.doors.answers import DECISION_MAKER, HR
from tests.architecture.objects.directory import PERSON
from tests.architecture.objects.relations import Row, of

DECIDING: Final = (HR, DECISION_MAKER)
PROPOSED: Final = (of("proposed ladder", foreign=DECIDING),)
INVITED: Final = (of("invitation of a guest", own=DECIDING),)

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("GET", "/ladder/changes/<change_id>"): PROPOSED,
    ("POST", "/ladder/changes/<change_id>/confirm"): PROPOSED,
    ("POST", "/ladder/changes/<change_id>/decline"): PROPOSED,
    ("POST", "/deputies/<deputation_id>/end"): (of("deputation", own=DECIDING),),
    ("GET", "/outsiders/<invitation_id>/end"): INVITED,
    ("POST", "/outsiders/<invitation_id>/end"): INVITED,
    ("GET", "/people/<employee_id>/same-person"): PERSON,
    ("POST", "/people/<employee_id>/same-person"): PERSON,
    ("POST", "/people/<employee_id>/same-person/part"): PERSON,
}
