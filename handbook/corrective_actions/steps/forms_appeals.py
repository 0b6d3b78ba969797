"""The forms of an appeal: the employee's, that of who arranges the hearing, and the hearer's."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from handbook.corrective_actions.fields import SHORT, WORDS, ProvenForm, choices, too_long, words_field
from handbook.corrective_actions.ladders.ladder import Step, step_words
from handbook.corrective_actions.steps.appealing import AppealDraft, DecisionDraft, HearingDraft
from handbook.corrective_actions.steps.appeals import Outcome, outcome_words
from handbook.people.identity import LANGUAGES


class AppealForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Why the employee appeals."""

    words = words_field(
        _l("Why you appeal"),
        _l("In your own words, as long or short as you like. It is never changed."),
        _l("Why you appeal: write it down."),
    )
    language = SelectField(_l("Language you write in"), choices=choices(None, LANGUAGES))
    may_be_soon = BooleanField(
        _l("I need no days to prepare: hear me as soon as you can"),
        description=_l("Only if you wish. Otherwise you are told some working days before."),
    )
    late_reason = TextAreaField(
        _l("Why only now"),
        description=_l("The days for an appeal are over. Whoever hears you looks at your reason."),
        validators=[too_long(WORDS), Optional()],
        filters=[lambda text: (text or "").strip()],
    )

    def draft(self) -> AppealDraft:
        """Return what the form says, once it is valid."""
        return AppealDraft(
            self.words.data, self.language.data, self.late_reason.data or "", may_be_soon=self.may_be_soon.data
        )


class HearingForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Who hears the appeal, when and where."""

    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    hearer_id = SelectField(
        _l("Who hears it"),
        description=_l("Somebody who never had a part in this matter, best with a higher post than the decider."),
        default="",
        validators=[InputRequired(_l("Who hears it: choose one."))],
    )
    hearing_on = DateField(_l("Day"), validators=[InputRequired(_l("Day: give the day of the hearing."))])
    hearing_time = TimeField(_l("Time"), validators=[InputRequired(_l("Time: give the time of the hearing."))])
    hearing_place = StringField(_l("Place"), validators=[DataRequired(_l("Place: say where it is.")), too_long(SHORT)])

    def offer(self, hearers: dict[str, str]) -> None:
        """Fill the choices."""
        self.hearer_id.choices = choices(_("Choose"), hearers)

    def draft(self, zone: str) -> HearingDraft:
        """Return what the form says, once it is valid; day and time count at this zone."""
        at = datetime.combine(self.hearing_on.data, self.hearing_time.data, ZoneInfo(zone))
        return HearingDraft(self.hearer_id.data, at, self.hearing_place.data.strip())


class DecisionForm(ProvenForm):
    """What the hearer heard and decides."""

    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    heard = words_field(
        _l("What the employee said"), _l("It is printed in the letter."), _l("What the employee said: write it down.")
    )
    outcome = RadioField(_l("Your decision"), validators=[InputRequired(_l("Your decision: choose one."))])
    reduced_step = SelectField(
        _l("Reduced to"),
        description=_l("Only where you reduce it: a milder step, or the same for a shorter time."),
        validate_choice=False,
    )
    reduced_months = IntegerField(
        _l("Live for how many months"),
        description=_l("Counted from the day on which the letter was served."),
        validators=[Optional(), NumberRange(1, 60, _l("Months: a number from 1 to 60."))],
    )
    reasons = words_field(
        _l("Your reasons"), _l("The employee reads this. It is sealed with the letter."), _l("Your reasons: give them.")
    )

    def offer(self, steps: Sequence[Step]) -> None:
        """Fill the choices: what may be decided, and the steps to which this one may be reduced."""
        self.outcome.choices = choices(None, {one.value: outcome_words(one) for one in Outcome})
        self.reduced_step.choices = choices(_("Not reduced"), {one.value: step_words(one) for one in steps})

    def validate_reduced_step(self, field: SelectField) -> None:
        """Say in words why a step that is not offered is none to which this one is reduced."""
        if field.data and field.data not in [choice.value for choice in field.choices]:
            raise ValidationError(
                _("Reduced to: an appeal never makes it worse. Choose a milder step, or the same for a shorter time.")
            )

    def draft(self) -> DecisionDraft:
        """Return what the form says, once it is valid."""
        return DecisionDraft(
            outcome=Outcome(self.outcome.data),
            heard=self.heard.data,
            reasons=self.reasons.data,
            reduced_step=Step(self.reduced_step.data) if self.reduced_step.data else None,
            reduced_months=self.reduced_months.data,
        )
