"""The forms of an import: the file, how it is read, which column is which, and what silence means."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from zoneinfo import available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from handbook.company.models import Location
from handbook.core import clock
from handbook.people.identity import LANGUAGES
from handbook.people.importing.choices import Choices
from handbook.people.importing.days import FORMATS
from handbook.people.importing.fields import FIELDS, LONGEST_CELL
from handbook.people.importing.receiving import Received
from handbook.people.importing.tables import ENCODINGS, SEPARATORS, Shape

_CHOOSE = _l("Choose one of the list.")
_AROUND = timedelta(days=366)
STAY, LEFT = "stay", "left"


def options(words: Mapping[str, object], first: object | None = None) -> list[SelectChoice]:
    """Return options by value; `first` is the word of the empty one, if there is one."""
    empty = [] if first is None else [SelectChoice("", first)]
    return empty + [SelectChoice(value, word) for value, word in words.items()]


class UploadForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The file."""

    file = FileField(
        _l("The file"),
        description=_l("CSV or XLSX with a line of headings and a line for each person; 12 MB at most."),
        validators=[FileRequired(_l("The file: choose one."))],
        render_kw={"accept": ".csv,.txt,.xlsx,text/csv"},
    )


class ReadingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """How the file is read, where it was guessed wrongly: the sheet of a workbook, or encoding and separator."""

    sheet = SelectField(_l("Sheet"), validators=[Optional()], invalid_choice_message=_CHOOSE)
    encoding = SelectField(
        _l("Encoding"),
        description=_l("Choose another one if letters look wrong in the values above."),
        choices=options(ENCODINGS),
        validators=[Optional()],
        invalid_choice_message=_CHOOSE,
    )
    separator = SelectField(
        _l("Separator of the columns"),
        choices=options(SEPARATORS),
        validators=[Optional()],
        invalid_choice_message=_CHOOSE,
    )

    def offer(self, received: Received) -> None:
        """Offer what the file has; a workbook has sheets, a text file the other two."""
        self.sheet.choices = options({name: name for name in received.sheets})
        if not self.is_submitted():
            self.sheet.data = received.sheet
            self.encoding.data, self.separator.data = received.shape.encoding, received.shape.separator
        if received.sheets:
            del self.encoding, self.separator
        else:
            del self.sheet


class MappingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The column of each field, and the options."""

    day_format = SelectField(_l("How days are written"), choices=options(FORMATS), invalid_choice_message=_CHOOSE)
    count_from = DateField(
        _l("Changes count from"),
        description=_l("The first day of changed placements, and of new ones without a start day."),
        validators=[InputRequired(_l("Changes count from: give a day."))],
    )
    language = SelectField(
        _l("Language of new people of whom the file says none"),
        choices=options(LANGUAGES),
        invalid_choice_message=_CHOOSE,
    )
    job = StringField(
        _l("Job of new people of whom the file says none"),
        validators=[Optional(), Length(max=LONGEST_CELL, message=_l("This is too long: %(max)d characters at most."))],
    )
    location = SelectField(
        _l("Location of new people of whom the file says none"),
        validators=[Optional()],
        invalid_choice_message=_CHOOSE,
    )
    make_locations = BooleanField(_l("Make locations that are not known yet"), validators=[Optional()])
    zone = SelectField(_l("Time zone of these locations"), validators=[Optional()], invalid_choice_message=_CHOOSE)
    missing = RadioField(
        _l("People who are not in the file"),
        choices=options({STAY: _l("stay as they are"), LEFT: _l("have left: this file holds everybody")}),
        default=STAY,
    )
    left_on = DateField(_l("Last day of those who have left"), validators=[Optional()])

    def offer(self, columns: Sequence[str], locations: Sequence[Location]) -> None:
        """Offer the columns of the file, the locations, and the time zones with those in use first."""
        places = options({str(place): column for place, column in enumerate(columns)}, _l("not in the file"))
        for field in FIELDS:
            self[column_name(field.key)].choices = places
        self.location.choices = options({one.id: one.name for one in locations}, _l("none: name them as errors"))
        ours = dict.fromkeys(one.zone for one in locations)
        others = (zone for zone in sorted(available_timezones()) if "/" in zone and not zone.startswith("Etc/"))
        self.zone.choices = options({zone: zone for zone in [*ours, *others]})

    def fill(self, mapping: Mapping[str, str], shape: Shape, choices: Choices) -> None:
        """Show what was guessed or chosen before."""
        for key, column in mapping.items():
            self[column_name(key)].data = str(shape.columns.index(column))
        self.day_format.data, self.count_from.data = choices.day_format, choices.count_from
        self.language.data, self.job.data = choices.language, choices.job
        self.location.data, self.make_locations.data = choices.location_id, bool(choices.zone)
        self.zone.data = choices.zone or self.zone.choices[0].value
        self.missing.data, self.left_on.data = LEFT if choices.left_on else STAY, choices.left_on

    def validate(self, extra_validators: object = None) -> bool:
        """Check each field, and what only makes sense together."""
        good = super().validate(extra_validators)
        faults = {
            "count_from": _far_away(self.count_from.data) and _("Changes count from: a day within a year from now."),
            "left_on": self.missing.data == LEFT
            and (self.left_on.data is None or _far_away(self.left_on.data))
            and _("Last day: give the last day of those who have left, within a year from now."),
        }
        for name, fault in faults.items():
            if fault and not self[name].errors:
                self[name].errors = [fault]
                good = False
        return bool(good)

    def mapping(self, columns: Sequence[str]) -> dict[str, str]:
        """Return the column of each field that is in the file."""
        chosen = {field.key: self[column_name(field.key)].data for field in FIELDS}
        return {key: columns[int(place)] for key, place in chosen.items() if place}

    def chosen(self) -> Choices:
        """Return the options."""
        return Choices(
            count_from=self.count_from.data,
            day_format=self.day_format.data,
            language=self.language.data,
            job=" ".join((self.job.data or "").split()),
            location_id=self.location.data or "",
            left_on=self.left_on.data if self.missing.data == LEFT else None,
            zone=self.zone.data if self.make_locations.data else "",
        )


class ApplyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The word that people who are missing shall leave; asked for only where there are any."""

    sure = BooleanField(_l("Yes, these people have left"), validators=[InputRequired(_l("Tick that they have left."))])


def column_name(key: str) -> str:
    """Return the name of the form's field that holds the column of a field."""
    return f"column_{key}"


def _far_away(day: date | None) -> bool:
    return day is not None and abs(day - clock.now().date()) > _AROUND


for _each in FIELDS:
    _column = SelectField(
        _each.label, description=_each.help or "", validators=[Optional()], invalid_choice_message=_CHOOSE
    )
    setattr(MappingForm, column_name(_each.key), _column)
