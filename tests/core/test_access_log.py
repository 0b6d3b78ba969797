"""Who read what: written down before anything is shown, kept as it was written, and the only write of a GET."""

from collections.abc import Callable

import pytest
from flask import Flask, template_rendered
from sqlalchemy import text

from handbook.core.access_log import AccessEntry, note_reading
from handbook.core.db import db
from handbook.core.transaction import end_read
from tests import factories
from tests.browser_like import Visitor

pytestmark = pytest.mark.database


def test_a_reading_says_who_read_what_of_whom_and_why(context: Flask):
    meera, asha = factories.actor("meera"), factories.person_id("asha")
    note_reading(meera, asha, "work file", asha, "opened the work file")
    entry = entries()[0]
    assert (entry.account_id, entry.employee_id, entry.object_id) == (meera.account_id, asha, asha)
    assert entry.kind == "work file"
    assert entry.purpose == "opened the work file"


def test_the_reading_is_committed_before_the_page_is_made(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        asha = factories.person_id("asha")
    browser, at_render = client_of("meera"), []

    def look(sender: Flask, template: object, context: object) -> None:
        with db.engine.connect() as other:
            at_render.append(other.execute(text("SELECT count(*) FROM access_entry")).scalar_one())

    with template_rendered.connected_to(look, app):
        browser.get(f"/people/{asha}/file")
    assert at_render[-1] == 1


def test_without_the_log_there_is_no_page(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        asha = factories.person_id("asha")
    browser = client_of("meera")
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE access_entry RENAME TO access_entry_gone"))
    answer = browser.get(f"/people/{asha}/file")
    assert answer.status_code >= 500
    assert "Asha" not in browser.words()


def test_a_get_writes_nothing_else(app: Flask, client_of: Callable[[str], Visitor], counting: Callable[[], object]):
    with app.app_context():
        asha = factories.person_id("asha")
    browser = client_of("meera")
    addresses = ["/", "/handbook", "/handbook/1/en", "/sign", "/my-file", "/people", f"/people/{asha}/file", "/team",
                 "/complaints", "/complaints/new", "/cases", "/exports", "/ledger", "/verify?code=x"]  # fmt: skip
    with app.app_context():
        for address in addresses:
            with counting() as statements:
                assert browser.get(address).status_code == 200, address
            writes = [sql for sql in statements.seen if not sql.lstrip("( ").startswith(("SELECT", "SHOW", "WITH"))]
            assert all("access_entry" in sql for sql in writes), f"{address}: {writes}"


def entries() -> list[AccessEntry]:
    end_read()
    return db.session.query(AccessEntry).order_by(AccessEntry.id).all()
