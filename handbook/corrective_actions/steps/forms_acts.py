"""The forms of those who approve, serve and answer. Each act of will asks for the own password once more."""

from datetime import datetime, time
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
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from handbook.core.db import new_id
from handbook.corrective_actions.fields import WORDS, ProvenForm, choices, too_long, words_field
from handbook.corrective_actions.steps.answering import RefusalDraft
from handbook.corrective_actions.steps.serving import Manner
from handbook.people.identity import LANGUAGES


class ApproveForm(ProvenForm):
    """Approving exactly what was shown."""

    proposal = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])


class DeclineForm(ApproveForm):
    """Not approving exactly what was shown, with a reason."""

    reason = words_field(_l("Why not"), _l("The decider reads it."), _l("Why not: give the reason."))


class WithdrawForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Taking a proposal back."""

    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    reason = words_field(
        _l("Why you take it back"), _l("Those who were asked to approve read it."), _l("Why you take it back: say it.")
    )


class ServeForm(ProvenForm):
    """How the letter reaches the employee, and when, where that is recorded later."""

    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    manner = RadioField(_l("How is it served?"), validators=[InputRequired(_l("How is it served: choose one."))])
    happened_on = DateField(
        _l("On an earlier day"),
        description=_l("Only where it was handed over or posted before today. Both days are shown."),
        validators=[Optional()],
    )
    happened_time = TimeField(_l("At what time"), validators=[Optional()])

    def offer(self) -> None:
        """Fill the choices."""
        ways = {
            Manner.IN_PERSON.value: _("I hand it over and explain it"),
            Manner.POST.value: _("It is sent by post, and counts as served after the days that the ladder gives"),
            Manner.PORTAL.value: _(
                "It is laid open in the employee’s own file, and is served when the employee opens it"
            ),
        }
        self.manner.choices = choices(None, ways)

    def happened_at(self, zone: str) -> datetime | None:
        """Return the earlier moment at this zone, or None for just now; a day without a time counts from noon."""
        if self.happened_on.data is None:
            return None
        clock_time = self.happened_time.data or time(12)
        return datetime.combine(self.happened_on.data, clock_time, ZoneInfo(zone))


class StatementForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The employee's own words."""

    idempotency_key = HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])
    words = words_field(
        _l("Your statement"),
        _l("It is never changed, and goes wherever the letter goes. You can add another at any later time."),
        _l("Your statement: write it down."),
    )
    language = SelectField(_l("Language you write in"), choices=choices(None, LANGUAGES))


class ReceiptForm(ProvenForm):
    """The employee confirms to have received the letter."""


class LookAgainForm(ProvenForm):
    """Why a step stands although one below it was overturned."""

    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    words = words_field(
        _l("Why it stands all the same"),
        _l("Say what it rests on without the other step. If it no longer stands, tell the employee to appeal."),
        _l("Why it stands all the same: say it."),
    )


class RefusalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the employee says, and the two witnesses, each with the own number and password or PIN."""

    words = TextAreaField(
        _l("What the employee says to it"),
        description=_l("In the employee’s own words, or nothing. Read it aloud before you send it."),
        validators=[too_long(WORDS), Optional()],
        filters=[lambda text: (text or "").strip()],
    )
    language = SelectField(_l("Language of these words"), choices=choices(None, LANGUAGES))
    first_number = StringField(
        _l("Staff number of the first witness"),
        validators=[InputRequired(_l("First witness: type the own staff number.")), Length(max=64)],
        render_kw={"autocomplete": "off"},
    )
    first_password = PasswordField(
        _l("Own password of the first witness (or PIN on a shared tablet)"),
        validators=[InputRequired(_l("First witness: type the own password.")), Length(max=256)],
        render_kw={"autocomplete": "off"},
    )
    second_number = StringField(
        _l("Staff number of the second witness"),
        validators=[InputRequired(_l("Second witness: type the own staff number.")), Length(max=64)],
        render_kw={"autocomplete": "off"},
    )
    second_password = PasswordField(
        _l("Own password of the second witness (or PIN on a shared tablet)"),
        validators=[InputRequired(_l("Second witness: type the own password.")), Length(max=256)],
        render_kw={"autocomplete": "off"},
    )

    def draft(self) -> RefusalDraft:
        """Return what the form says, once it is valid."""
        return RefusalDraft(self.words.data, self.language.data)
