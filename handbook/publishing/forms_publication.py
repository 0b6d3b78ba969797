"""The forms of publishing: what kind of change it is, the confirmation by another person, the button itself."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, PasswordField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from handbook.core import clock
from handbook.core.db import new_id
from handbook.publishing.publication import NOTICE_DAYS, PublishDraft
from handbook.rules.beside import EDITORIAL, MATERIAL

LONGEST_NOTE = 4000


class ProvenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form whose sending is an act of will."""

    password = PasswordField(
        _l("Your own password, once more"),
        description=_l("Only you know it. Nobody at work may do this for you."),
        validators=[InputRequired(_l("Your own password: type it once more.")), Length(max=256)],
        render_kw={"autocomplete": "current-password"},
    )


class KindForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Material or editorial, said of exactly the change that was shown."""

    kind = RadioField(
        _l("What kind of change is it?"),
        choices=[SelectChoice(MATERIAL, _l("Material")), SelectChoice(EDITORIAL, _l("Editorial"))],
        default=MATERIAL,
        validators=[InputRequired(_l("Say whether the change is material or editorial."))],
    )
    seen = HiddenField(validators=[Length(min=64, max=64)])


class ConfirmForm(ProvenForm):
    """Another person's word, for exactly what was shown."""

    seen = HiddenField(validators=[Length(min=64, max=64)])


class MaterialForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Another person's word that the change asks for something else after all."""

    seen = HiddenField(validators=[Length(min=64, max=64)])


class PublishForm(ProvenForm):
    """Why the handbook changes, from when it counts, and the password."""

    note = TextAreaField(
        _l("Why it changed, for everybody to read"),
        description=_l("A few plain sentences. Thank whoever asked for it, if they agree to be named."),
        validators=[
            DataRequired(_l("Why it changed: say it in a sentence or two.")),
            Length(max=LONGEST_NOTE, message=_l("This is too long: %(max)d characters at most.")),
        ],
        filters=[lambda text: text.strip() if text else ""],
    )
    effective_on = DateField(
        _l("In force from"),
        description=_l("Never before today. Give people two weeks, so that they can read before it counts."),
        validators=[InputRequired(_l("In force from: choose a day."))],
        invalid_value_message=_l("This is no day of the calendar. Choose one."),
    )
    seen = HiddenField(validators=[Length(min=64, max=64)])
    idempotency_key = HiddenField(default=new_id, validators=[Length(max=32)])

    def offer(self) -> None:
        """Propose the day that gives people the usual notice."""
        self.effective_on.data = clock.now().date() + timedelta(days=NOTICE_DAYS)

    def draft(self) -> PublishDraft:
        """Return what a valid form says."""
        return PublishDraft(self.note.data, self.effective_on.data, self.seen.data, self.idempotency_key.data)
