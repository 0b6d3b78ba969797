"""The forms of the other two things that one can say at the door: thanks, and a remark in ten seconds."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from handbook.company.models import Location
from handbook.customers.forms import SHORT, WORDS, AtAPlaceForm, tidy, too_long
from handbook.voices.operations import Channel, ComplimentDraft, RemarkDraft, Topic

REMARK = 500


class ThankForm(AtAPlaceForm):
    """For what somebody is thanked, and whom, as far as the customer knows."""

    words = TextAreaField(
        _l("What was good?"),
        validators=[DataRequired(_l("What was good: a sentence is enough.")), too_long(WORDS)],
        filters=[tidy],
    )
    person = StringField(
        _l("Whom do you thank?"),
        description=_l("A name, or what you remember. Somebody who works there finds out who is meant."),
        validators=[too_long(SHORT), Optional()],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
    happened_on = DateField(_l("On which day"), validators=[InputRequired(_l("On which day: give the day."))])

    def begin(self, asked: Mapping[str, str]) -> None:
        """Fill in what the square code at the place has said, and today."""
        super().begin(asked)
        self.happened_on.data = self.today()

    def validate_happened_on(self, field: Field) -> None:
        """Refuse a day that is still to come, or that no calendar of every zone can hold."""
        if field.data is not None and (field.data.year < 1900 or field.data > self.today()):
            raise ValidationError(_("On which day: give a day that has been."))

    def draft(self, language: str) -> ComplimentDraft:
        """Return what the form says; the day is that of the location."""
        return ComplimentDraft(
            idempotency_key=self.idempotency_key.data,
            words=self.words.data,
            language=language,
            location_id=self.location_id.data,
            happened_on=self.happened_on.data,
            person=self.person.data,
            channel=Channel.DOOR,
        )


class RemarkForm(AtAPlaceForm):
    """What could be better, in a few words."""

    words = TextAreaField(
        _l("What could be better?"),
        description=_l("A few words, and no names: it is counted, and nobody answers it."),
        validators=[DataRequired(_l("What could be better: a few words are enough.")), too_long(REMARK)],
        filters=[tidy],
    )
    topic = RadioField(
        _l("What is it about?"), default=Topic.SERVICE.value, validators=[InputRequired(_l("Choose what it is about."))]
    )

    def offer(self, locations: Sequence[Location]) -> None:
        """Fill the choices."""
        super().offer(locations)
        self.topic.choices = [SelectChoice(topic.value, word) for topic, word in _topics().items()]

    def draft(self, language: str) -> RemarkDraft:
        """Return what the form says."""
        return RemarkDraft(
            idempotency_key=self.idempotency_key.data,
            words=self.words.data,
            language=language,
            location_id=self.location_id.data,
            topic=Topic(self.topic.data),
        )


def _topics() -> dict[Topic, str]:
    """Return the topics as a customer calls them."""
    return {
        Topic.SERVICE: _("how I was served"),
        Topic.WAIT: _("waiting"),
        Topic.PRODUCT: _("what I bought"),
        Topic.PRICE: _("the price"),
        Topic.PREMISES: _("the place itself"),
        Topic.OTHER: _("something else"),
    }
