"""The form of a proposal: an act of will, so it asks for the own password once more."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, StopValidation
from wtforms.widgets import HiddenInput

from handbook.core.db import new_id
from handbook.corrective_actions.fields import SHORT, WORDS, ProvenForm, choices, too_long, words_field
from handbook.corrective_actions.ladders.ladder import Step, step_words
from handbook.corrective_actions.steps.draft import ProposalDraft


def _reason(label: str) -> TextAreaField:
    """Return a field for a reason that is asked for only where something calls for it."""
    return TextAreaField(
        label,
        description=_l("It is printed in the letter."),
        validators=[too_long(WORDS), Optional()],
        filters=[lambda text: text.strip() if text else text],
    )


class GoesOn:
    """Validator: the field is needed, but for a dismissal, after which nothing is left to change."""

    def __init__(self, missing: str) -> None:
        self.missing = missing

    def __call__(self, form: FlaskForm, field: Field) -> None:
        """Raise StopValidation where it is empty."""
        if form.step.data != Step.DISMISSAL and not (field.raw_data and field.raw_data[0].strip()):
            raise StopValidation(str(self.missing))


def _unless_dismissed(label: str, help: str, missing: str) -> TextAreaField:
    """Return a field for several lines that must not stay empty, but for a dismissal."""
    return TextAreaField(
        label,
        description=help,
        validators=[GoesOn(missing), too_long(WORDS)],
        filters=[lambda text: text.strip() if text else text],
    )


class ProposalForm(ProvenForm):
    """What was observed and heard, why, what must change, what help is offered, and who approves."""

    idempotency_key = HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])
    row_version = IntegerField(default=0, widget=HiddenInput(), validators=[Optional()])
    step = RadioField(_l("Step"), validators=[InputRequired(_l("Step: choose one."))])
    observed_on = DateField(_l("Day"), validators=[InputRequired(_l("Day: give the day on which it was observed."))])
    observed_time = TimeField(_l("Time"), validators=[InputRequired(_l("Time: give the time, about is good enough."))])
    place = StringField(_l("Place"), validators=[DataRequired(_l("Place: say where it was.")), too_long(SHORT)])
    observed = words_field(
        _l("What was observed"),
        _l("What somebody saw or heard, without a judgement and without legal words."),
        _l("What was observed: write down the facts."),
    )
    heard = words_field(
        _l("What the employee told you"),
        _l("In the employee's words. A step without hearing the person first is not fair."),
        _l("What the employee told you: write down what you heard."),
    )
    reasons = words_field(
        _l("Your reasons"), _l("The employee reads this. It is sealed with the letter."), _l("Your reasons: give them.")
    )
    change = _unless_dismissed(
        _l("What must change"),
        _l("So that both sides can see whether it did."),
        _l("What must change: say it exactly."),
    )
    change_by = DateField(_l("By when"), validators=[GoesOn(_l("By when: give a day.")), Optional()])
    help = _unless_dismissed(
        _l("What help is offered"), _l("Practice, another shift, a second till."), _l("What help is offered: say it.")
    )
    not_notified_reason = _reason(_l("Why a step is fair although the rule was not notified on that day"))
    deviation_reason = _reason(_l("Why another step than the ladder recommends"))
    going_on_reason = _reason(_l("Why it goes on although something of the process is missing"))
    first_on = DateField(_l("First day of the suspension"), validators=[Optional()])
    last_on = DateField(
        _l("Last day"),
        description=_l("Of the suspension, or the last day of work. A dismissal without notice has none."),
        validators=[Optional()],
    )
    approver_id = SelectField(
        _l("Who approves"),
        description=_l(
            "Another person, not concerned, who did not write the complaint down. None for a verbal warning."
        ),
        default="",
    )
    second_approver_id = SelectField(
        _l("Who approves as well"), description=_l("A dismissal needs two people."), default=""
    )

    def offer(self, steps: Sequence[Step], approvers: dict[str, str]) -> None:
        """Fill the choices: the steps of the ladder in force, and who may approve."""
        self.step.choices = choices(None, {step.value: step_words(step) for step in steps})
        for field in (self.approver_id, self.second_approver_id):
            field.choices = choices(_("Nobody"), approvers)

    def draft(self, zone: str) -> ProposalDraft:
        """Return what the form says; day and time count at this zone."""
        return ProposalDraft(
            idempotency_key=self.idempotency_key.data,
            step=Step(self.step.data),
            observed_at=datetime.combine(self.observed_on.data, self.observed_time.data, ZoneInfo(zone)),
            place=self.place.data.strip(),
            observed=self.observed.data,
            heard=self.heard.data,
            reasons=self.reasons.data,
            change=self.change.data or "",
            change_by=self.change_by.data,
            help=self.help.data or "",
            not_notified_reason=self.not_notified_reason.data or "",
            approver_ids=tuple(filter(None, (self.approver_id.data, self.second_approver_id.data))),
            deviation_reason=self.deviation_reason.data or "",
            going_on_reason=self.going_on_reason.data or "",
            first_on=self.first_on.data,
            last_on=self.last_on.data,
            row_version=self.row_version.data or 0,
        )
