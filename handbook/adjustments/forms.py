"""The forms of recording what is agreed, of ending it, and of the person's answer."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from handbook.adjustments.lifecycle import ReplyKind
from handbook.adjustments.operations import AgreementDraft
from handbook.adjustments.reason_words import reads_like_reason
from handbook.people.identity import LANGUAGES
from handbook.rules.queries import ContentsLine

WORDS = 2_000


def _tidy(text: str | None) -> str:
    return (text or "").strip()


def _words(label: object, missing: object, help_: object = "") -> TextAreaField:
    return TextAreaField(
        label,
        description=help_,
        validators=[
            DataRequired(missing),
            Length(max=WORDS, message=_l("This is too long: %(max)d characters at most.", max=WORDS)),
        ],
        filters=[_tidy],
    )


def _check_day(field: Field) -> None:
    """Refuse days that no clock of every time zone can hold."""
    if field.data is not None and not 1900 <= field.data.year <= 2200:
        raise ValidationError(_("Give a day of this century."))


class AskingAgainForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Words that must not tell a reason; where they seem to, the form asks once more before it is kept."""

    sure = BooleanField(_l("I have read it again: it says what is agreed, and no reason"))
    asked_words = "words"

    @property
    def doubts(self) -> list[str]:
        """The words that read like a reason, until somebody has said that they do not."""
        return [] if self.sure.data else reads_like_reason(self[self.asked_words].data or "")


class AgreementForm(AskingAgainForm):
    """Which rule, from when until when, and what is agreed."""

    rule_id = SelectField(_l("Rule"), validators=[InputRequired(_l("Rule: choose one of the handbook."))])
    from_on = DateField(
        _l("From which day"), validators=[InputRequired(_l("From: give the first day, like 2 March 2026."))]
    )
    to_on = DateField(_l("Until"), description=_l("Leave it empty if no last day is agreed."), validators=[Optional()])
    words = _words(
        _l("What is agreed"),
        _l("What is agreed: write it down in a sentence or two."),
        _l("Write what is agreed, never an illness or a reason. The person, their supervisor and HR can read this."),
    )
    language = SelectField(_l("Language of these words"), choices=[SelectChoice(*pair) for pair in LANGUAGES.items()])

    def validate_from_on(self, field: Field) -> None:
        """Check the first day."""
        _check_day(field)

    def validate_to_on(self, field: Field) -> None:
        """Check the last day."""
        _check_day(field)
        if field.data and self.from_on.data and field.data < self.from_on.data:
            raise ValidationError(_("Until: the last day lies before the first one."))

    def offer(self, contents: Sequence[ContentsLine]) -> None:
        """Offer the rules of the handbook in the order of reading."""
        self.rule_id.choices = [SelectChoice(line.rule_id, line.title) for line in contents]

    def draft(self, edition_number: int) -> AgreementDraft:
        """Return what the form says, once it is valid."""
        from_on: date = self.from_on.data
        return AgreementDraft(
            edition_number, self.rule_id.data, self.words.data, self.language.data, from_on, self.to_on.data
        )


class EndForm(AskingAgainForm):
    """The last day, and why it ends."""

    last_on = DateField(
        _l("Last day"),
        description=_l("Today or a later day. What was, stays as it was."),
        validators=[InputRequired(_l("Last day: give the last day on which it holds."))],
    )
    reason = _words(
        _l("Why it ends"),
        _l("Why it ends: write a sentence, like “agreed anew” or “no longer needed”."),
        _l("Never an illness. The person and HR can read this."),
    )
    asked_words = "reason"

    def validate_last_on(self, field: Field) -> None:
        """Check the last day."""
        _check_day(field)


class ReplyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the person says of it; only an objection needs words."""

    kind = RadioField(
        _l("Is this what you agreed?"),
        choices=[
            SelectChoice(ReplyKind.CONFIRMED.value, _l("Yes, this is what we agreed")),
            SelectChoice(ReplyKind.OBJECTED.value, _l("No, this is not what we agreed")),
        ],
        validators=[InputRequired(_l("Choose one of the two."))],
    )
    words = TextAreaField(
        _l("If not: what was agreed?"),
        description=_l("HR reads it and talks with you. Your supervisor does not see it."),
        validators=[
            Optional(),
            Length(max=WORDS, message=_l("This is too long: %(max)d characters at most.", max=WORDS)),
        ],
        filters=[_tidy],
    )

    def validate_kind(self, field: Field) -> None:
        """Ask for words where the person objects."""
        if field.data == ReplyKind.OBJECTED.value and not self.words.data:
            raise ValidationError(_("What was agreed: write it in your own words."))


class ListForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Which part of the list is shown, and which page of it; kept in the address."""

    class Meta:
        """Filters stand in the address and change nothing."""

        csrf = False

    show = StringField()
    page = IntegerField(validators=[Optional(), NumberRange(min=1, max=10**6)])

    @property
    def number(self) -> int:
        """The page asked for, or the first where nothing sensible is asked for."""
        return int(self.page.data) if self.validate() and self.page.data else 1
