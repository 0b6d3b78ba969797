"""The objects of signing: the receipt is the signer's, the sealed paper the signer's and HR's, never a supervisor's."""

from typing import Final

from tests.architecture.doors.answers import FORMER, HR, STAFF
from tests.architecture.objects.relations import Row, of

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("GET", "/sign/receipt/<acknowledgement_id>"): (of("signature", self=(*STAFF, FORMER)),),
    ("GET", "/signatures/<acknowledgement_id>.pdf"): (
        of("signature", self=(*STAFF, FORMER), team=(HR,), foreign=(HR,)),
    ),
}
