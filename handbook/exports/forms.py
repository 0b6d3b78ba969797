"""The forms of exports: choose what to take along, see how much it is, then start."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from handbook.core.db import new_id
from handbook.exports.selection import Selection

ALL = "all"
_EDITION = _l("Edition: choose one of the list.")
_LOCATION = _l("Signed at: choose one of the list.")
_DAY = _l("This is no day of the calendar. Choose one, or leave it out.")


def _within_memory(_form: object, field: DateField) -> None:
    """Refuse days that no clock of every time zone can hold."""
    if field.data is not None and not 1900 <= field.data.year <= 2200:
        raise ValidationError(_DAY)


def _in_order(form: "SelectionForm", field: DateField) -> None:
    if field.data and form.from_on.data and field.data < form.from_on.data:
        raise ValidationError(_("To: the last day is before the first. Change one of the two."))


class SelectionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Which signatures; kept in the address."""

    class Meta:
        """A GET form needs no token."""

        csrf = False

    edition = SelectField(_l("Edition"), invalid_choice_message=_EDITION, invalid_value_message=_EDITION)
    location = SelectField(_l("Signed at"), default="", invalid_choice_message=_LOCATION, validators=[Optional()])
    from_on = DateField(_l("Signed from"), validators=[Optional(), _within_memory], invalid_value_message=_DAY)
    to_on = DateField(
        _l("Signed through"), validators=[Optional(), _within_memory, _in_order], invalid_value_message=_DAY
    )
    person = StringField(
        _l("Name or staff number"),
        validators=[Length(max=100, message=_l("This is too long: %(max)d characters at most."))],
        filters=[lambda text: " ".join(text.split()) if text else ""],
    )

    def offer(self, editions: Sequence[int], places: Sequence[str]) -> None:
        """Fill the choices; unless the address says otherwise, the newest edition is chosen."""
        numbers = [SelectChoice(str(number), _("Edition %(number)s", number=number)) for number in editions]
        self.edition.choices = [*numbers, SelectChoice(ALL, _("All editions"))]
        self.location.choices = [SelectChoice("", _("All locations")), *(SelectChoice(place) for place in places)]
        if self.edition.raw_data in (None, []) and numbers:
            self.edition.data = numbers[0].value

    def selection(self) -> Selection:
        """Return what a valid form says."""
        edition = None if self.edition.data == ALL else int(self.edition.data)
        return Selection(edition, self.location.data, self.from_on.data, self.to_on.data, self.person.data)


class StartForm(SelectionForm):
    """The same, to start an export; the key makes two clicks one export."""

    class Meta:
        """A POST form needs its token."""

        csrf = True

    idempotency_key = HiddenField(default=new_id, validators=[Length(max=32)])

    def take(self, chosen: SelectionForm) -> None:
        """Take over what the form in the address says."""
        for name in ("edition", "location", "from_on", "to_on", "person"):
            field: Any = self[name]
            field.data, field.raw_data = chosen[name].data, None
