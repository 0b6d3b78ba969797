"""What the list of steps is narrowed to."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import HiddenInput

from handbook.corrective_actions.fields import choices
from handbook.corrective_actions.steps.listing import Show, show_words


class StepFilterForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The filter of the list, kept in the address. A value that does not exist narrows nothing."""

    class Meta:
        """A GET form needs no token."""

        csrf = False

    show = SelectField(_l("Show"), default="", validators=[Optional()])
    page = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=1, max=10**6)])

    def offer(self) -> None:
        """Fill the choices and check what the address asks for."""
        self.show.choices = choices(_("All"), {show.value: words for show, words in show_words().items()})
        self.validate()

    @property
    def asked_show(self) -> Show | None:
        """What is asked for; None: everything."""
        return None if self.show.errors or not self.show.data else Show(self.show.data)

    @property
    def asked_page(self) -> int:
        """Which page is asked for, from 1."""
        return 1 if self.page.errors else self.page.data or 1
