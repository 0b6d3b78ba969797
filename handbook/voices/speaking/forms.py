"""The forms of speaking up: what it is about, to whom, with or without a name; the code; answers."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError
from wtforms.widgets import HiddenInput

from handbook.company.models import Location
from handbook.voices.forms import SHORT, key_field, person_by_number, places, tidy, too_long, words_field
from handbook.voices.lifecycle import Addressee, Matter
from handbook.voices.speaking.operations import SpeakUpDraft

BY_NAME, WITHOUT_NAME = "by_name", "without_name"


class SpeakUpForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What somebody has to say past their own supervisor."""

    concerned_id: str | None = None
    idempotency_key = key_field()
    words = words_field(_l("What you want to say"), _l("What you want to say: write it down."))
    matter = RadioField(_l("What is it about?"), validators=[InputRequired(_l("What is it about: choose one."))])
    addressee = RadioField(
        _l("To whom?"), default=Addressee.HR.value, validators=[InputRequired(_l("To whom: choose."))]
    )
    name = RadioField(
        _l("With your name?"),
        choices=[
            SelectChoice(BY_NAME, _l("With my name: I can be asked, and I am protected by name")),
            SelectChoice(WITHOUT_NAME, _l("Without my name: I get a code to follow it")),
        ],
        validators=[InputRequired(_l("With your name: choose one of the two."))],
    )
    location_id = SelectField(_l("Which place is it about?"), default="", validators=[Optional()])
    number = StringField(
        _l("Staff number of somebody it is about"),
        description=_l("They will see nothing of it, whatever their role."),
        validators=[Optional(), too_long(SHORT)],
        render_kw={"autocomplete": "off"},
    )

    def validate_number(self, field: Field) -> None:
        """Find the person."""
        self.concerned_id = person_by_number(field)

    def offer(
        self, locations: Sequence[Location], matters: Mapping[Matter, str], addressees: Mapping[Addressee, str]
    ) -> None:
        """Fill the choices."""
        self.location_id.choices = places(locations, _("I would rather not say"))
        self.matter.choices = [SelectChoice(one.value, word) for one, word in matters.items()]
        self.addressee.choices = [SelectChoice(one.value, word) for one, word in addressees.items()]

    @property
    def is_by_name(self) -> bool:
        """Whether the writer gives a name."""
        return bool(self.name.data == BY_NAME)

    def draft(self, language: str) -> SpeakUpDraft:
        """Return what the form says, once it is valid."""
        return SpeakUpDraft(
            key=self.idempotency_key.data,
            words=self.words.data,
            language=language,
            matter=Matter(self.matter.data),
            addressee=Addressee(self.addressee.data),
            location_id=self.location_id.data or None,
            concerned_id=self.concerned_id,
        )


class CodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The code of something said without a name."""

    code = StringField(
        _l("Your code"),
        description=_l("24 letters and digits. Blanks, dashes, large or small letters do not matter."),
        validators=[DataRequired(_l("Your code: type it.")), too_long(SHORT)],
        filters=[tidy],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class CodeWordsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What somebody without a name adds; the code goes along with the form, so that it stands in no address."""

    idempotency_key = key_field()
    code = StringField(widget=HiddenInput(), validators=[DataRequired(), too_long(SHORT)])
    words = words_field(_l("What you want to add"), _l("What you want to add: write it down."))


class AddForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What somebody adds by name."""

    idempotency_key = key_field()
    words = words_field(_l("What you want to add"), _l("What you want to add: write it down."))


class SpeakUpAnswerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The answer, to what the reader saw."""

    idempotency_key = key_field()
    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    words = words_field(
        _l("Your answer"),
        _l("Your answer: write it down."),
        _l("What you found out, what is done about it and until when. The writer reads exactly this."),
    )


class KeepFromForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Somebody whom it concerns."""

    person_id: str | None = None
    number = StringField(
        _l("Staff number"),
        description=_l("From then on this person sees nothing of it. If it is you, you lose it too."),
        validators=[DataRequired(_l("Staff number: type the number.")), too_long(SHORT)],
        render_kw={"autocomplete": "off"},
    )

    def validate_number(self, field: Field) -> None:
        """Find the person."""
        self.person_id = person_by_number(field)
        if self.person_id is None:
            raise ValidationError(_("Staff number: type the number."))
