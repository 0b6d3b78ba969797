"""The form by which the company's logo is chosen."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class LogoForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A picture that the company is known by."""

    file = FileField(
        _l("The logo"),
        description=_l("PNG, JPEG or WebP, 1 MB at most; best on a transparent ground."),
        validators=[FileRequired(_l("The logo: choose a picture."))],
        render_kw={"accept": "image/png,image/jpeg,image/webp"},
    )
