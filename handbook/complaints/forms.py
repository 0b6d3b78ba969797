"""The forms of complaints: three things first (what, where, when), everything else later."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectChoice,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from handbook.company.models import Location
from handbook.complaints.fields import (
    SHORT,
    VersionedForm,
    choices,
    person_id,
    required_words,
    tidy,
    too_long,
    within_memory,
)
from handbook.complaints.lifecycle import Category, Channel, Move, Stage
from handbook.complaints.operations import ComplaintDraft
from handbook.complaints.pages import Filters
from handbook.complaints.wording import category_words, channel_words, due_words
from handbook.core.db import new_id

PICTURES = {"accept": "image/jpeg,image/png,image/webp", "multiple": True}


def _number_of_person(form: "NewComplaintForm | PersonForm", field: StringField) -> None:
    """Turn the staff number into `form.person_id`; the field keeps what was typed."""
    form.person_id = person_id(field)


class NewComplaintForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What happened, where and when; at once or later also whom and which rule it is said to concern."""

    person_id: str | None = None
    idempotency_key = HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])
    words = required_words(
        _l("What was said"),
        _l("In the customer's own words, as exactly as you can."),
        _l("What was said: write down the customer's words."),
    )
    location_id = SelectField(
        _l("Where it happened"),
        default="",
        validators=[InputRequired(_l("Where it happened: choose one of the locations."))],
    )
    place = StringField(
        _l("Where exactly"),
        description=_l("Till 3, the terrace, on the telephone"),
        validators=[too_long(SHORT), Optional()],
    )
    happened_on = DateField(
        _l("On which day"),
        validators=[InputRequired(_l("On which day: give the day on which it happened.")), within_memory],
    )
    happened_time = TimeField(
        _l("At what time"),
        description=_l("By the clock on the wall there. About is good enough."),
        validators=[InputRequired(_l("At what time: give the time, about is good enough."))],
    )
    photos = MultipleFileField(
        _l("Photos"),
        description=_l("JPEG, PNG or WebP, five at most. Place, time and camera are taken out of them."),
        validators=[Optional()],
        render_kw=PICTURES,
    )
    channel = SelectField(_l("How it came in"), default=Channel.COUNTER.value)
    category = SelectField(_l("What it is about"), default="", validators=[Optional()])
    order_number = StringField(_l("Number of the order or receipt"), validators=[too_long(SHORT), Optional()])
    customer_name = StringField(_l("Customer's name"), validators=[too_long(SHORT), Optional()])
    customer_contact = StringField(
        _l("How to reach the customer"),
        description=_l("Kept apart and sealed. Only the handler can open it, and each opening is written down."),
        validators=[too_long(SHORT), Optional()],
    )
    person = StringField(
        _l("Staff number of the person it is about"),
        description=_l("Leave it empty if you are not sure. The person does not see the complaint."),
        validators=[too_long(SHORT), Optional(), _number_of_person],
        render_kw={"list": "colleagues", "autocomplete": "off"},
    )
    rule_id = SelectField(_l("Rule it is about"), default="", validators=[Optional()])

    def offer(self, locations: Sequence[Location], titles: dict[str, str]) -> None:
        """Fill the choices."""
        self.zones = {location.id: location.zone for location in locations}
        self.location_id.choices = choices(_("Choose"), {location.id: location.name for location in locations})
        self.rule_id.choices = choices(_("Not yet"), titles)
        self.channel.choices = choices(None, {one.value: word for one, word in channel_words().items()})
        self.category.choices = choices(_("Not yet"), {one.value: word for one, word in category_words().items()})

    def pictures(self) -> list[bytes]:
        """Return the files that were chosen."""
        return [data for file in self.photos.data or () if file and (data := file.read())]

    def draft(self) -> ComplaintDraft:
        """Return what the form says; day and time count at the zone of the location."""
        zone = ZoneInfo(self.zones[self.location_id.data])
        return ComplaintDraft(
            idempotency_key=self.idempotency_key.data,
            words=self.words.data,
            location_id=self.location_id.data,
            place=tidy(self.place.data),
            happened_at=datetime.combine(self.happened_on.data, self.happened_time.data, zone),
            rule_id=self.rule_id.data or None,
            person_id=self.person_id,
            customer_name=tidy(self.customer_name.data),
            customer_contact=tidy(self.customer_contact.data),
            channel=Channel(self.channel.data),
            category=Category(self.category.data) if self.category.data else None,
            order_number=tidy(self.order_number.data),
        )


class PersonForm(VersionedForm):
    """Whom the complaint is said to be about."""

    person_id: str | None = None
    person = StringField(
        _l("Staff number"),
        description=_l("The person named sees nothing of the complaint."),
        validators=[DataRequired(_l("Staff number: type the number.")), too_long(SHORT), _number_of_person],
        render_kw={"list": "colleagues", "autocomplete": "off"},
    )


class RuleForm(VersionedForm):
    """Which rule the complaint is said to touch, and of whom."""

    rule_id = SelectField(_l("Rule"), validators=[InputRequired(_l("Rule: choose one."))])
    employee_id = SelectField(_l("Of whom"), default="", validators=[Optional()])

    def offer(self, titles: dict[str, str], people: dict[str, str]) -> None:
        """Fill the choices."""
        self.rule_id.choices = choices(_("Choose"), titles)
        self.employee_id.choices = choices(_("Everybody named"), people)


class MoveForm(VersionedForm):
    """The next stage, and the handler's words about it."""

    words = required_words(
        _l("What you found out or decided"),
        _l("Facts and reasons. It is kept as you write it and cannot be changed later."),
        _l("What you found out or decided: write it down first."),
    )
    step = SelectField(choices=[SelectChoice(move.value) for move in Move])


class FilterForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the list is narrowed to; kept in the address. A value that does not exist narrows nothing."""

    class Meta:
        """A GET form needs no token."""

        csrf = False

    stage = SelectField(_l("Stage"), default="", validators=[Optional()])
    due = SelectField(_l("Promised days"), default="", validators=[Optional()])
    location = SelectField(_l("Location"), default="", validators=[Optional()])
    category = SelectField(_l("What it is about"), default="", validators=[Optional()])
    rule = SelectField(_l("Rule"), default="", validators=[Optional()])
    mine = BooleanField(_l("Only those that I handle"))
    page = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=1, max=10**6)])

    def offer(self, stages: dict[Stage, str], locations: Sequence[Location], titles: dict[str, str]) -> None:
        """Fill the choices."""
        everything = _("All")
        self.stage.choices = choices(everything, {stage.value: word for stage, word in stages.items()})
        self.due.choices = choices(everything, due_words())
        self.location.choices = choices(everything, {location.id: location.name for location in locations})
        self.category.choices = choices(everything, {one.value: word for one, word in category_words().items()})
        self.rule.choices = choices(everything, titles)

    def filters(self) -> Filters:
        """Return what the address asks for, without what it got wrong."""
        self.validate()
        narrowing = (self.stage, self.location, self.rule, self.category, self.due)
        stage, location, rule, category, due = ("" if field.errors else field.data or "" for field in narrowing)
        page = 1 if self.page.errors else self.page.data or 1
        return Filters(stage, location, rule, page, category, due, bool(self.mine.data))


class DayForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The day for which notice is asked; kept in the address."""

    class Meta:
        """A GET form needs no token."""

        csrf = False

    as_of = DateField(_l("Ask for another day"), validators=[Optional(), within_memory])
