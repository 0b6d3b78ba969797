"""What the forms of complaints share: fields, checks, choices."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, ValidationError
from wtforms.widgets import HiddenInput

from handbook.core.errors import NotFound
from handbook.core.typed_text import too_long as too_long
from handbook.people.queries import employee_by_number

WORDS, SHORT = 10_000, 200


def within_memory(_form: object, field: DateField) -> None:
    """Refuse days that no clock of every time zone can hold."""
    if field.data is not None and not 1900 <= field.data.year <= 2200:
        raise ValidationError(_("%(field)s: give a day that is in the calendar.", field=field.label.text))


def choices(first: str | None, options: Mapping[str, str]) -> list[SelectChoice]:
    """Return options by value; `first` is the word of the empty one, if there is one."""
    empty = [] if first is None else [SelectChoice("", first)]
    return empty + [SelectChoice(value, word) for value, word in options.items()]


def tidy(text: str | None) -> str:
    """Return what was typed without blanks around it."""
    return (text or "").strip()


def required_words(label: str, description: str, missing: str) -> TextAreaField:
    """Return a field for words of a person that must be there; all three texts are lazy."""
    return TextAreaField(
        label, description=description, validators=[DataRequired(missing), too_long(WORDS)], filters=[tidy]
    )


def person_id(field: StringField) -> str | None:
    """Return whose staff number was typed, None for nobody; raise ValidationError for a number that nobody has."""
    number = tidy(field.data)
    try:
        return employee_by_number(number).id if number else None
    except NotFound as unknown:
        raise ValidationError(str(unknown)) from unknown


class VersionedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form about a complaint as the reader saw it."""

    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
