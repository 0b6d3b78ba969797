"""The dated line: newest first, page by page without a hole and without a double."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from flask import Flask, current_app

from handbook.acknowledgements.models import Acknowledgement, Invitation, SigningRound
from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.transaction import transaction
from handbook.ledger.appending import record_evidence
from handbook.rules import queries as rules
from handbook.workfile import queries
from handbook.workfile.queries import WorkFile
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.browser_like import Visitor

_NUMBERS = count(1000)

pytestmark = pytest.mark.database


def test_a_signature_stands_in_the_file_with_its_receipt(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        signed = sign_below("asha")
        sign_below("ravi")
    browser = client_of("asha")
    browser.get("/my-file")
    assert browser.words().count("Signed the handbook, edition 1") == 1
    assert browser.link("Signed the handbook, edition 1") == f"/signatures/{signed}.pdf"


def test_an_empty_file_says_what_will_stand_there(client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    browser.get("/my-file")
    assert "Nothing is held against you." in browser.words()
    assert "Nothing stands here yet" in browser.words()


def test_it_shows_the_newest_first(context: Flask):
    codes = many_signatures("asha", 5)
    assert receipts(page("asha")) == codes[::-1]


@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 100, 101])
def test_pages_have_neither_holes_nor_doubles(context: Flask, count: int):
    codes = many_signatures("asha", count)
    many_signatures("ravi", 3)
    seen: list[str] = []
    older: str | None = None
    for _page in range(count // queries.PAGE + 2):
        shown = page("asha", older)
        assert len(shown.entries) <= queries.PAGE
        seen += receipts(shown)
        older = shown.older
        if older is None:
            break
    assert seen == codes[::-1]


def test_entries_of_the_same_moment_are_not_lost_between_two_pages(context: Flask):
    codes = many_signatures("asha", queries.PAGE + 5, at_once=True)
    first = page("asha")
    second = page("asha", first.older)
    assert sorted(receipts(first) + receipts(second)) == sorted(codes)
    assert second.older is None


def test_what_comes_in_while_somebody_pages_shifts_nothing(context: Flask):
    codes = many_signatures("asha", queries.PAGE + 2)
    first = page("asha")
    many_signatures("asha", 3)
    second = page("asha", first.older)
    assert receipts(first) + receipts(second) == codes[::-1]


@pytest.mark.parametrize(
    "key",
    ["", "~", "yesterday", "2026-01-01", "2026-01-01~x", "2026-01-01T00:00:00~" + "0" * 31, "~" + "0" * 32,
     "2026-13-45T00:00:00+00:00~" + "0" * 32, "' OR 1=1 --~" + "0" * 32, "2999-01-01T00:00:00+00:00~' OR 1=1",
     "0001-01-01T00:00:00+14:00~" + "0" * 32, "\0~\0"],
)  # fmt: skip
def test_a_key_that_makes_no_sense_starts_from_the_newest(context: Flask, key: str):
    codes = many_signatures("asha", 2)
    assert receipts(page("asha", key)) == codes[::-1]


def test_a_key_without_zone_is_no_failure(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    key = "2026-01-01T00:00:00~" + "0" * 32
    assert browser.client.get("/my-file", query_string={"before": key}).status_code == 200


def test_the_page_leads_to_the_older_entries_and_they_end(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        codes = many_signatures("asha", queries.PAGE + 1)
    browser = client_of("asha")
    browser.get("/my-file")
    assert codes[0] not in browser.words()
    browser.get(browser.link("Show older entries"))
    assert codes[0] in browser.words()
    assert codes[-1] not in browser.words()
    assert "Show older entries" not in browser.words()


def test_the_number_of_queries_does_not_grow_with_the_file(context: Flask, counting: Callable[[], object]):
    numbers = []
    for more in (1, 40):
        many_signatures("asha", more)
        with counting() as statements:
            page("asha")
        numbers.append(len(statements))
    assert len(set(numbers)) == 1


def page(name: str, before: str | None = None) -> WorkFile:
    with current_app.test_request_context():
        return queries.work_file(factories.person_id(name), factories.actor("meera"), before)


def receipts(shown: WorkFile) -> list[str]:
    return [(entry.fine or "").removeprefix("Receipt ") for entry in shown.entries]


def many_signatures(name: str, count: int, at_once: bool = False) -> list[str]:
    """Write so many signatures of one person, each of a round of its own; return their receipts, oldest first."""
    edition = rules.edition(1)
    who, shown = factories.actor(name), rules.page(edition.id, "everyone", "en")
    rows = []
    for _one in range(count):
        row = _signature(who.employee_id, edition.id, edition.manifest_sha256, shown.statement)
        rows.append(row)
        if not at_once:
            _write([row])
    if at_once:
        _write(rows)
    return [row.receipt for row in rows]


def _write(rows: list[Acknowledgement]) -> None:
    with transaction() as session:
        for row in rows:
            due = clock.now().date()
            opened = SigningRound(
                id=new_id(), number=next(_NUMBERS), edition_id=row.edition_id, reason="own wish", deadline_on=due
            )
            session.add(opened)
            session.flush()
            session.add(Invitation(id=row.invitation_id, round_id=opened.id, employee_id=row.employee_id))
            session.flush()
            record_evidence(row)


def _signature(employee_id: str, edition_id: str, manifest: str, statement: str) -> Acknowledgement:
    now = clock.now()
    return Acknowledgement(
        id=new_id(),
        invitation_id=new_id(),
        employee_id=employee_id,
        edition_id=edition_id,
        receipt=new_id()[:12].upper(),
        idempotency_key=new_id(),
        staff_number="000512",
        name="Asha Reddy",
        typed_name="Asha Reddy",
        job="cashier",
        location="Banjara Hills",
        zone="Asia/Kolkata",
        profile="everyone",
        language="en",
        translation_lagged=False,
        rules_in_source_language=[],
        manifest_sha256=manifest,
        pdf_sha256="0" * 64,
        html_sha256="0" * 64,
        statement=statement,
        sections_read=2,
        sections_required=2,
        sections_total=2,
        questions_right=0,
        questions_total=0,
        shown_at=now - timedelta(seconds=1),
        method="password typed again",
        proven_at=now,
        credential_set_at=now,
        soon_after_reset=False,
        device="",
        address="",
        program_version="0",
    )
