"""What a form says of a field at fault: in our words and the reader's language, by the name of the field."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Form, FormField, IntegerField, SelectChoice, SelectField, TimeField
from wtforms.validators import InputRequired

from handbook.core.field_faults import field_fault


class Inner(Form):
    months = IntegerField("Months", validators=[InputRequired()])


class Outer(Form):
    colour = SelectField("Colour", choices=[SelectChoice("red", "Red")])
    many = IntegerField("How many")
    day = DateField("Day")
    time = TimeField("Time")
    step = FormField(Inner, "Verbal warning")


SENT = {"colour": "blue", "many": "x", "day": "31 June", "time": "late", "step-months": "x"}


@pytest.fixture
def faults(app: Flask) -> Iterator[Outer]:
    with app.test_request_context():
        form = Outer(MultiDict(SENT))
        assert not form.validate()
        yield form


@pytest.mark.database
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("colour", "Colour: choose something from the list."),
        ("many", "How many: give a number, in digits."),
        ("day", "Day: give a day that is in the calendar."),
        ("time", "Time: give a time of day, such as 14:30."),
        ("step", "Verbal warning · Months: give a number, in digits."),
    ],
)
def test_the_field_is_named_and_nothing_of_the_library_is_left(faults: Outer, name: str, words: str):
    assert field_fault(faults[name]) == words


@pytest.mark.database
@pytest.mark.parametrize("language", ["te", "hi", "lv"])
def test_it_comes_in_the_language_of_the_reader(faults: Outer, language: str):
    with force_locale(language):
        assert "give" not in field_fault(faults["many"])
