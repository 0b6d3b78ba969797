"""The objects of work files, notice and hearing packs."""

from typing import Final

from tests.architecture.doors.answers import DECISION_MAKER, HR, SUPERVISOR
from tests.architecture.objects.relations import Row, of

DECIDING: Final = (HR, DECISION_MAKER)
OF_CASES: Final = (of("case", own=DECIDING),)

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    # Steps and conversations of whoever is placed with the reader today; never the own ones here, nor anybody else's.
    ("GET", "/team/<employee_id>"): (of("person", team=(SUPERVISOR, *DECIDING)),),
    # To whoever handles the complaint, and to nobody else.
    ("GET", "/complaints/<complaint_id>/notice"): (
        of("complaint", own=(SUPERVISOR,)),
        of("complaint in hand", own=(HR,)),
    ),
    ("GET", "/cases/<case_id>/notified"): OF_CASES,
    ("GET", "/cases/<case_id>/hearing-pack"): OF_CASES,
    ("POST", "/cases/<case_id>/hearing-pack"): OF_CASES,
    ("GET", "/cases/<case_id>/hearing-pack/<pack_id>.pdf"): (of("hearing pack", own=DECIDING),),
}
