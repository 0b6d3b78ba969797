"""The forms of the page behind a code: the code itself, what a customer adds, and that it is not settled."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional, ValidationError

from handbook.customers.codes import typed
from handbook.customers.forms import PICTURES, SHORT, WORDS, UnattendedForm, key_field, tidy, too_long


class CodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A code from paper, a mail or a note."""

    code = StringField(
        _l("Your code"),
        description=_l("Twenty letters and digits. Blanks, dashes and small letters do not matter."),
        validators=[DataRequired(_l("Your code: type it as it stands on your paper.")), too_long(SHORT)],
        filters=[lambda text: typed(text) if text else text],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class AddForm(UnattendedForm):
    """What the customer adds: an answer, something forgotten, a photo."""

    idempotency_key = key_field()
    words = TextAreaField(_l("What you want to add"), validators=[too_long(WORDS), Optional()], filters=[tidy])
    photo = FileField(
        _l("A photo"),
        description=_l("JPEG, PNG or WebP. We keep what the eye sees, and not where it was taken."),
        validators=[Optional()],
        render_kw=PICTURES,
    )

    def validate_idempotency_key(self, _field: Field) -> None:
        """Refuse a form in which there is nothing: neither words nor a photo."""
        if not self.words.data and not self.photo.data:
            raise ValidationError(_("What you want to add: write something, or choose a photo."))


class UnsettledForm(UnattendedForm):
    """Why the answer does not settle it."""

    words = TextAreaField(
        _l("What is not settled?"),
        validators=[DataRequired(_l("What is not settled: a sentence is enough.")), too_long(WORDS)],
        filters=[tidy],
    )
