"""The forms of complaints: three things first (what, where, when), everything else later."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from handbook.company.models import Location
from handbook.complaints.lifecycle import Move, Stage
from handbook.complaints.operations import ComplaintDraft
from handbook.complaints.pages import Filters
from handbook.core.db import new_id
from handbook.core.errors import NotFound
from handbook.people.queries import employee_by_number

WORDS, SHORT = 10_000, 200
MOVES = (Move.ASSESS, Move.INVESTIGATE, Move.CLOSE)


def _within_memory(_form: object, field: DateField) -> None:
    """Refuse days that no clock of every time zone can hold."""
    if field.data is not None and not 1900 <= field.data.year <= 2200:
        raise ValidationError(_("On which day: give the day on which it happened."))


def _too_long(most: int) -> Length:
    return Length(max=most, message=_l("This is too long: %(max)d characters at most.", max=most))


def _choices(first: str | None, options: Mapping[str, str]) -> list[SelectChoice]:
    """Return options by value; `first` is the word of the empty one, if there is one."""
    empty = [] if first is None else [SelectChoice("", first)]
    return empty + [SelectChoice(value, word) for value, word in options.items()]


def _number_of_person(form: "NewComplaintForm | PersonForm", field: StringField) -> None:
    """Turn the staff number into `form.person_id`; the field keeps what was typed."""
    number = (field.data or "").strip()
    try:
        form.person_id = employee_by_number(number).id if number else None
    except NotFound as unknown:
        raise ValidationError(str(unknown)) from unknown


class NewComplaintForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What happened, where and when; at once or later also whom and which rule it is said to concern."""

    person_id: str | None = None
    idempotency_key = HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])
    words = TextAreaField(
        _l("What was said"),
        description=_l("In the customer's own words, as exactly as you can."),
        validators=[DataRequired(_l("What was said: write down the customer's words.")), _too_long(WORDS)],
        filters=[lambda text: text.strip() if text else text],
    )
    location_id = SelectField(
        _l("Where it happened"),
        default="",
        validators=[InputRequired(_l("Where it happened: choose one of the locations."))],
    )
    place = StringField(
        _l("Where exactly"),
        description=_l("Till 3, the terrace, on the telephone"),
        validators=[_too_long(SHORT), Optional()],
    )
    happened_on = DateField(
        _l("On which day"),
        validators=[InputRequired(_l("On which day: give the day on which it happened.")), _within_memory],
    )
    happened_time = TimeField(
        _l("At what time"),
        description=_l("By the clock on the wall there. About is good enough."),
        validators=[InputRequired(_l("At what time: give the time, about is good enough."))],
    )
    customer_name = StringField(_l("Customer's name"), validators=[_too_long(SHORT), Optional()])
    customer_contact = StringField(
        _l("How to reach the customer"),
        description=_l("Kept apart and sealed. Only the handler can open it, and each opening is written down."),
        validators=[_too_long(SHORT), Optional()],
    )
    person = StringField(
        _l("Staff number of the person it is about"),
        description=_l("Leave it empty if you are not sure. The person does not see the complaint."),
        validators=[_too_long(SHORT), Optional(), _number_of_person],
        render_kw={"list": "colleagues", "autocomplete": "off"},
    )
    rule_id = SelectField(_l("Rule it is about"), default="", validators=[Optional()])

    def offer(self, locations: Sequence[Location], titles: dict[str, str]) -> None:
        """Fill the choices."""
        self.zones = {location.id: location.zone for location in locations}
        self.location_id.choices = _choices(_("Choose"), {location.id: location.name for location in locations})
        self.rule_id.choices = _choices(_("Not yet"), titles)

    def draft(self) -> ComplaintDraft:
        """Return what the form says; day and time count at the zone of the location."""
        zone = ZoneInfo(self.zones[self.location_id.data])
        return ComplaintDraft(
            idempotency_key=self.idempotency_key.data,
            words=self.words.data,
            location_id=self.location_id.data,
            place=(self.place.data or "").strip(),
            happened_at=datetime.combine(self.happened_on.data, self.happened_time.data, zone),
            rule_id=self.rule_id.data or None,
            person_id=self.person_id,
            customer_name=(self.customer_name.data or "").strip(),
            customer_contact=(self.customer_contact.data or "").strip(),
        )


class VersionedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form about a complaint as the reader saw it."""

    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class PersonForm(VersionedForm):
    """Whom the complaint is said to be about."""

    person_id: str | None = None
    person = StringField(
        _l("Staff number"),
        description=_l("The person named sees nothing of the complaint."),
        validators=[DataRequired(_l("Staff number: type the number.")), _too_long(SHORT), _number_of_person],
        render_kw={"list": "colleagues", "autocomplete": "off"},
    )


class RuleForm(VersionedForm):
    """Which rule the complaint is said to touch, and of whom."""

    rule_id = SelectField(_l("Rule"), validators=[InputRequired(_l("Rule: choose one."))])
    employee_id = SelectField(_l("Of whom"), default="", validators=[Optional()])

    def offer(self, titles: dict[str, str], people: dict[str, str]) -> None:
        """Fill the choices."""
        self.rule_id.choices = _choices(_("Choose"), titles)
        self.employee_id.choices = _choices(_("Everybody named"), people)


class MoveForm(VersionedForm):
    """The next stage, and the handler's words about it."""

    words = TextAreaField(
        _l("What you found out or decided"),
        description=_l("Facts and reasons. It is kept as you write it and cannot be changed later."),
        validators=[DataRequired(_l("What you found out or decided: write it down first.")), _too_long(WORDS)],
        filters=[lambda text: text.strip() if text else text],
    )
    step = SelectField(choices=[SelectChoice(move.value) for move in MOVES])


class FilterForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the list is narrowed to; kept in the address. A value that does not exist narrows nothing."""

    class Meta:
        """A GET form needs no token."""

        csrf = False

    stage = SelectField(_l("Stage"), default="", validators=[Optional()])
    location = SelectField(_l("Location"), default="", validators=[Optional()])
    rule = SelectField(_l("Rule"), default="", validators=[Optional()])
    page = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=1, max=10**6)])

    def offer(self, stages: dict[Stage, str], locations: Sequence[Location], titles: dict[str, str]) -> None:
        """Fill the choices."""
        everything = _("All")
        self.stage.choices = _choices(everything, {stage.value: word for stage, word in stages.items()})
        self.location.choices = _choices(everything, {location.id: location.name for location in locations})
        self.rule.choices = _choices(everything, titles)

    def filters(self) -> Filters:
        """Return what the address asks for, without what it got wrong."""
        self.validate()
        stage, location, rule = (
            "" if field.errors else field.data or "" for field in (self.stage, self.location, self.rule)
        )
        return Filters(stage, location, rule, 1 if self.page.errors else self.page.data or 1)


class DayForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The day for which notice is asked; kept in the address."""

    class Meta:
        """A GET form needs no token."""

        csrf = False

    as_of = DateField(_l("Ask for another day"), validators=[Optional(), _within_memory])
