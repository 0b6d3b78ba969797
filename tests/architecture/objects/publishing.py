"""The objects of publishing: a publication is its owner's alone, a remark is answered by HR whoever said it."""

from typing import Final

from tests.architecture.doors.answers import HR
from tests.architecture.objects.relations import Row, of

PUBLICATION: Final = (of("publication", own=(HR,)), of("other job"))

OBJECTS: Final[dict[tuple[str, str], tuple[Row, ...]]] = {
    ("GET", "/handbook/draft/publishing/<job_id>"): PUBLICATION,
    ("GET", "/handbook/draft/publishing/<job_id>.json"): PUBLICATION,
    ("POST", "/handbook/draft/publishing/<job_id>/cancel"): PUBLICATION,
    ("POST", "/handbook/draft/remarks/<remark_id>/answer"): (of("remark", self=(HR,), team=(HR,), foreign=(HR,)),),
}
