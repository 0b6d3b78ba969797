"""The forms of cases and steps. Each act of will asks for the own password once more."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from handbook.core.db import new_id
from handbook.corrective_actions.ladder import PROPOSABLE, Step, step_words
from handbook.corrective_actions.operations import CaseDraft, ProposalDraft
from handbook.people.identity import LANGUAGES

WORDS, SHORT = 10_000, 200


def _too_long(most: int) -> Length:
    return Length(max=most, message=_l("This is too long: %(max)d characters at most.", max=most))


def _words(label: str, help: str, missing: str) -> TextAreaField:
    return TextAreaField(
        label,
        description=help,
        validators=[DataRequired(missing), _too_long(WORDS)],
        filters=[lambda text: text.strip() if text else text],
    )


def _choices(first: str | None, options: Mapping[str, str]) -> list[SelectChoice]:
    """Return options by value; `first` is the word of the empty one, if there is one."""
    empty = [] if first is None else [SelectChoice("", first)]
    return empty + [SelectChoice(value, word) for value, word in options.items()]


class ProvenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form whose sending is an act of will."""

    password = PasswordField(
        _l("Your own password, once more"),
        description=_l("Only you know it. Nobody at work may do this for you."),
        validators=[InputRequired(_l("Your own password: type it once more.")), Length(max=256)],
        render_kw={"autocomplete": "current-password"},
    )


class OpenCaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """About whom and which rule, what is alleged, and who decides."""

    subject_id = SelectField(_l("Person"), default="", validators=[InputRequired(_l("Person: choose one."))])
    rule_id = SelectField(_l("Rule"), default="", validators=[InputRequired(_l("Rule: choose one."))])
    allegation = _words(
        _l("What is alleged"),
        _l("Facts only: what, where, when. Without the customer's name. The decider reads this, not the complaint."),
        _l("What is alleged: write it down."),
    )
    decider_id = SelectField(
        _l("Who decides"),
        description=_l("Not you: who looks into a matter never decides it."),
        default="",
        validators=[InputRequired(_l("Who decides: choose one."))],
    )

    def offer(self, people: dict[str, str], rules: dict[str, str], deciders: dict[str, str]) -> None:
        """Fill the choices."""
        for field, choices in ((self.subject_id, people), (self.rule_id, rules), (self.decider_id, deciders)):
            field.choices = _choices(_("Choose"), choices)

    def draft(self) -> CaseDraft:
        """Return what the form says."""
        return CaseDraft(self.subject_id.data, self.rule_id.data, self.allegation.data, self.decider_id.data)


class ProposalForm(ProvenForm):
    """What was observed and heard, why, what must change, what help is offered, and who approves."""

    idempotency_key = HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])
    row_version = IntegerField(default=0, widget=HiddenInput(), validators=[Optional()])
    step = RadioField(_l("Step"), default=Step.WRITTEN.value, validators=[InputRequired(_l("Step: choose one."))])
    observed_on = DateField(_l("Day"), validators=[InputRequired(_l("Day: give the day on which it was observed."))])
    observed_time = TimeField(_l("Time"), validators=[InputRequired(_l("Time: give the time, about is good enough."))])
    place = StringField(_l("Place"), validators=[DataRequired(_l("Place: say where it was.")), _too_long(SHORT)])
    observed = _words(
        _l("What was observed"),
        _l("What somebody saw or heard, without a judgement and without legal words."),
        _l("What was observed: write down the facts."),
    )
    heard = _words(
        _l("What the employee told you"),
        _l("In the employee's words. A step without hearing the person first is not fair."),
        _l("What the employee told you: write down what you heard."),
    )
    reasons = _words(
        _l("Your reasons"), _l("The employee reads this. It is sealed with the letter."), _l("Your reasons: give them.")
    )
    change = _words(
        _l("What must change"),
        _l("So that both sides can see whether it did."),
        _l("What must change: say it exactly."),
    )
    change_by = DateField(_l("By when"), validators=[InputRequired(_l("By when: give a day."))])
    help = _words(
        _l("What help is offered"), _l("Practice, another shift, a second till."), _l("What help is offered: say it.")
    )
    not_notified_reason = TextAreaField(
        _l("Why a step is fair although the rule was not notified on that day"),
        validators=[_too_long(WORDS), Optional()],
        filters=[lambda text: text.strip() if text else text],
    )
    approver_id = SelectField(
        _l("Who approves"),
        description=_l("Another person, not concerned, who did not write the complaint down."),
        default="",
        validators=[InputRequired(_l("Who approves: choose one."))],
    )

    def offer(self, approvers: dict[str, str]) -> None:
        """Fill the choices."""
        self.step.choices = _choices(None, {step.value: step_words(step) for step in PROPOSABLE})
        self.approver_id.choices = _choices(_("Choose"), approvers)

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
            change=self.change.data,
            change_by=self.change_by.data,
            help=self.help.data,
            not_notified_reason=self.not_notified_reason.data or "",
            approver_id=self.approver_id.data,
            row_version=self.row_version.data or 0,
        )


class ApproveForm(ProvenForm):
    """Approving exactly what was shown."""

    proposal = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])


class DeclineForm(ApproveForm):
    """Not approving exactly what was shown, with a reason."""

    reason = _words(_l("Why not"), _l("The decider reads it."), _l("Why not: give the reason."))


class ServeForm(ProvenForm):
    """How the letter reaches the employee."""

    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    manner = RadioField(_l("How is it served?"), validators=[InputRequired(_l("How is it served: choose one."))])

    def offer(self) -> None:
        """Fill the choices."""
        ways = {
            "in person": _("I hand it over and explain it"),
            "portal": _("It is laid open in the employee’s own file"),
        }
        self.manner.choices = _choices(None, ways)


class StatementForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The employee's own words."""

    idempotency_key = HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])
    words = _words(
        _l("Your statement"),
        _l("It is never changed, and goes wherever the letter goes. You can add another at any later time."),
        _l("Your statement: write it down."),
    )
    language = SelectField(_l("Language you write in"), choices=_choices(None, LANGUAGES))


class ReceiptForm(ProvenForm):
    """The employee confirms to have received the letter."""
