"""The forms of conversations: a few words, how a goal went, a reply."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, IntegerField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from handbook.conversations.lifecycle import Kind, Outcome
from handbook.conversations.operations import CheckInDraft, ConversationDraft
from handbook.core.db import new_id
from handbook.core.typed_text import too_long

WORDS = 4_000
_TOO_LONG = too_long(WORDS)


def _tidy(text: str | None) -> str:
    return (text or "").strip()


def _check_day(_form: object, field: Field) -> None:
    """Refuse days that no clock of every time zone can hold."""
    if field.data is not None and not 1900 <= field.data.year <= 2200:
        raise ValidationError(_("Give a day of this century."))


class AddressForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """With whom, what kind, which page: kept in the address. What makes no sense there counts as not given."""

    class Meta:
        """A GET form needs no token."""

        csrf = False

    person = StringField(validators=[Optional(), Length(max=32)])
    number = StringField(_l("Staff number"), validators=[Optional(), Length(max=64)])
    kind = StringField(validators=[Optional(), Length(max=20)])
    page = IntegerField(validators=[Optional(), NumberRange(min=1, max=10**6)])

    @property
    def page_number(self) -> int:
        """The page asked for, or the first where nothing sensible is asked for."""
        return int(self.page.data) if self.validate() and self.page.data else 1


class ConversationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What kind of conversation, a few words; of a goal also when to look at it again."""

    idempotency_key = HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])
    kind = RadioField(
        _l("What it was"),
        choices=[
            SelectChoice(Kind.PRAISE.value, _l("Praise")),
            SelectChoice(Kind.COACHING.value, _l("Coaching")),
            SelectChoice(Kind.GOAL.value, _l("A goal")),
        ],
        default=Kind.PRAISE.value,
        validators=[InputRequired(_l("What it was: choose one."))],
    )
    words = TextAreaField(
        _l("A few words"),
        description=_l("What you saw or agreed. The person reads exactly this."),
        validators=[DataRequired(_l("A few words: write a sentence.")), _TOO_LONG],
        filters=[_tidy],
    )
    happened_on = DateField(
        _l("On which day"),
        validators=[InputRequired(_l("On which day: give the day of the conversation.")), _check_day],
    )
    first = DateField(_l("Look at it again on"), validators=[Optional(), _check_day])
    second = DateField(_l("And on"), validators=[Optional(), _check_day])
    third = DateField(_l("And once more on"), validators=[Optional(), _check_day])

    def draft(self, employee_id: str, language: str) -> ConversationDraft:
        """Return what the form says, once it is valid."""
        dates = tuple(one.data for one in (self.first, self.second, self.third) if one.data)
        return ConversationDraft(
            idempotency_key=self.idempotency_key.data,
            employee_id=employee_id,
            kind=Kind(self.kind.data),
            words=self.words.data,
            language=language,
            happened_on=self.happened_on.data,
            check_ins=dates,
        )


class CheckInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """How a goal went."""

    due_on = DateField(widget=HiddenInput(), validators=[InputRequired()])
    outcome = RadioField(
        _l("How is it going?"),
        choices=[
            SelectChoice(Outcome.MET.value, _l("Met")),
            SelectChoice(Outcome.ON_THE_WAY.value, _l("On the way")),
            SelectChoice(Outcome.NOT_YET.value, _l("Not yet")),
        ],
        validators=[InputRequired(_l("How is it going: choose one."))],
    )
    words = TextAreaField(_l("In a few words"), validators=[Optional(), _TOO_LONG], filters=[_tidy])

    def draft(self, language: str) -> CheckInDraft:
        """Return what the form says, once it is valid."""
        return CheckInDraft(self.due_on.data, Outcome(self.outcome.data), self.words.data, language)


class ReplyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the person says of a conversation."""

    idempotency_key = HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])
    words = TextAreaField(
        _l("Your own words"),
        description=_l("They stay beside the conversation, as you write them."),
        validators=[DataRequired(_l("Your own words: write a sentence.")), _TOO_LONG],
        filters=[_tidy],
    )
