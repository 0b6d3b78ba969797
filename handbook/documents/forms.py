"""The form of the verify page: a file, or the code printed on the paper."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.validators import Length, Regexp


class VerifyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One of the two is enough."""

    file = FileField(
        _l("The PDF file"),
        description=_l("It is looked at once and not kept."),
        render_kw={"accept": "application/pdf"},
    )
    code = StringField(
        _l("Or the code on the paper"),
        description=_l("Three groups of four signs beside the square code, or the SHA-256 of the file."),
        validators=[
            Length(max=80, message=_l("Code: 80 signs at most.")),
            Regexp(r"[^\0]*\Z", message=_l("Code: letters, digits and lines only.")),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )
