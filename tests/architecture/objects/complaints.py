"""The objects of complaints: the filer sees what they wrote, HR an outline, the handler all; the subject nothing."""

from typing import Final

from tests.architecture.doors.answers import HR, STAFF, SUPERVISOR
from tests.architecture.objects.relations import OWN, Row, of

ONE: Final = "/complaints/<complaint_id>"
# A supervisor handles what they wrote down where they work; HR does not handle what it wrote down itself.
HANDLED: Final = (of("complaint", own=(SUPERVISOR,)), of("complaint in hand", own=(HR,)))
# The handler is told that there is no such part; all others, that there is no such complaint.
NO_SUCH_PART: Final = (of("complaint", absent={OWN: (SUPERVISOR,)}), of("complaint in hand", absent={OWN: (HR,)}))
# Whoever sees anything of it gets the page with what is missing in the form; whose act it is, the operation asks.
SENT: Final = (of("complaint", own=(SUPERVISOR, HR), team=(HR,), foreign=(HR,)),)
OVERSEEN: Final = (
    of("complaint", own=(HR,), team=(HR,), foreign=(HR,)),
    of("complaint in hand", own=(HR,), team=(HR,), foreign=(HR,)),
)

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("GET", ONE): (
        of("complaint", own=STAFF, team=(HR,), foreign=(HR,)),
        of("complaint in hand", own=(HR,), team=(HR,), foreign=(HR,)),
    ),
    ("GET", f"{ONE}/handling"): HANDLED,
    ("GET", f"{ONE}/customer"): (of("complaint"), of("complaint in hand", own=(HR,))),
    ("GET", f"{ONE}/photo"): NO_SUCH_PART,
    ("GET", f"{ONE}/act"): NO_SUCH_PART,
    ("POST", f"{ONE}/act"): NO_SUCH_PART,
    ("GET", f"{ONE}/act?what=find"): HANDLED,
    ("POST", f"{ONE}/act?what=find"): HANDLED,
    ("GET", f"{ONE}/act?what=assign"): OVERSEEN,
    ("POST", f"{ONE}/act?what=assign"): OVERSEEN,
    ("POST", f"{ONE}/take-on"): OVERSEEN,
    ("POST", f"{ONE}/outside"): OVERSEEN,
    ("POST", f"{ONE}/people"): SENT,
    ("POST", f"{ONE}/rules"): SENT,
    ("POST", f"{ONE}/stage"): SENT,
}
