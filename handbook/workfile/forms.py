"""The forms of the work file: which lines, and a statement."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

MOST = 10_000


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
            Length(max=MOST, message=_l("This is too long: %(max)d characters at most.", max=MOST)),
        ],
    )
