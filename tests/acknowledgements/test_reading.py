"""Reading: the place is kept on the server, for each person, edition and language."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from handbook.acknowledgements.models import Invitation, SectionRead
from handbook.core.db import db
from handbook.core.transaction import end_read
from tests import factories
from tests.acknowledgements.signing import agree, answer_right, has_signing_form, read_everything
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

FIRST, LAST = "/handbook/1/en/greet-every-customer", "/handbook/1/en/never-argue"


def test_each_press_leads_to_the_next_rule_and_the_last_to_the_signature(client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    browser.get(FIRST)
    browser.submit("/handbook/read")
    assert browser.page.request.path == LAST
    browser.submit("/handbook/read")
    agree(browser)
    answer_right(browser)
    assert browser.page.request.path == "/sign"
    assert has_signing_form(browser)


def test_another_device_goes_on_where_the_first_one_stopped(client_of: Callable[[str], Visitor]):
    phone, desk = client_of("asha"), client_of("asha")
    phone.get(FIRST)
    phone.submit("/handbook/read")
    desk.get("/sign?lang=en")
    assert "1 section is still unread." in desk.words()
    assert desk.link("Read on") == LAST


def test_the_page_of_the_handbook_shows_how_far_it_is(client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    assert "0 of 2 read" in whole(browser.get(FIRST).text)
    browser.submit("/handbook/read")
    assert "1 of 2 read" in whole(browser.page.text)
    assert "1 of 2 read" in whole(browser.get("/handbook/1/en").text)


def test_what_was_read_in_one_language_is_not_read_in_the_other(client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    read_everything(browser, "en")
    assert has_signing_form(browser)
    browser.get("/sign?lang=te")
    assert not has_signing_form(browser)


def test_nobody_reads_for_another(client_of: Callable[[str], Visitor]):
    read_everything(client_of("asha"))
    browser = client_of("ravi")
    browser.get("/sign?lang=en")
    assert "2 sections are still unread." in browser.words()


def test_a_name_put_into_the_form_changes_nothing_for_that_person(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        ravi = factories.person_id("ravi")
    browser = client_of("asha")
    browser.get(FIRST)
    fields = dict(browser.form("/handbook/read").form_values()) | {"employee_id": ravi}
    browser.client.post("/handbook/read", data=fields)
    with app.app_context():
        assert set(db.session.scalars(select(SectionRead.employee_id))) == {factories.person_id("asha")}


def test_pressing_twice_is_pressing_once(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    for _press in range(2):
        browser.get(FIRST)
        browser.submit("/handbook/read")
    with app.app_context():
        assert rows() == 1


def test_the_first_press_is_remembered_as_the_opening_and_no_later_one(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    browser.get(FIRST)
    with app.app_context():
        assert opened() == set()
    browser.submit("/handbook/read")
    with app.app_context():
        assert opened() == {factories.person_id("asha")}
        first = db.session.scalars(select(Invitation.opened_at).where(Invitation.opened_at.is_not(None))).one()
    browser.submit("/handbook/read")
    with app.app_context():
        assert db.session.scalars(select(Invitation.opened_at).where(Invitation.opened_at.is_not(None))).one() == first


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"edition": ""}, 400, "Open the rule again"),
        ({"edition": "one"}, 400, "Open the rule again"),
        ({"edition": "-1"}, 400, "Open the rule again"),
        ({"edition": "7"}, 404, "There is no edition 7"),
        ({"edition": "9" * 30}, 400, "Open the rule again"),
        ({"edition": "9" * 5000}, 400, "Open the rule again"),
        ({"rule_id": ""}, 400, "Open the rule again"),
        ({"rule_id": "no-such-rule"}, 404, "no such rule"),
        ({"rule_id": "never-argue\0"}, 404, "no such rule"),
        ({"language": ""}, 400, "Open the rule again"),
    ],
)
def test_a_damaged_form_is_refused_and_nothing_is_written(
    app: Flask, client_of: Callable[[str], Visitor], wrong: dict[str, str], status: int, words: str
):
    browser = client_of("asha")
    browser.get(FIRST)
    browser.submit("/handbook/read", status, **wrong)
    assert words in browser.words()
    with app.app_context():
        assert rows() == 0


def test_an_unknown_language_counts_as_the_one_that_stands_in(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    browser.get(FIRST)
    browser.submit("/handbook/read", language="fr")
    with app.app_context():
        assert list(db.session.scalars(select(SectionRead.language))) == ["en"]


def rows() -> int:
    end_read()
    return db.session.scalar(select(func.count()).select_from(SectionRead)) or 0


def opened() -> set[str]:
    end_read()
    return set(db.session.scalars(select(Invitation.employee_id).where(Invitation.opened_at.is_not(None))))


def whole(html: str) -> str:
    return " ".join(html.split())
