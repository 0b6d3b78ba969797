"""The form of the filters by which the list of people is narrowed."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SearchField, SelectField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from handbook.people.directory.filters import SORTS, Filters
from handbook.people.facts import LONGEST_NAME


class FilterForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the list is narrowed to; kept in the address. A value that does not exist narrows nothing."""

    class Meta:
        """A GET form needs no token."""

        csrf = False

    q = SearchField(_l("Name or staff number"), validators=[Length(max=LONGEST_NAME), Optional()])
    state = SelectField(_l("State"), default="", validators=[Optional()])
    place = SelectField(_l("Location"), default="", validators=[Optional()])
    job = SelectField(_l("Job"), default="", validators=[Optional()])
    language = SelectField(_l("Language"), default="", validators=[Optional()])
    kind = SelectField(_l("Kind"), default="", validators=[Optional()])
    role = SelectField(_l("Role"), default="", validators=[Optional()])
    sort = SelectField(_l("Sorted by"), default=SORTS[0], validators=[Optional()])
    page = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=1, max=10**6)])

    def filters(self) -> Filters:
        """Return what the address asks for, without what it got wrong."""
        self.validate()
        names = ("q", "place", "job", "language", "kind", "state", "role", "sort")
        asked = {name: self[name].data for name in names if self[name].data and not self[name].errors}
        return Filters(**asked, page=1 if self.page.errors else self.page.data or 1)
