"""What the forms of the directory share: checks of a field, a form about somebody as the reader saw it."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from handbook.core.errors import NotFound
from handbook.people.queries import employee_by_number

CHOOSE = _l("Choose one of the list.")


def choices(first: str | None, options: Mapping[str, str]) -> list[SelectChoice]:
    """Return options by value; `first` is the word of the empty one, if there is one."""
    empty = [] if first is None else [SelectChoice("", first)]
    return empty + [SelectChoice(value, word) for value, word in options.items()]


def too_long(most: int) -> Length:
    """Return the validator that refuses more characters than this."""
    return Length(max=most, message=_l("This is too long: %(max)d characters at most.", max=most))


def within_memory(_form: object, field: DateField) -> None:
    """Refuse days that no clock of every time zone can hold."""
    if field.data is not None and not 1900 <= field.data.year <= 2200:
        raise ValidationError(_("Give a day between the years 1900 and 2200."))


def fault_of(check: Callable[[str | None], str | None]) -> Callable[[object, StringField], None]:
    """Return a validator that says what a check of `facts` finds wrong."""

    def validate(_form: object, field: StringField) -> None:
        fault = check(field.data)
        if fault:
            raise ValidationError(fault)

    return validate


def number_of_person(form: "PersonNumber", field: StringField) -> None:
    """Turn the staff number into `form.person_id`; the field keeps what was typed."""
    number = (field.data or "").strip()
    if "\0" in number:
        raise ValidationError(_("Staff number: letters and digits only."))
    try:
        form.person_id = employee_by_number(number).id if number else None
    except NotFound as unknown:
        raise ValidationError(str(unknown)) from unknown


class PersonNumber:
    """A form with a field for somebody's staff number; the person found is `person_id`."""

    person_id: str | None = None


class VersionedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form about somebody or something as the reader saw it."""

    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
