"""The forms of the calendars: days of the week, closed days, and a file of public holidays."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, Field, IntegerField, SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from handbook.company.models import Location

WEEKDAYS = {
    1: _l("Monday"),
    2: _l("Tuesday"),
    3: _l("Wednesday"),
    4: _l("Thursday"),
    5: _l("Friday"),
    6: _l("Saturday"),
    7: _l("Sunday"),
}


def _check_day(_form: object, field: Field) -> None:
    """Refuse days that no clock of every time zone can hold."""
    if field.data is not None and not 1900 <= field.data.year <= 2200:
        raise ValidationError(_("Give a day of this century."))


class CalendarForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Of which location the calendar is shown, and which page of its closed days; kept in the address."""

    class Meta:
        """A GET form needs no token."""

        csrf = False

    location = SelectField(_l("Location"), default="", validators=[Optional()])
    page = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=1, max=10**6)])

    def offer(self, locations: Sequence[Location]) -> None:
        """Fill the choices."""
        self.location.choices = _choices(locations)

    def asked(self) -> tuple[str | None, int]:
        """Return the location (None: every location) and the page, without what the address got wrong."""
        self.validate()
        location = None if self.location.errors else self.location.data or None
        return location, 1 if self.page.errors else self.page.data or 1


class WeekForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """On which days of the week a location works, and from when on."""

    weekdays = SelectMultipleField(
        _l("Working days"),
        coerce=int,
        choices=[SelectChoice(number, name) for number, name in WEEKDAYS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[DataRequired(_l("Working days: choose one day of the week at least."))],
    )
    from_on = DateField(
        _l("From which day"),
        description=_l("Today or a later day. What was, stays as it was."),
        validators=[InputRequired(_l("From which day: give a day, like 2 March 2026.")), _check_day],
    )

    @property
    def first_day(self) -> date:
        """The day from which on it counts, once the form is valid."""
        day: date = self.from_on.data
        return day


class ClosedDayForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A day on which a location is closed, and what it is called."""

    location_id = SelectField(_l("Where"), default="", validators=[Optional()])
    day = DateField(_l("Which day"), validators=[InputRequired(_l("Which day: give the day.")), _check_day])
    name = StringField(
        _l("What the day is called"),
        description=_l("Independence Day, stocktaking"),
        validators=[
            DataRequired(_l("What the day is called: write its name.")),
            Length(max=200, message=_l("This is too long: %(max)d characters at most.", max=200)),
        ],
        filters=[lambda text: " ".join(text.split()) if text else text],
    )

    def offer(self, locations: Sequence[Location]) -> None:
        """Fill the choices."""
        self.location_id.choices = _choices(locations)


class HolidayFileForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A file of public holidays, and for which location they count."""

    location_id = SelectField(_l("Where"), default="", validators=[Optional()])
    file = FileField(
        _l("The calendar file"),
        description=_l("It ends in .ics, as calendars on the internet offer it for public holidays."),
        validators=[FileRequired(_l("The calendar file: choose a file."))],
        render_kw={"accept": ".ics,text/calendar"},
    )

    def offer(self, locations: Sequence[Location]) -> None:
        """Fill the choices."""
        self.location_id.choices = _choices(locations)


def _choices(locations: Sequence[Location]) -> list[SelectChoice]:
    return [SelectChoice("", _("Every location"))] + [SelectChoice(one.id, one.name) for one in locations]
