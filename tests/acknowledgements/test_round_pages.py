"""The pages of rounds over HTTP: the list, opening one, the board with its filters, what is done for chosen people."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from handbook.acknowledgements import inviting
from handbook.acknowledgements.models import Invitation, Sending
from handbook.core import clock
from handbook.core.access_log import AccessEntry
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Absence, Employee
from tests import factories
from tests.acknowledgements import board_stories as story
from tests.acknowledgements.signing import publish_change
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
NAMES = {key: person.name for key, person in factories.PEOPLE.items()}


def test_the_list_says_how_many_have_signed_and_marks_a_superseded_round(app: Flask, client_of: SignIn):
    with app.app_context():
        story.signs("asha")
    (line,) = open_list(client_of("meera"))
    assert all(words in line for words in ("Round 1", "edition 1 · everybody", "1 of 10", "Under way"))
    assert "1 of 2" in " ".join(open_list(client_of("janis")))
    with app.app_context():
        publish_change()
    newest, older = open_list(client_of("meera"))
    assert "Round 2" in newest
    assert "0 of 10" in newest
    assert "Superseded" in older


def test_a_round_is_opened_after_its_people_were_counted(client_of: SignIn):
    browser = client_of("meera")
    browser.get("/rounds/new?lang=en")
    form = browser.form("/rounds/new")
    fields = dict(form.form_values()) | {"languages": "te", "note": "Before the holidays."}
    browser.page = browser.client.post("/rounds/new?lang=en", data=fields | {"do": "count"})
    assert "2 people will be asked" in browser.words()
    assert "Nobody has been asked yet." in browser.words()
    browser.page = browser.client.post("/rounds/new", data=fields | {"do": "open"}, follow_redirects=True)
    assert browser.page.request.path == "/rounds/2"
    assert "Round 2: 0 of 2 have signed" in browser.words()
    assert "Before the holidays." in browser.words()


def test_a_round_for_a_day_that_has_been_keeps_what_was_typed(client_of: SignIn):
    browser = client_of("meera")
    browser.get("/rounds/new?lang=en")
    fields = dict(browser.form("/rounds/new").form_values()) | {"deadline": "2020-01-01", "note": "Kept.", "do": "open"}
    browser.page = browser.client.post("/rounds/new", data=fields)
    assert browser.page.status_code == 400
    assert "this day has been" in browser.words()
    assert "Kept." in browser.page.text


def test_the_last_day_of_a_round_moves(app: Flask, client_of: SignIn):
    browser, day = client_of("meera"), (clock.now() + timedelta(days=30)).date()
    browser.get("/rounds/1/deadline?lang=en")
    browser.submit("", deadline=day.isoformat())
    assert f"Last day to sign: {day.day} " in browser.words()
    browser.get("/rounds/1/deadline")
    browser.submit("", expect=400, deadline="2020-01-01")


def test_the_bar_and_the_chips_add_up_and_lead_to_the_names(app: Flask, client_of: SignIn):
    with app.app_context():
        story.signs("asha")
        story.says("lakshmi", "declined")
        story.goes_on_leave("ravi", clock.now().date(), clock.now().date() + timedelta(days=5))
    browser = client_of("meera")
    browser.get("/rounds/1?lang=en")
    legends = browser.tree().xpath("//ul[@class='legend']")
    numbers = [int(chip.text_content().split()[-1]) for chip in legends[0].iter("a")]
    assert (sum(numbers), numbers) == (10, [1, 1, 7, 1])
    browser.get(browser.link("Shown and declined 1"))
    assert names(browser) == {NAMES["lakshmi"]}
    browser.get(browser.link("Not reachable 1"))
    assert names(browser) == {NAMES["ravi"]}
    assert "On leave until" in browser.words()


def test_filters_stand_in_the_address_and_stay_when_a_chip_is_pressed(client_of: SignIn):
    browser = client_of("meera")
    browser.get("/rounds/1?lang=en&q=kumar&language=en")
    assert names(browser) == {NAMES["ravi"]}
    browser.get(browser.link("Invited 1"))
    assert names(browser) == {NAMES["ravi"]}
    browser.get("/rounds/1?lang=en&q=nobody-is-called-so")
    assert "Nobody fits these filters" in browser.words()


@pytest.mark.parametrize("wrong", ["page=0", "page=x", "state=asleep", "group=x", "day=yesterday", "sort=x", "place=x"])
def test_an_address_with_a_wrong_filter_shows_the_whole_board(client_of: SignIn, wrong: str):
    browser = client_of("meera")
    assert browser.get(f"/rounds/1?lang=en&{wrong}").status_code == 200
    assert len(names(browser)) == 10


def test_a_past_day_is_a_picture_without_buttons(app: Flask, client_of: SignIn):
    day = clock.now().date()
    browser = client_of("meera")
    browser.get(f"/rounds/1?lang=en&day={day}")
    assert "This is how it stood at the end of" in browser.words()
    assert not browser.tree().xpath("//input[@name='p']")
    browser.get(f"/rounds/1?lang=en&day={day - timedelta(days=2)}")
    assert "Nobody was invited by this day" in browser.words()


def test_an_unknown_round_is_not_found(client_of: SignIn):
    browser = client_of("meera")
    answers = [browser.get(f"/rounds/{number}?lang=en") for number in (77, 10**12)]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_auditor_sees_the_board_and_can_do_nothing_there(client_of: SignIn):
    browser = client_of("olga")
    browser.get("/rounds/1?lang=en")
    assert len(names(browser)) == 10
    assert "Remind" not in browser.tree().xpath("string(//section[@class='bottom-bar'])")
    assert browser.client.get("/rounds/1/text").status_code == 403


def test_who_has_not_signed_is_a_list_for_a_spreadsheet_and_taking_it_is_noted(app: Flask, client_of: SignIn):
    with app.app_context():
        story.signs("asha")
        rename("ravi", '=HYPERLINK("x")')
    browser = client_of("meera")
    lines = rows(browser, "/rounds/1/not-signed.csv?lang=en")
    assert len(lines) == 9
    assert [line["Name"] for line in lines if line["Staff number"] == factories.PEOPLE["ravi"].number] == [
        '\'=HYPERLINK("x")'
    ]
    assert {line["Name"] for line in rows(browser, "/rounds/1/not-signed.csv?lang=en&language=te")} == {
        NAMES["lakshmi"]
    }
    assert [line["Name"] for line in rows(client_of("janis"), "/rounds/1/not-signed.csv?lang=en")] == [NAMES["lakshmi"]]
    with app.app_context():
        kinds = [entry.kind for entry in db.session.scalars(select(AccessEntry))]
    assert kinds == ["signing round"] * 3


def test_reminding_says_who_has_no_address(app: Flask, client_of: SignIn):
    browser = client_of("janis")
    act(app, browser, "remind", "asha", "lakshmi")
    assert "2 people have no mail address: print slips or send a text." in browser.words()


def test_everybody_on_every_page_can_be_chosen_without_scripts(app: Flask, client_of: SignIn):
    with app.app_context():
        factories.more_people(60)
        from_now = clock.now().date() + timedelta(days=10)
        inviting.keep_up()
    browser = client_of("meera")
    browser.get("/rounds/1?lang=en&q=noise")
    assert "1 to 50 of 60" in browser.words()
    browser.get(browser.link("Choose all 60 people"))
    assert "All 60 people are chosen, on every page." in browser.words()
    form = browser.form("/chosen")
    fields = dict(form.form_values()) | {"do": "other"}
    browser.page = browser.client.post(form.action, data=fields, follow_redirects=True)
    assert "For 60 people" in browser.words()
    browser.get(browser.link("Another last day"))
    browser.submit("", deadline=from_now.isoformat(), reason="The shop was closed.")
    assert "Written down for 60 people." in browser.words()
    with app.app_context():
        own = Invitation.deadline_reason == "The shop was closed."
        assert len(db.session.scalars(select(Invitation.id).where(own)).all()) == 60


def test_leave_is_written_down_for_the_chosen(app: Flask, client_of: SignIn):
    browser, until = client_of("meera"), clock.now().date() + timedelta(days=7)
    act(app, browser, "other", "asha")
    browser.get(browser.link("On leave"))
    browser.submit("", expect=400, until_on="2020-01-01")
    assert "choose the first day or a later one" in browser.words()
    browser.submit("", until_on=until.isoformat())
    with app.app_context():
        assert db.session.scalars(select(Absence.to_on)).one() == until


def test_slips_speak_the_language_of_the_person_and_are_noted_once_handed_out(app: Flask, client_of: SignIn):
    with app.app_context():
        story.loses_password("lakshmi")
    browser = client_of("janis")
    act(app, browser, "slips", "asha", "lakshmi")
    slips = browser.tree().xpath("//section[@class='ask-slip']")
    assert [slip.get("lang") for slip in slips] == ["te", "te"]
    assert all("http://localhost/sign" in slip.text_content() for slip in slips)
    pictures = browser.tree().xpath("//section[@class='ask-slip']//img/@src")
    assert all(source.startswith("data:image/") for source in pictures)
    assert slips[0].xpath("./p")[2].text != slips[1].xpath("./p")[2].text
    browser.submit("/slips")
    with app.app_context():
        assert [row.channel for row in db.session.scalars(select(Sending))] == ["slip", "slip"]


def test_a_text_is_ready_in_each_language_and_for_each_chosen_person(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    browser.get("/rounds/1/text?lang=en")
    assert len(browser.tree().xpath("//textarea")) == 4
    with app.app_context():
        put_mobile("asha", "+91 98 7654 3210")
    act(app, browser, "other", "asha")
    browser.get(browser.link("Send a text"))
    assert browser.link("Text message").startswith("sms:+919876543210?&body=")
    assert browser.link("WhatsApp").startswith("https://wa.me/919876543210?text=")
    browser.submit("/text")
    with app.app_context():
        assert [row.channel for row in db.session.scalars(select(Sending))] == ["text"]


def test_a_supervisor_does_nothing_for_people_of_others(app: Flask, client_of: SignIn):
    browser = client_of("janis")
    act(app, browser, "slips", "ravi")
    assert "Nobody is chosen" in browser.words()


def test_choosing_nobody_says_so(app: Flask, client_of: SignIn):
    browser = client_of("janis")
    act(app, browser, "remind")
    assert "Nobody is chosen yet." in browser.words()


def test_a_superseded_round_is_shown_and_nothing_is_done_in_it(app: Flask, client_of: SignIn):
    with app.app_context():
        publish_change()
    browser = client_of("meera")
    browser.get("/rounds/1?lang=en")
    assert "A newer edition was published." in browser.words()
    assert not browser.tree().xpath("//input[@name='p']")


def test_a_signature_soon_after_a_new_start_is_marked(app: Flask, client_of: SignIn):
    with app.app_context():
        story.signs("asha", soon_after_reset=True)
    browser = client_of("meera")
    browser.get("/rounds/1?lang=en&state=signed")
    assert "Signed within a day of a new start given by another person" in browser.words()


def test_how_often_somebody_was_reminded_is_said_in_words(app: Flask, client_of: SignIn):
    with app.app_context():
        story.is_sent("asha", "reminder")
        story.is_sent("asha", "reminder")
    browser = client_of("janis")
    browser.get("/team?lang=en&q=asha")
    assert "twice, last" in browser.words()


def test_the_signing_hour_shows_own_people_and_tells_only_names_and_states(app: Flask, client_of: SignIn):
    browser = client_of("janis")
    browser.get("/team/hour?lang=en")
    assert "0 of 2 have signed" in browser.words()
    assert not [form for form in browser.tree().forms if form.method == "POST" and "sign-out" not in form.action]
    with app.app_context():
        story.signs("asha")
    told = browser.client.get("/team/hour.json").get_json()
    assert told["words"] == "1 of 2 have signed"
    assert told["people"] == [
        {"name": NAMES["asha"], "state": "signed"},
        {"name": NAMES["lakshmi"], "state": "not_opened"},
    ]


def test_hr_looks_at_the_signing_hour_of_a_place(client_of: SignIn):
    browser = client_of("meera")
    browser.get("/team/hour?lang=en")
    assert {NAMES["nandini"]} == {item.text for item in browser.tree().xpath("//main//ul//*[@class='hour-name']")}
    place = browser.tree().xpath("//option[starts-with(., 'R')]/@value")[0]
    told = browser.client.get(f"/team/hour.json?place={place}").get_json()
    assert {person["name"] for person in told["people"]} == {NAMES["ravi"], NAMES["stranger"]}


def open_list(browser: Visitor) -> list[str]:
    """Return the lines of the list of rounds."""
    browser.get("/rounds?lang=en")
    return [" ".join(row.text_content().split()) for row in browser.tree().xpath("//tbody/tr")]


def names(browser: Visitor) -> set[str]:
    """Return the names on the board seen last."""
    found = browser.tree().xpath("//tbody/tr/th")
    return {(head.xpath("./a/text()") or head.xpath("./text()"))[0].strip() for head in found}


def act(app: Flask, browser: Visitor, do: str, *people: str) -> None:
    """Check these people on the board of round 1 and press a button."""
    with app.app_context():
        ids = [story.invitation_of(name).id for name in people]
    browser.get("/rounds/1?lang=en")
    token = browser.form("/chosen").fields["csrf_token"]
    fields = {"csrf_token": token, "do": do, "p": ids}
    browser.page = browser.client.post("/rounds/1/chosen", data=fields, follow_redirects=True)
    assert browser.page.status_code == 200, browser.page.text


def rows(browser: Visitor, address: str) -> list[dict[str, str]]:
    """Return the lines of a CSV file."""
    answer = browser.client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def rename(name: str, new: str) -> None:
    """Give somebody another name."""
    change(name, {"name": new})


def put_mobile(name: str, number: str) -> None:
    """Put a mobile number on file."""
    change(name, {"mobile": number})


def change(name: str, values: dict[str, str]) -> None:
    """Change what is on file about somebody."""
    who = factories.person_id(name)
    end_read()
    with transaction() as session:
        session.execute(update(Employee).where(Employee.id == who).values(values))
