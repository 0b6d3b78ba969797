"""What the list of cases is narrowed to."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import HiddenInput

from handbook.corrective_actions.cases.lifecycle import CaseState, state_words
from handbook.corrective_actions.fields import choices


class CaseFilterForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The filters of the list, kept in the address. A value that does not exist narrows nothing."""

    class Meta:
        """A GET form needs no token."""

        csrf = False

    state = SelectField(_l("State"), default="", validators=[Optional()])
    page = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=1, max=10**6)])

    def offer(self) -> None:
        """Fill the choices and check what the address asks for."""
        self.state.choices = choices(_("All"), {state.value: state_words(state) for state in CaseState})
        self.validate()

    @property
    def asked_state(self) -> CaseState | None:
        """Where the cases stand that are asked for; None: everywhere."""
        return None if self.state.errors or not self.state.data else CaseState(self.state.data)

    @property
    def asked_page(self) -> int:
        """Which page is asked for, from 1."""
        return 1 if self.page.errors else self.page.data or 1
