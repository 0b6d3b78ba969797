"""The forms of incidents with customers: what happened, what was done, further words, a complaint to link."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectChoice, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from handbook.company.models import Location
from handbook.voices.forms import SHORT, check_day, key_field, places, tidy, too_long, words_field
from handbook.voices.incidents.operations import IncidentDraft
from handbook.voices.lifecycle import Abuse, Need


class _ChecksField(SelectMultipleField):  # type: ignore[misc]  # WTForms ships no types
    """Several choices as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class IncidentForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What a customer did, where, when, who saw it, and what the employee needs now."""

    idempotency_key = key_field()
    kinds = _ChecksField(_l("What was it?"), validators=[DataRequired(_l("What was it: choose what comes closest."))])
    words = words_field(
        _l("What happened"),
        _l("What happened: write a sentence."),
        _l("In your own words. You do not have to prove anything."),
    )
    needs = _ChecksField(_l("What do you need now?"), validators=[Optional()])
    location_id = SelectField(_l("Where"), default="", validators=[InputRequired(_l("Where: choose a location."))])
    place = StringField(_l("Where exactly"), validators=[Optional(), too_long(SHORT)], filters=[tidy])
    happened_on = DateField(
        _l("On which day"), validators=[InputRequired(_l("On which day: give the day.")), check_day]
    )
    happened_time = TimeField(
        _l("At what time"),
        description=_l("By the clock on the wall there. About is good enough."),
        validators=[InputRequired(_l("At what time: give the time, about is good enough."))],
    )
    witnesses = StringField(_l("Who saw it"), validators=[Optional(), too_long(SHORT)], filters=[tidy])

    def offer(self, locations: Sequence[Location], kinds: Mapping[Abuse, str], needs: Mapping[Need, str]) -> None:
        """Fill the choices."""
        self.zones = {one.id: one.zone for one in locations}
        self.location_id.choices = places(locations, _("Choose"))
        self.kinds.choices = [SelectChoice(one.value, word) for one, word in kinds.items()]
        self.needs.choices = [SelectChoice(one.value, word) for one, word in needs.items()]

    def draft(self, language: str) -> IncidentDraft:
        """Return what the form says, once it is valid; day and time count at the zone of the location."""
        zone = ZoneInfo(self.zones[self.location_id.data])
        return IncidentDraft(
            idempotency_key=self.idempotency_key.data,
            kinds=tuple(Abuse(one) for one in self.kinds.data),
            words=self.words.data,
            language=language,
            location_id=self.location_id.data,
            happened_at=datetime.combine(self.happened_on.data, self.happened_time.data, zone),
            place=self.place.data,
            witnesses=self.witnesses.data,
            needs=tuple(Need(one) for one in self.needs.data or ()),
        )


class AnswerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What was done for the employee."""

    idempotency_key = key_field()
    words = words_field(
        _l("What was done"),
        _l("What was done: write a sentence."),
        _l("Your colleague reads exactly this. Say first that you stand by them, then what was done."),
    )


class WordsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the employee adds."""

    idempotency_key = key_field()
    words = words_field(_l("Your own words"), _l("Your own words: write a sentence."))


class LinkForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A complaint by the same customer."""

    reference = StringField(
        _l("Number of the complaint"),
        description=_l("Your colleague does not see that there is one."),
        validators=[DataRequired(_l("Number of the complaint: type it, like C-2026-0418.")), too_long(SHORT)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
