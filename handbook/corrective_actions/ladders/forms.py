"""The forms of the ladder: what it shall say, confirming it, not confirming it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from handbook.core.db import new_id
from handbook.corrective_actions.fields import ProvenForm, choices, words_field
from handbook.corrective_actions.ladders.content import DAYS, content_of
from handbook.corrective_actions.ladders.faults import LONGEST_MONTHS, MOST_APPROVERS, MOST_DAYS, MOST_LIMITATION
from handbook.corrective_actions.ladders.ladder import Ladder, Rung, Scope, Severity, Step, Suspending, step_title
from handbook.corrective_actions.ladders.operations import LadderDraft
from handbook.corrective_actions.ladders.words import scope_words
from handbook.permissions import Role

OFF, BEFORE_FINAL, AFTER_FINAL = "off", "before", "after"
TALK = "talk"
CHOSEN = "Chosen by the company."


def _number(label: object, most: int, *, least: int = 1, optional: bool = False, help: object = "") -> IntegerField:
    words = _l("%(field)s: give a whole number from %(least)s to %(most)s.", field=label, least=least, most=most)
    range_, needed = NumberRange(least, most, message=words), Optional() if optional else InputRequired(words)
    return IntegerField(label, description=help, validators=[needed, range_], render_kw={"inputmode": "numeric"})


class RungForm(Form):  # type: ignore[misc]  # WTForms ships no types
    """One step of the ladder. `used`, `months` and `hearing` are not asked where they are fixed."""

    used = BooleanField(_l("This step is on the ladder"))
    months = _number(_l("How many months it is live"), LONGEST_MONTHS, optional=True)
    approvers = _number(_l("How many others approve"), MOST_APPROVERS, least=0)
    scope = SelectField(_l("It leads on to"))
    hearing = BooleanField(_l("With a hearing"))
    decides = SelectMultipleField(
        _l("Who decides"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.scope.choices = choices(None, {scope.value: scope_words(scope) for scope in Scope})
        self.decides.choices = choices(None, {Role.HR.value: _("HR"), Role.DECISION_MAKER.value: _("Decision-makers")})

    def rung(self, step: Step) -> Rung:
        """Return what the form says of a step."""
        return Rung(
            step=step,
            months=None if step is Step.DISMISSAL else self.months.data,
            approvers=self.approvers.data,
            scope=Scope(self.scope.data),
            hearing=self.hearing.data,
            decides=frozenset(Role(one) for one in self.decides.data or ()),
        )


class LadderForm(ProvenForm):
    """A ladder as it shall be, from which day on, and why."""

    idempotency_key = HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])
    verbal = FormField(RungForm, _l("Verbal warning"))
    written = FormField(RungForm, _l("Written warning"))
    final = FormField(RungForm, _l("Final written warning"))
    suspension = FormField(RungForm, _l("Suspension"))
    dismissal = FormField(RungForm, _l("Dismissal"))
    suspension_place = RadioField(_l("Suspension as a sanction"), default=OFF)
    most_days = _number(_l("For how many days at most"), MOST_DAYS, optional=True)
    paid = BooleanField(_l("With pay"))
    full_days = BooleanField(_l("In full days only"))
    first_serious = SelectField(_l("A first breach of a serious rule leads to"))
    first_gross = SelectField(_l("Gross misconduct leads to"))
    reply_days = _number(_l("Working days for a reply"), MOST_DAYS)
    appeal_days = _number(_l("Working days for an appeal"), MOST_DAYS)
    notice_days = _number(_l("Working days between notice and hearing"), MOST_DAYS)
    post_days = _number(_l("Working days after which a posted letter counts as delivered"), MOST_DAYS)
    limitation_days = _number(
        _l("Days after which it is too late for a step, from the day on which the company learnt of it"),
        MOST_LIMITATION,
        optional=True,
    )
    breach_days = _number(
        _l("Days after which it is too late for a step, from the day on which it happened"),
        MOST_LIMITATION,
        optional=True,
    )
    small_firm = BooleanField(
        _l("We are a small firm: where people lack, whoever looked into a matter may also decide it"),
        description=_l("Whatever is dropped is printed in the letter. The others who approve are never dropped."),
    )
    from_on = DateField(
        _l("First day"),
        description=_l("Today or later. Steps that were served before keep the ladder of their day."),
        validators=[InputRequired(_l("First day: give it."))],
    )
    reason = words_field(
        _l("Why"), _l("It is kept with the ladder and everybody can read it."), _l("Why: give the reason.")
    )

    def offer(self) -> None:
        """Fill the choices."""
        places = {OFF: _("Off"), BEFORE_FINAL: _("Before the final warning"), AFTER_FINAL: _("After the final warning")}
        self.suspension_place.choices = choices(None, places)
        steps = [SelectChoice(step.value, step_title(step)) for step in Step]
        self.first_serious.choices = [SelectChoice(TALK, _("A talk")), *steps[:-1]]
        self.first_gross.choices = [SelectChoice(TALK, _("A talk")), *steps]

    def fill(self, ladder: Ladder) -> None:
        """Show a ladder as the one to begin with; a step that it lacks shows what is usual."""
        for step, form in self.rows():
            rung = ladder.rung(step) if step in ladder.steps else Rung(step, 12, 1)
            form.used.data, form.months.data, form.approvers.data = step in ladder.steps, rung.months, rung.approvers
            form.scope.data, form.hearing.data = rung.scope.value, rung.hearing
            form.decides.data = sorted(role.value for role in rung.decides)
        for name in DAYS:
            self[name].data = getattr(ladder, name)
        self.small_firm.data = ladder.small_firm
        first = {severity: step.value if step else TALK for severity, step in ladder.first.items()}
        self.first_serious.data, self.first_gross.data = first[Severity.SERIOUS], first[Severity.GROSS]
        self.suspension_place.data = _place_of_suspension(ladder)
        if ladder.suspending is not None:
            suspending = ladder.suspending
            self.most_days.data, self.paid.data = suspending.most_days, suspending.paid
            self.full_days.data = suspending.full_days

    def draft(self, base: Ladder) -> LadderDraft:
        """Return what the form says; a line that says the same as in `base` keeps what it rests on."""
        ladder = replace(
            base,
            from_on=self.from_on.data,
            rungs=tuple(self._rungs()),
            first={
                Severity.MINOR: None,
                Severity.SERIOUS: _step(self.first_serious.data),
                Severity.GROSS: _step(self.first_gross.data),
            },
            **{name: self[name].data for name in DAYS},
            small_firm=self.small_firm.data,
            suspending=self._suspending(),
        )
        return LadderDraft(self.idempotency_key.data, replace(ladder, sources=_sources(ladder, base)), self.reason.data)

    def rows(self) -> list[tuple[Step, RungForm]]:
        """Return the part of the form for each step."""
        return [(step, self[step.value].form) for step in Step]

    def _rungs(self) -> Iterator[Rung]:
        rungs = {step: form.rung(step) for step, form in self.rows()}
        before, after = self.suspension_place.data == BEFORE_FINAL, self.suspension_place.data == AFTER_FINAL
        for step in (Step.VERBAL, Step.WRITTEN):
            if self[step.value].form.used.data:
                yield rungs[step]
        if before:
            yield rungs[Step.SUSPENSION]
        if self.final.form.used.data:
            yield rungs[Step.FINAL]
        if after:
            yield rungs[Step.SUSPENSION]
        yield rungs[Step.DISMISSAL]

    def _suspending(self) -> Suspending | None:
        if self.suspension_place.data == OFF:
            return None
        return Suspending(self.most_days.data or 0, self.paid.data, self.full_days.data)


class ConfirmForm(ProvenForm):
    """Confirming exactly the ladder that was shown."""

    sha256 = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])


class DeclineForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Not confirming the ladder that was shown, or taking the own proposal back."""

    sha256 = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])
    reason = words_field(_l("Why not"), _l("It is kept with the proposal."), _l("Why not: give the reason."))


def _step(value: str) -> Step | None:
    return None if value == TALK else Step(value)


def _place_of_suspension(ladder: Ladder) -> str:
    if Step.SUSPENSION not in ladder.steps:
        return OFF
    after = Step.FINAL in ladder.steps and ladder.level(Step.SUSPENSION) > ladder.level(Step.FINAL)
    return AFTER_FINAL if after else BEFORE_FINAL


def _sources(ladder: Ladder, base: Ladder) -> dict[str, str]:
    """Return what each line rests on: the source of a line that is as it was, else that the company chose it."""
    new, old = content_of(ladder), content_of(base)
    steps = {rung["step"]: rung for rung in old["rungs"]}
    kept = {name for name in (*DAYS, "first", "suspending", "small_firm") if new[name] == old[name]}
    kept |= {rung["step"] for rung in new["rungs"] if steps.get(rung["step"]) == rung}
    lines = (*DAYS, "first", "suspending", *(rung["step"] for rung in new["rungs"]))
    return {line: base.sources[line] if line in kept and line in base.sources else CHOSEN for line in lines}
