"""The form that starts an export."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField

_CHOOSE = _l("Edition: choose one of the list.")


class ExportForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Which edition."""

    edition = SelectField(_l("Edition"), coerce=int, invalid_choice_message=_CHOOSE, invalid_value_message=_CHOOSE)
