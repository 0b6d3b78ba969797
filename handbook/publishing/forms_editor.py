"""The forms of the editor: the text of a rule, a translation, a new rule, taking out, the words to keep."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from handbook.core.markdown_limits import LARGEST
from handbook.people.identity import LANGUAGES
from handbook.publishing.editing import TextDraft
from handbook.publishing.editing_rules import NewRule
from handbook.rules.book import AUDIENCE_WORDS, SEVERITY_WORDS
from handbook.rules.composing import Attributes
from handbook.rules.outline import Outline
from handbook.rules.source import RuleSource

NO_NUL = Regexp(r"[^\0]*\Z", message=_l("There is a sign that cannot be kept (NUL). Take it out and try again."))
LONGEST_LINE = 200
KIND_WORDS = {"rule": _l("A rule for staff"), "promise": _l("A promise of the company to its staff")}
FIRST_NUMBER, LAST_NUMBER = 1, 9999


def one_line(label: object, missing: object = None, **more: object) -> StringField:
    """Return a field of one line; `missing` says what to do where it is empty, else it may be left out."""
    needed = InputRequired(missing) if missing else Optional()
    longest = Length(max=LONGEST_LINE, message=_l("Make this shorter: 200 signs at most."))
    return StringField(label, validators=[needed, longest, NO_NUL], **more)


def _choices(words: Mapping[str, object]) -> list[SelectChoice]:
    return [SelectChoice(value, word) for value, word in words.items()]


def _within_memory(_form: object, field: DateField) -> None:
    """Refuse days that cannot be meant."""
    if field.data is not None and not date(2000, 1, 1) <= field.data <= date(2200, 1, 1):
        raise ValidationError(_("Review: give a day that a calendar of work holds."))


def _not_too_long(_form: object, field: TextAreaField) -> None:
    """Refuse what is longer than a text may be, before anything reads it."""
    if len((field.data or "").encode("utf-8", "replace")) > LARGEST:
        raise ValidationError(_("The text is too long: %(most)d KB at most. Split it.", most=LARGEST // 1024))


def _body(label: object) -> TextAreaField:
    empty = _l("Write the text.")
    return TextAreaField(label, validators=[InputRequired(empty), NO_NUL, _not_too_long])


class Checks(SelectMultipleField):  # type: ignore[misc]  # WTForms ships no types
    """Several of a list, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class _FactsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What is said of a rule beside its words."""

    chapter = SelectField(_l("Chapter"))
    kind = SelectField(_l("Kind"), choices=_choices(KIND_WORDS))
    severity = SelectField(
        _l("How serious is a breach?"),
        description=_l("Promises of the company have no severity."),
        choices=[SelectChoice("", _l("none (a promise)")), *_choices(SEVERITY_WORDS)],
    )
    audience = Checks(
        _l("For whom?"),
        choices=_choices(AUDIENCE_WORDS),
        validators=[InputRequired(_l("Choose for whom the rule is."))],
    )
    owner = one_line(
        _l("Owner"), description=_l("Who looks after this rule: the words of a job, like “head of service”.")
    )
    review_on = DateField(
        _l("To be looked at again on"), validators=[Optional(), _within_memory], render_kw={"type": "date"}
    )

    def offer(self, frame: Outline) -> None:
        """Offer the chapters of the draft."""
        self.chapter.choices = [SelectChoice(one.id, frame.words(one.title, frame.source)) for one in frame.chapters]

    def validate_severity(self, field: SelectField) -> None:
        """Ask for a severity of rules, and for none of promises."""
        if self.kind.data == "rule" and not field.data:
            raise ValidationError(_("Say how serious a breach of this rule is."))

    def attributes(self, number: int) -> Attributes:
        """Return what the form says of the rule."""
        is_promise = self.kind.data == "promise"
        return Attributes(
            kind=self.kind.data,
            number=number,
            chapter=self.chapter.data,
            severity=None if is_promise else self.severity.data,
            audience=tuple(self.audience.data),
            owner=(self.owner.data or "").strip(),
            review_on=self.review_on.data,
        )


class RuleTextForm(_FactsForm):
    """A rule in the source language: its facts and its words."""

    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    body = _body(_l("The text"))
    number = IntegerField(
        _l("Number"),
        validators=[
            InputRequired(_l("Give the rule a number.")),
            NumberRange(FIRST_NUMBER, LAST_NUMBER, message=_l("Number: a whole number from 1 to 9999.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    same_meaning = BooleanField(
        _l("The translations still say the same"),
        description=_l("Tick this for a matter of wording. Otherwise they are marked as lagging behind."),
    )

    def fill(self, source: RuleSource) -> None:
        """Show a text as it stands."""
        for name in ("chapter", "kind", "owner", "review_on", "body", "number"):
            self[name].data = getattr(source, name)
        self.severity.data, self.audience.data = source.severity or "", list(source.audience)

    def draft(self) -> TextDraft:
        """Return what is to be saved."""
        return TextDraft(
            body=self.body.data,
            seen=self.row_version.data,
            attributes=self.attributes(self.number.data),
            same_meaning=self.same_meaning.data,
        )


class TranslationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A rule in another language: its words alone, for all else is said in the source text."""

    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    source_seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    body = _body(_l("The translation"))
    owner = one_line(_l("Owner, in this language"), description=_l("Who looks after this rule: the words of a job."))
    follows = BooleanField(_l("This translation follows the source text as it stands now"))

    def fill(self, source: RuleSource) -> None:
        """Show a text as it stands."""
        self.body.data, self.owner.data = source.body, source.owner

    def draft(self) -> TextDraft:
        """Return what is to be saved."""
        return TextDraft(
            body=self.body.data,
            seen=self.row_version.data,
            follows=self.follows.data,
            source_seen=self.source_seen.data,
            owner=(self.owner.data or "").strip(),
        )


class NewRuleForm(_FactsForm):
    """A new rule: its title, the sentence that everybody remembers, and its facts."""

    title = one_line(
        _l("Title"), _l("Give the rule a title."), description=_l("Short, and what one does: “Greet every customer”.")
    )
    sentence = TextAreaField(
        _l("The rule in one or two sentences"),
        validators=[
            InputRequired(_l("Write the rule in one or two sentences.")),
            Length(max=1000, message=_l("Make the sentence shorter: 1000 signs at most.")),
            NO_NUL,
        ],
    )

    def validate_title(self, field: StringField) -> None:
        """Refuse what would not stand on one line of a heading."""
        if "\n" in field.data or not field.data.strip():
            raise ValidationError(_("Give the rule a title."))

    def new_rule(self) -> NewRule:
        """Return the rule to begin with."""
        return NewRule(self.title.data, self.sentence.data, self.attributes(0))


class BeginForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """In which language an own handbook begins."""

    language = SelectField(
        _l("The language that you write in"),
        description=_l("The other languages are translations of it."),
        choices=_choices(LANGUAGES),
    )


class RemoveForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the person saw of a text that is to go."""

    seen = HiddenField()


class UnsavedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Words to keep while somebody is typing."""

    body = TextAreaField(validators=[NO_NUL, _not_too_long])
    row_version = IntegerField(validators=[InputRequired()])


class PreviewForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Words to be shown as readers will see them; the other fields of the editor come along and are not asked."""

    body = TextAreaField(validators=[NO_NUL, _not_too_long])
    rule_id = HiddenField(validators=[Length(max=200)])
    language = HiddenField(validators=[Length(max=40)])
    kind = HiddenField()
