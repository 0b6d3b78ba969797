"""The form at the door: staff number and password."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length, Regexp

NO_NUL = r"[^\0]*\Z"


def staff_number_field() -> StringField:
    """Return the field in which people type their staff number."""
    return StringField(
        _l("Staff number"),
        description=_l("On your badge and on your pay slip."),
        validators=[
            InputRequired(_l("Type your staff number.")),
            Length(max=64, message=_l("Staff number: 64 signs at most.")),
            Regexp(NO_NUL, message=_l("Staff number: letters and digits only.")),
        ],
        render_kw={"autocomplete": "username", "autocapitalize": "none"},
    )


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Staff number and own password."""

    staff_number = staff_number_field()
    password = PasswordField(
        _l("Password"),
        description=_l("Your own. Never give it to anybody, not even to your supervisor."),
        validators=[
            InputRequired(_l("Type your password.")),
            Length(max=256, message=_l("Password: 256 signs at most.")),
        ],
        render_kw={"autocomplete": "current-password", "data-show": _l("Show the password")},
    )
