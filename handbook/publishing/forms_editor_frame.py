"""The form of the draft's frame, made for its languages and chapters."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from handbook.people.identity import LANGUAGES
from handbook.publishing.editing_frame import FrameDraft
from handbook.publishing.forms_editor import NO_NUL, one_line
from handbook.rules.outline import PLACEHOLDERS, Chapter, FrameWords, Outline, Words, words_of
from handbook.rules.source import normalise

LONGEST = 20_000
TITLE, LEAD, PREFACE, STATEMENT, GAPS, CHAPTER, NEW_CHAPTER = (
    "title", "lead", "preface", "statement", "gaps", "chapter", "new_chapter",
)  # fmt: skip
WHOLE = ("title", "lead", "preface", "statement", "gaps")


class FrameForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Title, preface, statement and chapters in every language; `form_for` adds the fields."""

    row_version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    new_language = SelectField(
        _l("Add a language"), description=_l("Its texts are translated one by one."), validators=[Optional()]
    )

    def of_language(self, language: str, *parts: str) -> list[Field]:
        """Return the fields of these parts in one language."""
        return [self[name] for part in parts for name in self._names(part, language)]

    def fill(self, frame: Outline) -> None:
        """Show the frame as it stands in every field that was not sent."""
        for part, words in _parts(frame).items():
            for language, text in words.items():
                field = self._fields.get(f"{part}-{language}")
                if field is not None and not field.raw_data:
                    field.data = text.strip()

    def draft(self, frame: Outline) -> FrameDraft:
        """Return what is to be saved."""
        typed = {part: self._typed(part, words, frame) for part, words in _parts(frame).items()}
        chapters = [Chapter(one.id, typed[f"{CHAPTER}-{one.id}"]) for one in frame.chapters]
        return FrameDraft(
            words=FrameWords(**{part: typed[part] for part in WHOLE}, chapters=chapters),
            seen=self.row_version.data or 0,
            new_chapter=self._typed(NEW_CHAPTER, {}, frame),
            new_language=self.new_language.data or "",
        )

    def _typed(self, part: str, before: Words, frame: Outline) -> dict[str, str]:
        """Return the words of a part by language; those that say the same as before stay as they were written."""
        found: dict[str, str] = {}
        for language in frame.languages:
            field, old = self._fields.get(f"{part}-{language}"), before.get(language, "")
            text = normalise(field.data or "").strip() if field is not None else old
            found[language] = old if text == old.strip() else text
        return {language: text for language, text in found.items() if text}

    def _names(self, part: str, language: str) -> Iterator[str]:
        return (name for name in self._fields if name.startswith(f"{part}-") and name.endswith(f"-{language}"))


def form_for(frame: Outline) -> FrameForm:
    """Return the form for the languages and chapters of a frame."""
    fields: dict[str, object] = {}
    for language in frame.languages:
        fields |= {f"{part}-{language}": made for part, made in _fields_of(language == frame.source).items()}
        for chapter in frame.chapters:
            label = _("Chapter “%(title)s”", title=frame.words(chapter.title, frame.source))
            missing = _l("Give each chapter a title.") if language == frame.source else None
            fields[f"{CHAPTER}-{chapter.id}-{language}"] = one_line(label, missing)
        fields[f"{NEW_CHAPTER}-{language}"] = one_line(_l("A new chapter"))
    made: FrameForm = type("FrameFormOfDraft", (FrameForm,), fields)()
    others: Mapping[str, str] = {code: name for code, name in LANGUAGES.items() if code not in frame.languages}
    made.new_language.choices = [
        SelectChoice("", _("none")),
        *(SelectChoice(code, name) for code, name in others.items()),
    ]
    return made


def _parts(frame: Outline) -> dict[str, Words]:
    """Return the words of a frame by the part of a field's name that stands before the language."""
    words = words_of(frame)
    chapters = {f"{CHAPTER}-{chapter.id}": chapter.title for chapter in words.chapters}
    return {part: getattr(words, part) for part in WHOLE} | chapters


def _fields_of(is_source: bool) -> dict[str, Field]:
    title = one_line(_l("Title"), _l("Give the handbook a title.") if is_source else None)
    return {
        TITLE: title,
        LEAD: one_line(_l("The line below the title")),
        PREFACE: _long(_l("Preface")),
        STATEMENT: _long(
            _l("What people sign"),
            InputRequired(_l("Write what people sign.")) if is_source else Optional(),
            _has_placeholders,
            description=_l("Keep {edition} and {language}: number and language are put in there."),
        ),
        **({} if is_source else {GAPS: _long(_l("Why some rules are not translated"), Optional())}),
    }


def _long(label: object, *validators: object, **more: object) -> TextAreaField:
    longest = Length(max=LONGEST, message=_l("Make this shorter: 20,000 signs at most."))
    return TextAreaField(label, validators=[*(validators or (Optional(),)), longest, NO_NUL], **more)


def _has_placeholders(_form: object, field: StringField) -> None:
    """Ask for the marks that become the number of the edition and the name of the language."""
    missing = [mark for mark in PLACEHOLDERS if field.data and mark not in field.data]
    if missing:
        raise ValidationError(_("What people sign must hold %(marks)s.", marks=" ".join(missing)))
