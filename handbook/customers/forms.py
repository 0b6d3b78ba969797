"""The form of the public door: what happened, where, when; and what the forms of this room share."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from handbook.company.models import Location
from handbook.complaints.operations import Channel, ComplaintDraft, Confidentiality
from handbook.complaints.queries import complaint_outsider
from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.typed_text import too_long as too_long

WORDS, SHORT = 4_000, 200
TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"
PICTURES = {"accept": "image/jpeg,image/png,image/webp"}


def tidy(text: str | None) -> str:
    """Return what was typed without blanks around it."""
    return (text or "").strip()


def key_field() -> HiddenField:
    """Return the field that tells the same form sent twice."""
    return HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])


class UnattendedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form at the public door: programs that fill in every field give themselves away by one that people leave."""

    website = StringField(
        _l("Leave this field empty"),
        validators=[too_long(SHORT)],
        render_kw={"autocomplete": "off", "tabindex": "-1"},
    )

    def validate_website(self, field: Field) -> None:
        """Refuse what only programs fill in; the page then shows the field, in case it was a person after all."""
        if tidy(field.data):
            raise ValidationError(_("This field catches programs that fill in forms. Empty it and send once more."))


class AtAPlaceForm(UnattendedForm):
    """What somebody says of one of our places; the square code there can fill in which one it is."""

    idempotency_key = key_field()
    location_id = SelectField(
        _l("Where was it?"), default="", validators=[InputRequired(_l("Where was it: choose one of our places."))]
    )

    def offer(self, locations: Sequence[Location]) -> None:
        """Fill the choices."""
        self.zones = {location.id: location.zone for location in locations}
        places = [SelectChoice(location.id, location.name) for location in locations]
        self.location_id.choices = [SelectChoice("", _("Choose")), *places]

    def begin(self, asked: Mapping[str, str]) -> None:
        """Fill in which location the address names by `at`; one that there is not chooses none."""
        if asked.get("at") in self.zones:
            self.location_id.data = asked["at"]

    def today(self) -> date:
        """Return the day that it is at the location."""
        return clock.today(self.zones.get(self.location_id.data, "UTC"))


class ComplainForm(AtAPlaceForm):
    """What happened, where, when; everything else may be left out."""

    words = TextAreaField(
        _l("What happened?"),
        validators=[DataRequired(_l("What happened: a sentence or two are enough.")), too_long(WORDS)],
        filters=[tidy],
    )
    place = StringField(
        _l("Where exactly"),
        description=_l("At the till, on the terrace, on the telephone"),
        validators=[too_long(SHORT), Optional()],
        filters=[tidy],
    )
    day = RadioField(_l("When was it?"), default=TODAY, validators=[InputRequired(_l("When was it: choose a day."))])
    other_day = DateField(_l("On which other day"), validators=[Optional()])
    clock_time = TimeField(_l("At about what time"), validators=[Optional()])
    is_about_leadership = BooleanField(
        _l("It is about the management or the owner"),
        description=_l("Then it goes at once to somebody from outside the company, and not to the management."),
    )
    photo = FileField(
        _l("A photo"),
        description=_l("JPEG, PNG or WebP. We keep what the eye sees, and not where it was taken."),
        validators=[Optional()],
        render_kw=PICTURES,
    )
    order_number = StringField(
        _l("Number of the order or receipt"), validators=[too_long(SHORT), Optional()], filters=[tidy]
    )
    contact = StringField(
        _l("How can we reach you?"),
        description=_l("A mail address or a telephone number. Only the person who looks after it can open it."),
        validators=[too_long(SHORT), Optional()],
        filters=[tidy],
        render_kw={"autocomplete": "email"},
    )
    name = StringField(
        _l("Your name"), validators=[too_long(SHORT), Optional()], filters=[tidy], render_kw={"autocomplete": "name"}
    )
    confidentiality = RadioField(
        _l("Who may know that it was you?"),
        default=Confidentiality.KEPT_BACK.value,
        validators=[InputRequired(_l("Who may know that it was you: choose one."))],
    )

    def offer(self, locations: Sequence[Location]) -> None:
        """Fill the choices; that it is about the management only where somebody from outside looks after it."""
        super().offer(locations)
        if complaint_outsider() is None:
            del self.is_about_leadership
        days = {TODAY: _("Today"), YESTERDAY: _("Yesterday"), OTHER: _("Another day")}
        self.day.choices = [SelectChoice(value, word) for value, word in days.items()]
        self.confidentiality.choices = [SelectChoice(value, word) for value, word in who_may_know().items()]

    def begin(self, asked: Mapping[str, str]) -> None:
        """Fill in what the square code at the place has said: `at` a location, `place` where exactly."""
        super().begin(asked)
        self.place.data = tidy(asked.get("place"))[:SHORT]

    def validate_day(self, field: Field) -> None:
        """Refuse another day that was not given."""
        if field.data == OTHER and self.other_day.data is None and not self.other_day.process_errors:
            raise ValidationError(_("When was it: give the other day."))

    def validate_other_day(self, field: Field) -> None:
        """Refuse a day that is still to come, or that no calendar of every zone can hold."""
        if field.data is not None and (field.data.year < 1900 or field.data > self.today()):
            raise ValidationError(_("On which other day: give a day that has been."))

    def validate_clock_time(self, field: Field) -> None:
        """Refuse a time that is still to come."""
        if self._moment() > clock.now():
            raise ValidationError(_("At about what time: this time is still to come."))

    def validate_confidentiality(self, field: Field) -> None:
        """Refuse a promise that cannot be kept: nobody is unknown who tells us how to reach them."""
        if field.data == Confidentiality.ANONYMOUS and (self.name.data or self.contact.data):
            raise ValidationError(
                _("Who may know that it was you: to stay unknown, empty the name and how to reach you.")
            )

    def draft(self, language: str) -> ComplaintDraft:
        """Return what the form says; day and time count at the zone of the location."""
        known = bool(self.name.data or self.contact.data)
        return ComplaintDraft(
            idempotency_key=self.idempotency_key.data,
            words=self.words.data,
            location_id=self.location_id.data,
            place=self.place.data,
            happened_at=self._moment(),
            happened_time_known=self.clock_time.data is not None,
            channel=Channel.DOOR,
            order_number=self.order_number.data,
            customer_name=self.name.data,
            customer_contact=self.contact.data,
            customer_language=language,
            confidentiality=Confidentiality(self.confidentiality.data) if known else Confidentiality.ANONYMOUS,
            is_about_leadership=bool(self.is_about_leadership and self.is_about_leadership.data),
        )

    def _moment(self) -> datetime:
        """Return the moment; without a time it is when that day begins."""
        days = {TODAY: self.today(), YESTERDAY: self.today() - timedelta(days=1)}
        zone = ZoneInfo(self.zones.get(self.location_id.data, "UTC"))
        day = self.other_day.data or days.get(self.day.data, self.today())  # whoever fills in a day means it
        return datetime.combine(day, self.clock_time.data or time(), zone)


def who_may_know() -> dict[str, str]:
    """Return the three choices of confidentiality in plain words."""
    return {
        Confidentiality.NAMED.value: _("You may use my name"),
        Confidentiality.KEPT_BACK.value: _("Keep my name back"),
        Confidentiality.ANONYMOUS.value: _("I do not say who I am"),
    }


def what_is_promised() -> dict[str, str]:
    """Return, by choice, what can honestly be promised and what cannot."""
    return {
        Confidentiality.NAMED.value: _("The people involved may learn that it was you who told us."),
        Confidentiality.KEPT_BACK.value: _(
            "We tell nobody your name. Whoever was there may still guess it from what happened."
        ),
        Confidentiality.ANONYMOUS.value: _(
            "We cannot ask you anything but on your page. Without other proof, nobody gets more than a talk for it."
        ),
    }
