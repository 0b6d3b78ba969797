"""The forms of thanks and ten-second remarks, and what the forms of this room share."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from handbook.company.models import Location
from handbook.complaints.operations import Channel
from handbook.core.db import new_id
from handbook.core.errors import NotFound
from handbook.core.typed_text import too_long as too_long
from handbook.people.queries import employee_by_number
from handbook.voices.lifecycle import Topic
from handbook.voices.operations import ComplimentDraft, RemarkDraft
from handbook.voices.remarks import RemarkFilters

WORDS, REMARK, SHORT = 4_000, 500, 200


def tidy(text: str | None) -> str:
    """Return what somebody typed without blanks around it."""
    return (text or "").strip()


def words_field(label: object, missing: object, help_: object = "", most: int = WORDS) -> TextAreaField:
    """Return a field for words that have to be there."""
    return TextAreaField(label, description=help_, validators=[DataRequired(missing), too_long(most)], filters=[tidy])


def key_field() -> HiddenField:
    """Return the field that tells the same form sent twice."""
    return HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])


def check_day(_form: object, field: Field) -> None:
    """Refuse days that no clock of every time zone can hold."""
    if field.data is not None and not 1900 <= field.data.year <= 2200:
        raise ValidationError(_("Give a day of this century."))


def person_by_number(field: StringField) -> str | None:
    """Return whose staff number stands in a field, or None where it is empty; raise ValidationError for nobody's."""
    try:
        return employee_by_number(field.data).id if tidy(field.data) else None
    except NotFound as unknown:
        raise ValidationError(str(unknown)) from unknown


def places(locations: Iterable[Location], first: str | None = None) -> list[SelectChoice]:
    """Return the locations as choices; `first` is the word of the empty one, if there is one."""
    empty = [] if first is None else [SelectChoice("", first)]
    return empty + [SelectChoice(one.id, one.name) for one in locations]


class ListForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Whether a list shows all or what waits, and which page of it; kept in the address."""

    class Meta:
        """Filters stand in the address and change nothing."""

        csrf = False

    show = StringField()
    page = IntegerField(validators=[Optional(), NumberRange(min=1, max=10**6)])

    @property
    def only_waiting(self) -> bool:
        """Whether only what waits is shown: the case where nothing else is asked for."""
        return self.show.data != "all"

    @property
    def number(self) -> int:
        """The page asked for, or the first where nothing sensible is asked for."""
        return int(self.page.data) if self.validate() and self.page.data else 1


class ComplimentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What somebody is thanked for, who, where and when."""

    idempotency_key = key_field()
    words = words_field(
        _l("What is the thanks for?"),
        _l("What is the thanks for: write a sentence."),
        _l("If a customer said it: in their own words, as exactly as you can."),
    )
    person = StringField(
        _l("Who is meant"),
        description=_l("A name, or what you remember. HR or the supervisor finds out who it is, and tells them."),
        validators=[Optional(), too_long(SHORT)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
    location_id = SelectField(_l("Where"), default="", validators=[InputRequired(_l("Where: choose a location."))])
    happened_on = DateField(
        _l("On which day"), validators=[InputRequired(_l("On which day: give the day.")), check_day]
    )
    channel = SelectField(_l("How it came"), default=Channel.COUNTER.value)

    def offer(self, locations: Sequence[Location], channels: Mapping[Channel, str]) -> None:
        """Fill the choices."""
        self.location_id.choices = places(locations, _("Choose"))
        self.channel.choices = [SelectChoice(one.value, word) for one, word in channels.items()]

    def draft(self, language: str) -> ComplimentDraft:
        """Return what the form says, once it is valid."""
        return ComplimentDraft(
            idempotency_key=self.idempotency_key.data,
            words=self.words.data,
            language=language,
            location_id=self.location_id.data,
            happened_on=self.happened_on.data,
            person=self.person.data,
            channel=Channel(self.channel.data),
        )


class MatchForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Who is meant by thanks: one person, or everybody who works there."""

    person_id: str | None = None
    number = StringField(
        _l("Staff number"),
        validators=[Optional(), too_long(SHORT)],
        render_kw={"list": "colleagues", "autocomplete": "off"},
    )
    for_all = BooleanField(_l("Nobody alone: everybody who works there"))

    def validate_number(self, field: Field) -> None:
        """Find the person."""
        self.person_id = person_by_number(field)

    def validate_for_all(self, field: Field) -> None:
        """Ask for one of the two."""
        if bool(field.data) == bool(tidy(self.number.data)):
            raise ValidationError(_("Who is meant: give a staff number, or choose everybody, and not both."))


class RemarkForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What customers keep saying: one field; what it is about and where are chosen already."""

    idempotency_key = key_field()
    words = words_field(
        _l("Customers keep saying …"),
        _l("Customers keep saying: write what they say."),
        _l("One sentence. No names please: it is about things, not about people."),
        REMARK,
    )
    topic = RadioField(_l("About what"), default=Topic.OTHER.value)
    location_id = SelectField(_l("Where"), default="", validators=[InputRequired(_l("Where: choose a location."))])
    rule_id = SelectField(_l("Rule it is about"), default="", validators=[Optional()])

    def offer(self, locations: Sequence[Location], topics: Mapping[Topic, str], titles: Mapping[str, str]) -> None:
        """Fill the choices."""
        self.location_id.choices = places(locations, _("Choose"))
        self.topic.choices = [SelectChoice(one.value, word) for one, word in topics.items()]
        none = [SelectChoice("", _("No rule"))]
        self.rule_id.choices = none + [SelectChoice(rule_id, title) for rule_id, title in titles.items()]

    def draft(self, language: str) -> RemarkDraft:
        """Return what the form says, once it is valid."""
        return RemarkDraft(
            idempotency_key=self.idempotency_key.data,
            words=self.words.data,
            language=language,
            location_id=self.location_id.data,
            topic=Topic(self.topic.data),
            rule_id=self.rule_id.data or None,
        )


class RemarkFilterForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the list of remarks is narrowed to; kept in the address. A value that does not exist narrows nothing."""

    class Meta:
        """A GET form needs no token."""

        csrf = False

    days = SelectField(_l("How far back"), default="30", validators=[Optional()])
    topic = SelectField(_l("About what"), default="", validators=[Optional()])
    location = SelectField(_l("Location"), default="", validators=[Optional()])
    page = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=1, max=10**6)])

    def offer(self, locations: Sequence[Location], topics: Mapping[Topic, str]) -> None:
        """Fill the choices."""
        everything = [SelectChoice("", _("All"))]
        self.days.choices = [
            SelectChoice("30", _("30 days")), SelectChoice("90", _("90 days")), SelectChoice("0", _("Always"))
        ]  # fmt: skip
        self.topic.choices = everything + [SelectChoice(one.value, word) for one, word in topics.items()]
        self.location.choices = places(locations, _("All"))

    def filters(self) -> RemarkFilters:
        """Return what the address asks for, without what it got wrong."""
        self.validate()
        days = 30 if self.days.errors else int(self.days.data or 30)
        topic, place = ("" if one.errors else one.data or "" for one in (self.topic, self.location))
        return RemarkFilters(place, topic, days, 1 if self.page.errors else self.page.data or 1)
