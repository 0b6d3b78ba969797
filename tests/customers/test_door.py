"""The public door: half a minute, no account, and nothing that was typed is ever lost."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from handbook.complaints.models import (
    Complaint,
    ComplaintEntry,
    ComplaintIdentity,
    ComplaintPerson,
    ComplaintPhoto,
)
from handbook.core import flood
from handbook.core.db import db
from handbook.customers.models import CustomerCode
from tests import factories
from tests.browser_like import Visitor
from tests.complaints import stories as complaints
from tests.customers import stories

pytestmark = pytest.mark.database


@pytest.fixture
def door(app: Flask, visitor: Visitor) -> Visitor:
    """A telephone at the counter of Banjara Hills that has read the square code."""
    flood.forget()
    visitor.get(f"/complain?at={place_of(app)}&place=till+3&lang=en")
    return visitor


def place_of(app: Flask) -> str:
    with app.app_context():
        return stories.place().id


def newest(app: Flask) -> Complaint:
    with app.app_context():
        return db.session.scalars(select(Complaint).order_by(Complaint.filed_at.desc())).first() or pytest.fail("none")


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_words_alone_are_enough_where_the_square_code_has_said_the_rest(app: Flask, door: Visitor):
    door.submit("", words=stories.WORDS)
    complaint = newest(app)
    assert (complaint.stage, complaint.filed_by, complaint.handler_id) == ("received", None, None)
    assert complaint.place.startswith("till 3")
    assert complaint.reference in door.words()


def test_the_receipt_has_reference_code_day_and_who_looks_after_it(app: Flask, door: Visitor):
    page = door.submit("", words=stories.WORDS).text
    code = door.tree().get_element_by_id("code").value
    complaint = newest(app)
    assert complaint.reference in page
    assert f"http://localhost/c/{code}" in page
    assert "our team for complaints" in page
    assert f"{complaint.due_on.day} {complaint.due_on:%B %Y}" in page
    with app.app_context():
        assert stories.complaint_of(code).id == complaint.id


def test_only_a_hash_of_the_code_is_kept(app: Flask, door: Visitor):
    door.submit("", words=stories.WORDS)
    code = door.tree().get_element_by_id("code").value
    with app.app_context():
        kept = db.session.scalars(select(CustomerCode.code_sha256)).all()
    assert [len(one) for one in kept] == [32]
    assert code.encode() not in kept[0]


def test_who_leaves_no_way_to_be_reached_is_unknown_whatever_was_ticked(app: Flask, door: Visitor):
    door.submit("", words=stories.WORDS, confidentiality="named")
    assert newest(app).confidentiality == "anonymous"
    assert count(app, ComplaintIdentity) == 0


def test_name_and_contact_are_sealed_apart(app: Flask, door: Visitor):
    door.submit("", words=stories.WORDS, name="Anna Kalna", contact=stories.MAIL, confidentiality="kept_back")
    with app.app_context():
        identity = db.session.scalars(select(ComplaintIdentity)).one()
        said = db.session.scalars(select(ComplaintEntry)).one()
    assert (identity.name, identity.contact, identity.by_id) == ("Anna Kalna", stories.MAIL, None)
    assert stories.MAIL not in f"{said.words} {said.by_name} {said.facts}"


def test_nobody_stays_unknown_who_tells_how_to_be_reached(app: Flask, door: Visitor):
    door.submit("", 400, words=stories.WORDS, contact=stories.MAIL, confidentiality="anonymous")
    assert "to stay unknown" in door.words()
    assert door.form().fields["contact"] == stories.MAIL
    assert count(app, Complaint) == 0


def test_a_name_in_the_words_names_nobody(app: Flask, door: Visitor):
    door.submit("", words="Asha Reddy, staff number 000512, was rude.")
    assert count(app, ComplaintPerson) == 0


def test_what_was_typed_stays_where_something_is_missing(app: Flask, visitor: Visitor):
    visitor.get("/complain?lang=en")
    visitor.submit("", 400, words=stories.WORDS, order_number="A-17")
    fields = visitor.form().fields
    assert (fields["words"].strip(), fields["order_number"]) == (stories.WORDS, "A-17")
    assert "Where was it: choose one of our places." in visitor.words()


def test_what_was_typed_stays_also_when_there_were_too_many(app: Flask, door: Visitor):
    for _time in range(10):
        door.send("", words="")
    door.submit("", 429, words=stories.WORDS)
    assert door.form().fields["words"].strip() == stories.WORDS
    assert count(app, Complaint) == 0


def test_a_program_that_fills_in_everything_is_told_so_and_keeps_nothing(app: Flask, door: Visitor):
    door.submit("", 400, words=stories.WORDS, website="https://spam.example")
    assert count(app, Complaint) == 0
    door.submit("", website="")
    assert newest(app).stage == "received"


def test_the_same_form_sent_twice_is_one_complaint(app: Flask, door: Visitor):
    first, again = door.send("", words=stories.WORDS), door.send("", words=stories.WORDS)
    assert first.status_code == again.status_code == 200
    assert count(app, Complaint) == 1


def test_a_photo_is_kept_without_what_the_camera_wrote(app: Flask, door: Visitor):
    values = dict(door.form().form_values()) | {"words": stories.WORDS, "photo": (stories.photo(), "till.jpg")}
    assert door.client.post("/complain", data=values, content_type="multipart/form-data").status_code == 302
    with app.app_context():
        photo = db.session.scalars(select(ComplaintPhoto)).one()
        assert (photo.width, photo.height, photo.by_id) == (40, 30, None)
        assert app.extensions["handbook.store"].get(photo.sha256)


def test_a_photo_that_cannot_be_read_loses_no_word(app: Flask, door: Visitor):
    values = dict(door.form().form_values()) | {"words": stories.WORDS, "photo": (io.BytesIO(b"no"), "till.jpg")}
    door.page = door.client.post("/complain", data=values, content_type="multipart/form-data", follow_redirects=True)
    assert "What you wrote is kept, but not the photo." in door.words()
    assert count(app, Complaint) == 1
    assert count(app, ComplaintPhoto) == 0


def test_a_foreign_place_in_the_square_code_chooses_none(visitor: Visitor):
    visitor.get("/complain?at=nowhere&lang=en")
    assert visitor.form().fields["location_id"] == ""


def test_the_door_opens_in_four_languages_and_the_customer_s_is_kept(app: Flask, visitor: Visitor):
    with app.app_context():
        place = stories.place("Rīga, Centrs").id
    assert visitor.get(f"/complain?at={place}&lang=lv").text.count('lang="lv"') >= 1
    visitor.submit("", words="Ilgi gaidīju.")
    assert newest(app).customer_language == "lv"


def test_somebody_who_works_here_and_is_signed_in_is_a_customer_at_this_door(
    app: Flask, client_of: Callable[[str], Visitor]
):
    browser = client_of("asha")
    browser.get("/complain?lang=en")
    with app.app_context():
        place = stories.place().id
    browser.submit("", words=stories.WORDS, location_id=place)
    assert newest(app).filed_by is None


def test_a_time_that_was_not_told_is_kept_as_not_told(app: Flask, door: Visitor):
    door.submit("", words=stories.WORDS)
    complaint = newest(app)
    assert (complaint.happened_time_known, complaint.place) == (False, "till 3")
    with app.app_context():
        assert db.session.scalars(select(ComplaintEntry.happened_time_known)).one() is False


def test_what_is_about_the_management_goes_to_the_outsider_where_there_is_one(app: Flask, door: Visitor):
    assert "about the management" not in door.words()
    with app.app_context():
        complaints.name_outsider()
        outsider = factories.person_id("viktor")
    door.get(f"/complain?at={place_of(app)}&lang=en")
    door.submit("", words=stories.WORDS, is_about_leadership="y")
    complaint = newest(app)
    assert (complaint.is_outside, complaint.handler_id) == (True, outsider)
    assert "Viktor" in door.words()
