"""The forms of reading on and of signing."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from handbook.acknowledgements import strokes
from handbook.acknowledgements.reading import ELECTRONIC, PAPER
from handbook.acknowledgements.strokes import Strokes
from handbook.core.errors import Invalid

_DAMAGED = _l("This form is damaged. Open the signing page again.")
_NUMBER = r"[0-9]{1,9}\Z"


class MarkReadForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Which rule of which edition the person goes on from."""

    edition = HiddenField(validators=[InputRequired(), Regexp(_NUMBER)])
    language = HiddenField(validators=[InputRequired()])
    rule_id = HiddenField(validators=[InputRequired()])


class QuestionsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Which text the answers are about; the answers themselves are read by the questions that are open."""

    edition = HiddenField(validators=[InputRequired(), Regexp(_NUMBER)])
    language = HiddenField(validators=[InputRequired(), Length(max=8)])


class ChoiceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """How somebody wishes to sign. Nothing is chosen for them."""

    choice = RadioField(
        _l("How do you wish to sign?"),
        choices=[
            SelectChoice(ELECTRONIC, _l("On this screen, with my own password")),
            SelectChoice(PAPER, _l("On paper, with a pen")),
        ],
        validators=[InputRequired(_l("Choose how you wish to sign."))],
    )


@dataclass(frozen=True, slots=True)
class SignatureDraft:
    """What a signing form hands over: the very text that was shown, by its hashes, the typed name, and a drawing."""

    edition_number: int
    manifest_sha256: str
    profile: str
    language: str
    shown_at: str
    idempotency_key: str
    typed_name: str
    strokes: Strokes | None = None


class SignForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The deliberate act: own name, a drawing if wanted, own password, one button."""

    edition = HiddenField(validators=[InputRequired(_DAMAGED), Regexp(_NUMBER, message=_DAMAGED)])
    manifest = HiddenField(validators=[InputRequired(_DAMAGED), Length(min=64, max=64, message=_DAMAGED)])
    profile = HiddenField(validators=[InputRequired(_DAMAGED), Length(max=64, message=_DAMAGED)])
    language = HiddenField(validators=[InputRequired(_DAMAGED), Length(max=8, message=_DAMAGED)])
    shown_at = HiddenField(validators=[InputRequired(_DAMAGED), Length(max=40, message=_DAMAGED)])
    idempotency_key = HiddenField(validators=[InputRequired(_DAMAGED), Length(min=16, max=64, message=_DAMAGED)])
    typed_name = StringField(
        _l("Your name"),
        validators=[InputRequired(_l("Type your name.")), Length(max=200, message=_l("Your name: 200 signs at most."))],
        render_kw={"autocomplete": "name"},
    )
    strokes = HiddenField()
    password = PasswordField(
        _l("Your own password (or PIN on a shared tablet)"),
        description=_l("Only you know it. Nobody at work may sign for you."),
        validators=[
            InputRequired(_l("Type your password.")),
            Length(max=256, message=_l("Password: 256 signs at most.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )

    def validate_strokes(self, field: HiddenField) -> None:
        """Refuse what is no drawing or too long a one; it is taken out of the form, so that the rest can be sent."""
        try:
            strokes.parse(field.data or "")
        except Invalid as refusal:
            field.data = ""
            raise ValidationError(str(refusal)) from refusal

    def draft(self) -> SignatureDraft:
        """Return what the form says, once it is valid."""
        return SignatureDraft(
            edition_number=int(self.edition.data),
            manifest_sha256=self.manifest.data,
            profile=self.profile.data,
            language=self.language.data,
            shown_at=self.shown_at.data,
            idempotency_key=self.idempotency_key.data,
            typed_name=" ".join(self.typed_name.data.split()),
            strokes=strokes.parse(self.strokes.data or ""),
        )
