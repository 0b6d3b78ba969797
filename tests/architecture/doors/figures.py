"""The doors of the company's figures: everybody reads them, HR alone changes those of the draft."""

from typing import Final

from tests.architecture.doors.answers import ALL_STAFF, HR, only

_EDITORS = only(HR)

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("GET", "/handbook/figures"): ALL_STAFF,
    ("GET", "/handbook/draft/figures"): _EDITORS,
    ("GET", "/handbook/draft/figures/<table>"): _EDITORS,
    ("POST", "/handbook/draft/figures/<table>"): _EDITORS,
    ("GET", "/handbook/draft/figures/<table>/<row_id>"): _EDITORS,
    ("POST", "/handbook/draft/figures/<table>/<row_id>"): _EDITORS,
    ("POST", "/handbook/draft/figures/<table>/<row_id>/remove"): _EDITORS,
}
