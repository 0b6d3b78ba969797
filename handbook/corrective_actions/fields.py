"""Fields and choices that the forms of cases and steps share."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    PasswordField,
    SelectChoice,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from handbook.core.typed_text import too_long as too_long

WORDS, SHORT = 10_000, 200


def words_field(label: str, help: str, missing: str) -> TextAreaField:
    """Return a field for several lines that must not stay empty; `missing` says so."""
    return TextAreaField(
        label,
        description=help,
        validators=[DataRequired(missing), too_long(WORDS)],
        filters=[lambda text: text.strip() if text else text],
    )


def choices(first: str | None, options: Mapping[str, str]) -> list[SelectChoice]:
    """Return options by value; `first` is the word of the empty one, if there is one."""
    empty = [] if first is None else [SelectChoice("", first)]
    return empty + [SelectChoice(value, word) for value, word in options.items()]


class ProvenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form whose sending is an act of will."""

    password = PasswordField(
        _l("Your own password, once more"),
        description=_l("Only you know it. Nobody at work may do this for you."),
        validators=[InputRequired(_l("Your own password: type it once more.")), Length(max=256)],
        render_kw={"autocomplete": "current-password"},
    )
