"""The forms of the ways in: slips, links, codes, the own account, shared devices, and what HR does to an account."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from handbook.people.forms import NO_NUL, staff_number_field
from handbook.people.password_rules import password_faults
from handbook.people.passwords import LONGEST
from handbook.people.pins import pin_faults


def own_password_field(label: Any, description: Any = "") -> PasswordField:
    """Return the field in which people type the password they have."""
    return PasswordField(
        label,
        description=description,
        validators=[
            InputRequired(_l("Type your password.")),
            Length(max=LONGEST, message=_l("Password: 256 signs at most.")),
        ],
        render_kw={"autocomplete": "current-password", "data-show": _l("Show the password")},
    )


def new_password_field() -> PasswordField:
    """Return the field in which people type a new password."""
    return PasswordField(
        _l("New password"),
        description=_l("At least 10 signs of any kind and script. Three or four words in a row do well."),
        validators=[InputRequired(_l("Type a new password."))],
        render_kw={"autocomplete": "new-password", "data-show": _l("Show the password")},
    )


def new_pin_field(*validators: Any) -> PasswordField:
    """Return the field in which people type a new PIN."""
    return PasswordField(
        _l("PIN for shared tablets"),
        description=_l("Six digits that nobody would guess. It works on the shared tablets at work and nowhere else."),
        validators=list(validators),
        render_kw={"autocomplete": "off", "inputmode": "numeric", "data-show": _l("Show the PIN")},
    )


class KioskForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Staff number, and PIN or password."""

    staff_number = staff_number_field()
    secret = PasswordField(
        _l("PIN or password"),
        description=_l("Your own. Never give it to anybody, not even to your supervisor."),
        validators=[
            InputRequired(_l("Type your PIN or password.")),
            Length(max=LONGEST, message=_l("Password: 256 signs at most.")),
        ],
        render_kw={"autocomplete": "off"},
    )


class CodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The six digits of the second step."""

    code = StringField(
        _l("Code"),
        description=_l("Six digits, from the app on your telephone."),
        validators=[InputRequired(_l("Type the code.")), Length(max=16, message=_l("Code: six digits."))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class ForgottenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Whose password is forgotten."""

    staff_number = staff_number_field()


class SlipForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Staff number and the code of a printed slip."""

    staff_number = staff_number_field()
    code = StringField(
        _l("Code of the slip"),
        description=_l("16 letters and digits. Blanks, dashes and small letters do not matter."),
        validators=[
            InputRequired(_l("Type the code of your slip.")),
            Length(max=80, message=_l("Code: 16 letters and digits.")),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class GoOnForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Nothing but a button."""


class _Choosing(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    def is_fit(self, own_words: Sequence[str], staff_number: str) -> bool:
        """Tell whether what was chosen can be taken; what has to change stands beside the fields."""
        fit = bool(self.validate_on_submit())
        if "password" in self and self.password.data:
            fit = _say(self.password, password_faults(self.password.data, own_words)) and fit
        if self.pin_field is not None and self.pin_field.data:
            fit = _say(self.pin_field, pin_faults(self.pin_field.data, staff_number)) and fit
        return fit

    @property
    def pin_field(self) -> Field | None:
        """The field of the PIN, where the form has one."""
        return self._fields.get("pin")


class ChooseForm(_Choosing):
    """A new password, and if wanted a PIN."""

    password = new_password_field()
    pin = new_pin_field(Optional())


class ChangePasswordForm(_Choosing):
    """The password there is, and the new one."""

    old = own_password_field(_l("Password you have now"))
    password = new_password_field()


class PinForm(_Choosing):
    """The password, and a new PIN."""

    old = own_password_field(_l("Your password"))
    pin = new_pin_field(InputRequired(_l("PIN: type six digits.")))


class LanguageForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The own language; the choices come from the program."""

    language = SelectField(_l("My language"), description=_l("For pages, mails and papers that are made for you."))


class PasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The own password, once more, before something weighty."""

    old = own_password_field(_l("Your password"))


class OwnAddressForm(PasswordForm):
    """The own password, and the address that was shown when the person said that it is theirs."""

    address = HiddenField()


class RemoveSecondStepForm(PasswordForm, CodeForm):
    """Password and code, before the second step is taken away."""


class ReasonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Why HR or an administrator does something to an account."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("The person will read it."),
        validators=[
            InputRequired(_l("Write the reason: the person will read it.")),
            Length(max=2000, message=_l("Reason: 2000 signs at most.")),
            Regexp(NO_NUL, message=_l("Reason: there is a sign in it that cannot be kept. Type it anew.")),
        ],
    )


class DeviceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A shared device: its name and place; the choices come from the program."""

    name = StringField(
        _l("Name of the device"),
        description=_l("As colleagues call it: tablet at the till."),
        validators=[
            InputRequired(_l("Give the device a name by which colleagues find it.")),
            Length(max=80, message=_l("Name: 80 signs at most.")),
            Regexp(NO_NUL, message=_l("Name: letters and digits only.")),
        ],
    )
    location_id = SelectField(_l("Where it stands"))


def _say(field: Field, faults: Sequence[str]) -> bool:
    field.errors = [*field.errors, *faults]
    return not faults
