"""What staff need for customers: the sheet for the counter, a code on paper, and who is named."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from handbook.customers import queries
from tests.browser_like import Visitor
from tests.customers import stories

pytestmark = pytest.mark.database


def test_the_sheet_has_a_square_code_for_one_place_and_four_languages(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        place = stories.place().id
    browser = client_of("asha")
    browser.get(f"/complain/poster?location={place}&place=till+3")
    assert browser.tree().xpath("//article//img[contains(@src, 'data:image/svg')]")
    assert browser.tree().xpath("//article//p/@lang") == ["en", "te", "hi", "lv"]
    assert "Banjara Hills, till 3" in browser.words()


def test_the_sheet_asks_for_the_place_first_and_knows_no_other(client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    assert browser.get("/complain/poster").status_code == 200
    assert not browser.tree().xpath("//article")
    assert browser.get("/complain/poster?location=nowhere").status_code == 404


def test_a_handler_prints_a_code_for_a_customer_who_was_written_down(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        first = stories.complain()
        complaint_id = stories.taken_on(first)
    browser = client_of("meera")
    browser.get(f"/complaints/{complaint_id}/letters")
    browser.submit("/code")
    code = browser.tree().get_element_by_id("code").value
    assert code != first
    with app.app_context():
        assert queries.complaint_of(code) == complaint_id


def test_hr_names_somebody_to_customers_and_nobody_again(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("meera")
    browser.get("/complaints/contacts")
    browser.submit("", person="000201")
    with app.app_context():
        assert queries.find_contact(stories.place().id) == "Jānis Ozols"
        assert queries.contacts() == {None: "Jānis Ozols"}
    browser.submit("", person="")
    with app.app_context():
        assert queries.find_contact(None) is None
        assert queries.contacts() == {}


@pytest.mark.parametrize("number", ["000490", "999999"])
def test_nobody_is_named_who_is_not_at_work(client_of: Callable[[str], Visitor], number: str):
    browser = client_of("meera")
    browser.get("/complaints/contacts")
    browser.submit("", 400, person=number)
    assert browser.form().fields["person"] == number


def test_the_letters_of_a_complaint_show_no_name_of_the_customer(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        complaint_id = stories.taken_on(stories.complain())
    page = client_of("meera").get(f"/complaints/{complaint_id}/letters").text
    assert "Anna Kalna" not in page
    assert not re.search(r"example\.org", page)
