"""The pages of the directory: what HR and administrators see, write down, and are answered."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests import factories
from tests.browser_like import Visitor
from tests.people.directory.doing import history, in_days, place, work

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
MISSING = "0" * 32
PERSON = ("", "/edit", "/place", "/leave", "/absences/new", "/deputies/new", "/roles/new")


@pytest.mark.parametrize("page", PERSON)
def test_every_page_of_a_person_opens_and_has_one_heading(app: Flask, client_of: SignIn, page: str):
    browser = client_of("inese")
    assert browser.get(f"/people/{who(app, 'asha')}{page}").status_code == 200
    assert len(browser.tree().xpath("//h1")) == 1
    assert "Asha Reddy" in browser.words()
    assert len(browser.tree().xpath("//main//*[contains(@class, 'btn-primary')]")) >= 1


@pytest.mark.parametrize(
    "page", ["/people/new", "/people/jobs", "/people/jobs/new", "/people/locations", "/people/locations/new"]
)
def test_every_other_page_opens(client_of: SignIn, page: str):
    browser = client_of("meera")
    assert browser.get(page).status_code == 200
    assert len(browser.tree().xpath("//main//*[contains(@class, 'btn-primary')]")) == 1


@pytest.mark.parametrize("page", PERSON)
def test_a_person_who_is_not_there_is_answered_in_the_same_words_everywhere(client_of: SignIn, page: str):
    browser = client_of("inese")
    assert browser.get(f"/people/{MISSING}{page}").status_code == 404
    assert "There is no such person." in browser.words()


def who(app: Flask, name: str) -> str:
    with app.app_context():
        return factories.person_id(name)


@pytest.mark.parametrize(
    "address",
    ["/edit", "/place", "/leave", "/stay", "/absences", "/deputies", "/roles", "/placements/{id}/take-back",
     "/absences/{id}/end", "/deputies/{id}/end", "/roles/{id}/end"],
)  # fmt: skip
def test_a_form_sent_for_nobody_finds_nobody(client_of: SignIn, address: str):
    browser = client_of("inese")
    browser.get("/people/new")
    token = browser.form("/people/new").fields["csrf_token"]
    sent = {"csrf_token": token, "row_version": "1"}
    browser.page = browser.client.post(f"/people/{MISSING}" + address.format(id=MISSING), data=sent)
    assert browser.page.status_code == 404
    assert "There is no such person." in browser.words()


def test_placements_tell_what_happened_and_what_was_recorded(app: Flask, client_of: SignIn):
    with app.app_context():
        place("asha", work(in_days(-3)), by="nandini")
        asha = factories.person_id("asha")
    browser = client_of("meera")
    browser.get(f"/people/{asha}")
    lines = [" ".join(row.text_content().split()) for row in browser.tree().xpath("//tbody/tr")]
    assert len(lines) == 2
    assert "trainer" in lines[0]
    assert "by नंदिनी राव" in lines[0]
    assert "cashier" in lines[1]
    assert "the last day: recorded" in lines[1]


def test_the_page_of_a_person_takes_the_same_number_of_queries_with_a_long_history(
    app: Flask, client_of: SignIn, counting: Callable[[], object]
):
    browser, numbers = client_of("meera"), []
    with app.app_context():
        asha = factories.person_id("asha")
    browser.get(f"/people/{asha}")
    for days in (range(0), range(-300, -10, 40)):
        with app.app_context():
            for day in days:
                place("asha", work(in_days(day), job=f"job {day}"))
            with counting() as statements:
                browser.get(f"/people/{asha}")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1], "\n".join(statements.seen)


def test_the_work_file_is_linked_for_those_who_may_read_it(app: Flask, client_of: SignIn):
    asha = who(app, "asha")
    for name, shown in (("meera", True), ("inese", False)):
        browser = client_of(name)
        browser.get(f"/people/{asha}")
        assert (f"/people/{asha}/file" in browser.page.text) is shown


def test_the_pages_move_somebody_and_take_it_back(app: Flask, client_of: SignIn):
    asha, browser = who(app, "asha"), client_of("meera")
    browser.get(f"/people/{asha}/place")
    form = browser.form("/place")
    assert (form.fields["job"], form.fields["supervisor"]) == ("cashier", "000201")
    browser.submit("/place", from_on=in_days(9).isoformat(), job="trainer", supervisor="000101")
    assert "trainer" in browser.words()
    browser.get(f"/people/{asha}/leave")
    browser.submit("/leave", last_on=in_days(30).isoformat())
    browser.submit("/stay")
    browser.submit("/take-back")
    with app.app_context():
        assert history("asha") == [(in_days(-400), None, "cashier")]


def test_a_stale_move_shows_what_stands_now_and_what_was_typed(app: Flask, client_of: SignIn):
    asha, meera, nandini = who(app, "asha"), client_of("meera"), client_of("nandini")
    for browser in (meera, nandini):
        browser.get(f"/people/{asha}/place")
    meera.submit("/place", from_on=in_days(-2).isoformat(), job="trainer")
    nandini.submit("/place", expect=409, from_on=in_days(20).isoformat(), job="porter")
    assert "Somebody else has changed something about this person" in nandini.words()
    assert "trainer" in nandini.tree().xpath("string(//section[@aria-labelledby='now'])")
    assert nandini.form("/place").fields["job"] == "porter"
    nandini.submit("/place")
    with app.app_context():
        assert [row[2] for row in history("asha")] == ["cashier", "trainer", "porter"]
