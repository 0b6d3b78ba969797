"""The forms of opening a case, of its folder, of giving parts, and of ending it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from handbook.core.db import new_id
from handbook.corrective_actions.cases.closing import ClosingDraft
from handbook.corrective_actions.cases.folder import KeptFile, NoteDraft
from handbook.corrective_actions.cases.folder_kinds import NoteKind, note_words
from handbook.corrective_actions.cases.lifecycle import Closing, closing_words
from handbook.corrective_actions.cases.operations import CaseDraft
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.fields import SHORT, WORDS, ProvenForm, choices, too_long, words_field


def optional_words(label: str, help: str = "") -> TextAreaField:
    """Return a field for several lines that may stay empty."""
    return TextAreaField(
        label,
        description=help,
        default="",
        validators=[too_long(WORDS), Optional()],
        filters=[lambda text: (text or "").strip()],
    )


def version_field() -> IntegerField:
    """Return the hidden field that says which state of the case the writer saw."""
    return IntegerField(widget=HiddenInput(), validators=[InputRequired()])


def key_field() -> HiddenField:
    """Return the hidden field by which the same form sent twice is one record."""
    return HiddenField(default=new_id, validators=[InputRequired(), Length(min=32, max=32)])


class OpenCaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """About whom and which rule, what is alleged, and who decides."""

    subject_id = SelectField(_l("Person"), default="", validators=[InputRequired(_l("Person: choose one."))])
    rule_id = SelectField(_l("Rule"), default="", validators=[InputRequired(_l("Rule: choose one."))])
    allegation = words_field(
        _l("What is alleged"),
        _l(
            "Facts only, in your own calm words: what, where, when. The person will read this. Leave out the "
            "customer's name, and what shows who complained where the name is kept back."
        ),
        _l("What is alleged: write it down."),
    )
    decider_id = SelectField(
        _l("Who decides"),
        description=_l("Not you: who looks into a matter never decides it."),
        default="",
        validators=[InputRequired(_l("Who decides: choose one."))],
    )

    def offer(self, people: dict[str, str], rules: dict[str, str], deciders: dict[str, str]) -> None:
        """Fill the choices."""
        for field, offered in ((self.subject_id, people), (self.rule_id, rules), (self.decider_id, deciders)):
            field.choices = choices(_("Choose"), offered)

    def draft(self) -> CaseDraft:
        """Return what the form says."""
        return CaseDraft(self.subject_id.data, self.rule_id.data, self.allegation.data, self.decider_id.data)


class NoteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One thing for the folder."""

    idempotency_key = key_field()
    kind = RadioField(
        _l("What is it?"), default=NoteKind.NOTE.value, validators=[InputRequired(_l("What is it: choose one."))]
    )
    title = StringField(
        _l("In a few words"), validators=[DataRequired(_l("In a few words: say what it is.")), too_long(SHORT)]
    )
    words = optional_words(_l("What was found or said"), _l("As exactly as you can, without a judgement."))
    witness = StringField(
        _l("Staff number of the colleague who saw or heard it"),
        description=_l("Who is a witness neither decides nor approves nor hears an appeal. The program sees to it."),
        validators=[Optional(), too_long(SHORT)],
    )
    happened_on = DateField(_l("Day"), validators=[Optional()])
    happened_time = TimeField(_l("Time"), validators=[Optional()])
    file = FileField(
        _l("File"),
        description=_l("A paper as PDF, or a photo as PNG, JPEG or WebP; at most 8 MB."),
        validators=[Optional()],
    )
    is_proof = BooleanField(_l("It bears on the allegation by itself, without the word of who complained"))

    def offer(self) -> None:
        """Fill the choices."""
        self.kind.choices = choices(None, {kind.value: note_words(kind) for kind in NoteKind})

    def draft(self, zone: str, file: KeptFile | None) -> NoteDraft:
        """Return what the form says; day and time count at this zone."""
        on, at = self.happened_on.data, self.happened_time.data
        return NoteDraft(
            idempotency_key=self.idempotency_key.data,
            kind=NoteKind(self.kind.data),
            title=self.title.data.strip(),
            words=self.words.data,
            is_proof=self.is_proof.data,
            happened_at=datetime.combine(on, at, ZoneInfo(zone)) if on and at else None,
            file=file,
            witness=(self.witness.data or "").strip(),
        )


class AssignForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Who takes a part over, and why."""

    row_version = version_field()
    employee_id = SelectField(
        _l("Who takes over"), default="", validators=[InputRequired(_l("Who takes over: choose one."))]
    )
    reason = words_field(_l("Why"), _l("For the record of the case."), _l("Why: give the reason."))

    def offer(self, able: dict[str, str]) -> None:
        """Fill the choices."""
        self.employee_id.choices = choices(_("Choose"), able)


class CloseForm(ProvenForm):
    """How a case ends without a step."""

    row_version = version_field()
    closing = RadioField(_l("How does it end?"), validators=[InputRequired(_l("How does it end: choose one."))])
    words = optional_words(_l("What the person is told"), _l("Calm and exact. It stands in the closing note."))
    reasons = words_field(
        _l("Reasons, for the folder"), _l("The person does not read this."), _l("Reasons: give them.")
    )

    def offer(self) -> None:
        """Fill the choices."""
        ways = [closing for closing in Closing if closing is not Closing.DECIDED]
        self.closing.choices = choices(None, {closing.value: closing_words(closing) for closing in ways})

    def draft(self) -> ClosingDraft:
        """Return what the form says."""
        return ClosingDraft(Closing(self.closing.data), self.words.data, self.reasons.data)


def part_words(part: Part) -> str:
    """Return the name of a part that can be handed over, in the reader's language."""
    return {Part.INVESTIGATOR: _("looks into it"), Part.DECIDER: _("decides")}[part]
