"""The forms of what HR settles about complaints, and of rules that are to be made better."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from handbook.complaints.fields import SHORT, choices, required_words, tidy, too_long
from handbook.complaints.operations import SettingsDraft

LONGEST = 2_000


class SettingsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Who handles what concerns HR or the owner, and whom else a customer can turn to."""

    seen = HiddenField(validators=[too_long(SHORT)])
    outsider_id = SelectField(
        _l("The outsider"),
        description=_l("Somebody from outside who was invited as a guest: a lawyer, an ombudsperson, a board member."),
        default="",
        validators=[Optional()],
    )
    recourse = TextAreaField(
        _l("Whom else a customer can turn to"),
        description=_l("Name, address, telephone. It is printed in the letters to customers."),
        validators=[too_long(LONGEST), Optional()],
        filters=[tidy],
    )

    def offer(self, guests: Mapping[str, str]) -> None:
        """Fill the choices."""
        self.outsider_id.choices = choices(_("Nobody yet"), guests)

    def draft(self) -> SettingsDraft:
        """Return what the form says."""
        return SettingsDraft(self.outsider_id.data or None, self.recourse.data or "", self.seen.data or "")


class DoneForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What was done about a rule."""

    improvement_id = HiddenField(validators=[InputRequired(), too_long(SHORT)])
    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    words = required_words(
        _l("What was done"),
        _l("What the rule says now, or why it stays as it is."),
        _l("What was done: write it down."),
    )
