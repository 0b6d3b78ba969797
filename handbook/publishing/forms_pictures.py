"""The form that brings a picture into the handbook."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from handbook.publishing.forms_editor import NO_NUL

LONGEST_WORDS = 300


class PictureForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A picture, and what it shows in words."""

    file = FileField(
        _l("The picture"),
        description=_l("PNG, JPEG or WebP, 8 MB at most. Place, time and camera are taken out of it."),
        validators=[FileRequired(_l("The picture: choose one."))],
        render_kw={"accept": "image/png,image/jpeg,image/webp"},
    )
    words = TextAreaField(
        _l("What it shows"),
        description=_l("One sentence for everybody who does not see it, in the language of the text."),
        validators=[
            DataRequired(_l("Say in words what the picture shows.")),
            Length(max=LONGEST_WORDS, message=_l("Make this shorter: 300 signs at most.")),
            NO_NUL,
        ],
    )
