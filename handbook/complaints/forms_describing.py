"""The form of what nobody had time to ask at the counter, and of what the customer allows."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from handbook.complaints.fields import SHORT, VersionedForm, choices, tidy, too_long, within_memory
from handbook.complaints.forms_handling import by_value, how_field
from handbook.complaints.lifecycle import Category, Channel, Confidentiality
from handbook.complaints.operations import Consent, Description
from handbook.complaints.wording import category_words, channel_words, confidentiality_words


class DescribeForm(VersionedForm):
    """What nobody had time to ask at the counter."""

    category = SelectField(_l("What it is about"), validators=[Optional()])
    channel = how_field(_l("How it came in"))
    order_number = StringField(_l("Number of the order or receipt"), validators=[too_long(SHORT), Optional()])
    remedy_sought = StringField(_l("What the customer wants"), validators=[too_long(SHORT), Optional()])
    confidentiality = RadioField(
        _l("What the customer allows"),
        description=_l("Less than before at any time; more only on the customer's own word, written down below."),
        validators=[InputRequired(_l("What the customer allows: choose one."))],
    )
    consent_how = SelectField(_l("How the customer said that more is allowed"), default="", validators=[Optional()])
    consent_on = DateField(
        _l("On which day the customer said so"),
        validators=[Optional(), within_memory],
    )
    consent_words = StringField(
        _l("What the customer said about it"),
        description=_l("In the customer's own words. The customer reads it on the page of the complaint."),
        validators=[too_long(SHORT), Optional()],
        filters=[tidy],
    )
    customer_language = SelectField(_l("The customer's language"), validators=[Optional()])
    customer_zone = SelectField(_l("The customer's time zone"), validators=[Optional()])
    customer_hours = StringField(
        _l("When the customer can be reached"),
        description=_l("By the customer's clock: after six, never on Fridays"),
        validators=[too_long(SHORT), Optional()],
    )

    def offer(self, languages: Mapping[str, str], zones: tuple[str, ...]) -> None:
        """Fill the choices."""
        self.category.choices = choices(_("Not yet"), by_value(category_words()))
        self.channel.choices = choices(None, by_value(channel_words()))
        self.confidentiality.choices = list(by_value(confidentiality_words()).items())
        self.consent_how.choices = choices(_("Choose"), by_value(channel_words()))
        self.customer_language.choices = choices(_("Not known"), languages)
        self.customer_zone.choices = choices(_("The same as here"), {zone: zone for zone in zones})

    def description(self) -> Description:
        """Return what the form says."""
        return Description(
            channel=Channel(self.channel.data),
            category=Category(self.category.data) if self.category.data else None,
            order_number=tidy(self.order_number.data),
            customer_language=self.customer_language.data or "",
            customer_zone=self.customer_zone.data or "",
            customer_hours=tidy(self.customer_hours.data),
            confidentiality=Confidentiality(self.confidentiality.data),
            remedy_sought=tidy(self.remedy_sought.data),
        )

    def validate_consent_words(self, _field: StringField) -> None:
        """Refuse a part of the customer's word: how, when and what belong together."""
        given = [bool(one.data) for one in (self.consent_how, self.consent_on, self.consent_words)]
        if any(given) and not all(given):
            raise ValidationError(
                _("What the customer said about it: give how, on which day and the words, or none of the three.")
            )

    def consent(self) -> Consent | None:
        """Return the customer's word that more is allowed; None where nothing was written down."""
        if not self.consent_words.data:
            return None
        return Consent(Channel(self.consent_how.data), self.consent_on.data, self.consent_words.data)
