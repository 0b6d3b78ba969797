"""What every form checks of a typed text: its length, and the one sign that not every database can keep."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField, ValidationError

from handbook.core.typed_text import too_long


def test_a_text_is_taken_up_to_its_length_and_refused_beyond(app: Flask):
    with app.test_request_context():
        assert checked("x" * 5) == []
        assert checked("x" * 6) == ["This is too long: 5 characters at most."]


def test_no_further_check_sees_a_text_with_a_sign_that_cannot_be_kept(app: Flask):
    with app.test_request_context():
        assert checked("a\0b") == ["There is a sign that cannot be kept (NUL). Take it out and try again."]


@pytest.mark.parametrize("words", ["", "\u202ehi\u202c", "👩‍👩‍👧", "\n\n\n\n"])
def test_every_other_sign_is_somebody_s_own_business(app: Flask, words: str):
    with app.test_request_context():
        assert checked(words) == []


def checked(words: str) -> list[str]:
    """Return what a field of five characters says of a text; a check after it would look "a" up."""

    def look_up(_form: Form, field: StringField) -> None:
        if "\0" in field.data:
            raise ValidationError("this reached the database")

    class Small(Form):  # type: ignore[misc]  # WTForms ships no types
        text = StringField(validators=[too_long(5), look_up])

    form = Small(MultiDict({"text": words}))
    form.validate()
    return [str(error) for error in form.text.errors]
