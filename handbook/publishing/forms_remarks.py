"""The forms of asking before publishing: open it, remark, answer, note who else was heard."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from handbook.core import clock
from handbook.publishing.publication import NOTICE_DAYS

LONGEST = 4000
_TOO_LONG = _l("This is too long: %(max)d characters at most.")
_NO_DAY = _l("This is no day of the calendar. Choose one.")


def _words(label: object, missing: object, help_: object = "") -> Field:
    return TextAreaField(
        label,
        description=help_,
        validators=[DataRequired(missing), Length(max=LONGEST, message=_TOO_LONG)],
        filters=[lambda text: text.strip() if text else ""],
    )


def _version() -> Field:
    return IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class OpenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Until when staff may remark, and a few words about what is asked."""

    ends_on = DateField(
        _l("Last day for remarks"),
        validators=[InputRequired(_l("Last day for remarks: choose a day."))],
        invalid_value_message=_NO_DAY,
    )
    note = TextAreaField(
        _l("A few words for the staff"),
        validators=[Length(max=LONGEST, message=_TOO_LONG)],
        filters=[lambda text: text.strip() if text else ""],
    )

    def offer(self) -> None:
        """Propose two weeks."""
        self.ends_on.data = clock.now().date() + timedelta(days=NOTICE_DAYS)


class CloseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Take no more remarks."""

    row_version = _version()


class RemarkForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What somebody says of the draft, or of one rule of it."""

    words = _words(_l("What do you say to this?"), _l("Your remark: write it down, then send it."))


class AnswerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The answer to a remark."""

    answer = _words(_l("Your answer"), _l("Your answer: write it down, then send it."))
    row_version = _version()


class PartyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Somebody who was heard beside the staff."""

    who = StringField(
        _l("Who was heard"),
        description=_l("For example: works council, our lawyer."),
        validators=[DataRequired(_l("Who was heard: name them.")), Length(max=200, message=_TOO_LONG)],
        filters=[lambda text: " ".join(text.split()) if text else ""],
    )
    heard_on = DateField(
        _l("On which day"),
        validators=[InputRequired(_l("On which day: choose one."))],
        invalid_value_message=_NO_DAY,
    )
    words = _words(
        _l("What they said"),
        _l("What they said: write it down."),
        _l("It is printed in the edition, for everybody to read."),
    )

    def values(self) -> dict[str, Any]:
        """Return what a valid form says."""
        return {"who": self.who.data, "words": self.words.data, "heard_on": self.heard_on.data}
