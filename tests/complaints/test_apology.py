"""An apology is no admission: no page of a case, no disclosure, no file and no other room ever meets it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from handbook.complaints import operations
from handbook.core.transaction import transaction
from tests import factories
from tests.browser_like import Visitor
from tests.complaints import stories
from tests.corrective_actions import stories as walk

ROOT = Path(__file__).parents[2]
REGRET = "We are truly sorry that you were spoken to like that."


@pytest.mark.database
def test_no_page_of_a_case_and_no_file_shows_an_apology(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        case_id = walk.open_case()
        walk.begin(case_id)
        complaint_id = walk.case_head(case_id).complaint_id
        with transaction():
            version = stories.version_of(complaint_id)
            operations.record_apology(factories.actor("meera"), complaint_id, REGRET, "phone", version)
        walk.tell(case_id)
        asha = factories.person_id("asha")
    case, own = f"/cases/{case_id}", f"/my-file/cases/{case_id}"
    pages = {
        "meera": (case, f"{case}/folder", f"{case}/hearing-pack", f"{case}/notified", f"/people/{asha}/file"),
        "dmitri": (case, f"{case}/propose", "/cases"),
        "asha": (own, "/my-file", "/"),
    }
    assert REGRET in client_of("meera").get(f"/complaints/{complaint_id}").text
    for name, addresses in pages.items():
        browser = client_of(name)
        for address in addresses:
            answer = browser.get(address)
            assert (answer.status_code, REGRET in answer.text) == (200, False), f"{name} {address}"


def test_no_other_room_reads_the_table_of_apologies():
    readers = {
        path.relative_to(ROOT / "handbook").parts[0]
        for path in (ROOT / "handbook").rglob("*.py")
        if "ComplaintApology" in (text := path.read_text(encoding="utf-8")) or "complaint_apology" in text
    }
    assert readers == {"complaints", "migrations"}
