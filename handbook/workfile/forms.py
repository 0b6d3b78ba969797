"""The forms of the work file: a statement, and a copy."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from handbook.core.typed_text import too_long

MOST = 10_000


class CopyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One more sealed copy of the file; the same form gives one."""

    idempotency_key = HiddenField(validators=[InputRequired(), Length(max=64)])


class StatementForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Own words to the own file."""

    idempotency_key = HiddenField(validators=[InputRequired(), Length(max=64)])
    words = TextAreaField(
        _l("What you want to say"),
        description=_l(
            "It stands in your file as you write it, and whoever reads the file reads it. It is never changed."
        ),
        validators=[
            DataRequired(message=_l("What you want to say: write at least one word.")),
            too_long(MOST),
        ],
    )
