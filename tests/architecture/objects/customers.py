"""The objects of customers: a complaint by its code, and the letters of whoever handles it."""

from typing import Final

from tests.architecture.doors.answers import HR, ROLES, SUPERVISOR
from tests.architecture.objects.relations import Row, of

# The code is the right itself: whoever holds it is answered, whatever else they are.
BY_CODE: Final = (of("followed complaint", foreign=ROLES),)
# A supervisor handles what they wrote down where they work; HR never what it wrote down itself.
IN_HAND: Final = (of("complaint", own=(SUPERVISOR,)), of("complaint in hand", own=(HR,)))
NEW: Final = "/complaints/<complaint_id>/letters/new"
OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("GET", "/c/<code>"): BY_CODE,
    ("GET", "/c/<code>/receipt"): BY_CODE,
    ("POST", "/c/<code>/words"): BY_CODE,
    ("POST", "/c/<code>/unsettled"): BY_CODE,
    ("GET", "/c/<code>/letters/<letter_id>"): (of("followed letter", foreign=ROLES),),
    ("GET", "/complaints/<complaint_id>/letters"): IN_HAND,
    # Without a kind there is no such letter, for anybody.
    ("GET", NEW): (of("complaint"), of("complaint in hand")),
    ("POST", NEW): (of("complaint"), of("complaint in hand")),
    ("GET", f"{NEW}?kind=apology"): IN_HAND,
    ("POST", f"{NEW}?kind=apology"): IN_HAND,
    ("GET", "/complaints/<complaint_id>/letters/<letter_id>"): (of("letter to a customer", own=(HR,)),),
    ("POST", "/complaints/<complaint_id>/code"): IN_HAND,
}
