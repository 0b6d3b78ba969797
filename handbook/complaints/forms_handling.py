"""The forms of the handler, one for each thing that is done about a complaint; each on a page of its own."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, DecimalField, MultipleFileField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

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
from handbook.complaints.forms import PICTURES
from handbook.complaints.lifecycle import Channel, Finding
from handbook.complaints.operations import Assessment, FindingDraft, RemedyDraft
from handbook.complaints.wording import (
    cause_words,
    channel_words,
    finding_words,
    kinship_words,
    severity_words,
)

SIMPLE, INVESTIGATED = "simple", "investigated"
LARGEST = Decimal(10) ** 9


Listed = TypeVar("Listed", bound=StrEnum)


def how_field(label: str) -> SelectField:
    """Return a field for the way in which somebody was reached, filled by `offer`."""
    return SelectField(
        label,
        default=Channel.PHONE.value,
        validators=[InputRequired()],
    )


def by_value(words: Mapping[Listed, str]) -> dict[str, str]:
    """Return words by the values of their list, as choices take them."""
    return {str(value): word for value, word in words.items()}


class AssessForm(VersionedForm):
    """How grave it is, whether anybody is in danger, and whether it can be answered at once (ISO 10002, 7.5)."""

    severity = RadioField(_l("How grave"), validators=[InputRequired(_l("How grave: choose one of the four."))])
    is_simple = RadioField(
        _l("What it takes"), validators=[InputRequired(_l("What it takes: simple, or to be investigated?"))]
    )
    is_safety = BooleanField(_l("Somebody may be in danger: it cannot wait"))
    words = required_words(
        _l("Why"), _l("What makes it so, and what was done at once."), _l("Why: write down your reasons.")
    )

    def offer(self) -> None:
        """Fill the choices."""
        self.severity.choices = [(str(grade), word) for grade, word in severity_words().items()]
        self.is_simple.choices = [
            (SIMPLE, _("Simple: it can be answered at once")),
            (INVESTIGATED, _("To be investigated first")),
        ]

    def assessment(self) -> Assessment:
        """Return what the form says."""
        return Assessment(
            self.words.data, int(self.severity.data), bool(self.is_safety.data), self.is_simple.data == SIMPLE
        )


class CustomerForm(VersionedForm):
    """Who the customer is; sealed anew."""

    name = StringField(_l("Customer's name"), validators=[too_long(SHORT), Optional()], filters=[tidy])
    contact = StringField(
        _l("How to reach the customer"),
        description=_l("Kept apart and sealed. Only the handler can open it, and each opening is written down."),
        validators=[too_long(SHORT), Optional()],
        filters=[tidy],
    )


class ContactForm(VersionedForm):
    """That the customer was spoken or written to."""

    how = how_field(_l("How"))
    with_whom = StringField(
        _l("With whom"),
        description=_l("The customer, a daughter, a lawyer; without names if you can."),
        validators=[too_long(SHORT), Optional()],
        filters=[tidy],
    )
    words = required_words(_l("What was said"), _l("By both, in short."), _l("What was said: write it down."))
    next_on = DateField(
        _l("When the customer hears from us next"),
        description=_l("Left empty, it is counted by the company's standard."),
        validators=[Optional(), within_memory],
    )

    def offer(self) -> None:
        """Fill the choices."""
        self.how.choices = choices(None, by_value(channel_words()))


class AskForm(VersionedForm):
    """A question to the customer; until the answer the clock stands."""

    how = how_field(_l("How"))
    words = required_words(
        _l("What you asked"), _l("Until the customer answers, the clock stands."), _l("What you asked: write it down.")
    )

    def offer(self) -> None:
        """Fill the choices."""
        self.how.choices = choices(None, by_value(channel_words()))


class AnswerForm(VersionedForm):
    """What the customer answered; the clock goes on."""

    how = how_field(_l("How"))
    words = required_words(
        _l("What the customer said"), _l("In the customer's own words."), _l("What the customer said: write it down.")
    )

    def offer(self) -> None:
        """Fill the choices."""
        self.how.choices = choices(None, by_value(channel_words()))


class ApologyForm(VersionedForm):
    """Words of regret that were given to the customer."""

    words = required_words(
        _l("The apology, as it was said or written"),
        _l("First that you understand, then that it is ours to mend, then what happens now."),
        _l("The apology: write down its words."),
    )
    channel = how_field(_l("How it was given"))
    given_by = StringField(
        _l("Who gave it"),
        description=_l("Left empty, it was you."),
        validators=[too_long(SHORT), Optional()],
        filters=[tidy],
    )

    def offer(self) -> None:
        """Fill the choices."""
        self.channel.choices = choices(None, by_value(channel_words()))


class RemedyForm(VersionedForm):
    """What the customer was given, of which value, and who granted it."""

    granted_id: str | None = None
    agreed_id: str | None = None
    words = required_words(
        _l("What the customer got"), _l("A new dish, the money back, a credit."), _l("What the customer got: say it.")
    )
    amount = DecimalField(
        _l("Its value"),
        validators=[
            InputRequired(_l("Its value: give an amount; 0 if it cost nothing.")),
            NumberRange(min=0, max=LARGEST, message=_l("Its value: give an amount of nought or more.")),
        ],
        render_kw={"inputmode": "decimal"},
    )
    currency = SelectField(_l("Currency"), validators=[InputRequired()])
    granted_by = StringField(
        _l("Staff number of who granted it"),
        validators=[DataRequired(_l("Staff number of who granted it: type the number.")), too_long(SHORT)],
    )
    agreed_by = StringField(
        _l("Staff number of who agreed"),
        description=_l("Only where it was more than the first may decide alone."),
        validators=[too_long(SHORT), Optional()],
    )

    def offer(self, currencies: list[str]) -> None:
        """Fill the choices."""
        self.currency.choices = choices(None, {code: code for code in currencies})

    def validate_granted_by(self, field: StringField) -> None:
        """Find whose staff number it is."""
        self.granted_id = person_id(field)

    def validate_agreed_by(self, field: StringField) -> None:
        """Find whose staff number it is, if there is one."""
        self.agreed_id = person_id(field)

    def draft(self) -> RemedyDraft:
        """Return what the form says."""
        return RemedyDraft(self.words.data, self.amount.data, self.currency.data, self.granted_id or "", self.agreed_id)


class CauseForm(VersionedForm):
    """Where the trouble comes from."""

    cause = RadioField(_l("Where it comes from"), validators=[InputRequired(_l("Where it comes from: choose one."))])
    words = required_words(
        _l("In your words"), _l("What would have to change so that it does not come back?"), _l("Say it in your words.")
    )

    def offer(self) -> None:
        """Fill the choices."""
        self.cause.choices = list(by_value(cause_words()).items())


class LinkForm(VersionedForm):
    """Another complaint that belongs to this one."""

    reference = StringField(
        _l("Number of the other complaint"),
        description=_l("As it stands in the list: C-2026-0418"),
        validators=[DataRequired(_l("Number of the other complaint: type it.")), too_long(SHORT)],
    )
    kinship = RadioField(_l("What they share"), validators=[InputRequired(_l("What they share: choose one."))])

    def offer(self) -> None:
        """Fill the choices."""
        self.kinship.choices = list(by_value(kinship_words()).items())


class FindForm(VersionedForm):
    """What was found, and why."""

    finding = RadioField(_l("What was found"), validators=[InputRequired(_l("What was found: choose one."))])
    words = required_words(
        _l("Reasons"), _l("The facts that it rests on, and what speaks against it."), _l("Reasons: write them down.")
    )
    rule_id = SelectField(
        _l("The rule that was followed"),
        description=_l("Only where the rule was followed: an improvement of this rule is opened."),
        validators=[Optional()],
    )
    problem = StringField(
        _l("What is wrong with the rule"),
        description=_l("What it did to the customer. HR reads it in the list of improvements, so name nobody."),
        validators=[too_long(SHORT), Optional()],
        filters=[tidy],
    )

    def offer(self, titles: Mapping[str, str]) -> None:
        """Fill the choices."""
        self.finding.choices = list(by_value(finding_words()).items())
        self.rule_id.choices = choices(_("None"), titles)

    def draft(self) -> FindingDraft:
        """Return what the form says."""
        return FindingDraft(
            Finding(self.finding.data), self.words.data, self.rule_id.data or None, self.problem.data or ""
        )


class LateForm(VersionedForm):
    """A later day, promised before the first has passed."""

    due_on = DateField(
        _l("New day"), validators=[InputRequired(_l("New day: give the day of the answer.")), within_memory]
    )
    words = required_words(
        _l("Why, as the customer is told"), _l("The true reason, in plain words."), _l("Why: write down the reason.")
    )


class AssignForm(VersionedForm):
    """Who handles it from now on."""

    employee_id = SelectField(
        _l("Who handles it"), validators=[InputRequired(_l("Who handles it: choose one of the list."))]
    )

    def offer(self, people: Mapping[str, str]) -> None:
        """Fill the choices."""
        self.employee_id.choices = choices(_("Choose"), people)


class PhotosForm(VersionedForm):
    """Pictures that came later."""

    photos = MultipleFileField(
        _l("Photos"),
        description=_l("JPEG, PNG or WebP, five at most. Place, time and camera are taken out of them."),
        validators=[DataRequired(_l("Photos: choose one."))],
        render_kw=PICTURES,
    )

    def pictures(self) -> list[bytes]:
        """Return the files that were chosen."""
        return [data for file in self.photos.data or () if file and (data := file.read())]
