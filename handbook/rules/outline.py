"""handbook.yaml: languages, chapters, profiles, preface, statement and figures of a handbook, typed and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.core.errors import Invalid
from handbook.rules import figure_faults, located, outline_faults
from handbook.rules.figure_rows import LIMITS, STANDARDS, TABLES, Limit, Row, Standard, data_of, row_of
from handbook.rules.outline_faults import FILE as FILE
from handbook.rules.outline_faults import PLACEHOLDERS as PLACEHOLDERS
from handbook.rules.source import ROOT_CHAPTER, normalise

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the handbook: its name in its own script, and why some rules still stand in the source language."""

    name: str
    gaps: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter and its title by language."""

    id: str
    title: Words


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of reader, its name by language, and the audiences whose rules it reads."""

    id: str
    title: Words
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The frame around the rules. `text` is the file itself; words by language fall back to the source language."""

    source: str
    title: Words
    lead: Words
    languages: Mapping[str, Language]
    chapters: tuple[Chapter, ...]
    profiles: tuple[Profile, ...]
    preface: Words
    statement: Words
    text: str
    limits: tuple[Limit, ...] = ()
    standards: tuple[Standard, ...] = ()

    def rows(self, table: str) -> Sequence[Row]:
        """Return the rows of one of the tables of figures."""
        return self.limits if table == LIMITS else self.standards

    @property
    def tables(self) -> Mapping[str, Sequence[Row]]:
        """The rows of both tables of figures."""
        return {table: self.rows(table) for table in TABLES}

    def words(self, words: Words, language: str) -> str:
        """Return the words in this language, else in the source language, else nothing."""
        return words.get(language) or words.get(self.source, "")

    def chapter_place(self, chapter: str) -> int:
        """Return the place of a chapter in the order of reading."""
        ids = [one.id for one in self.chapters]
        return ids.index(chapter) if chapter in ids else len(ids)

    def statement_for(self, language: str, edition: int) -> str:
        """Return the words that a reader of this language signs."""
        words = self.words(self.statement, language).strip()
        return words.replace("{edition}", str(edition)).replace("{language}", self.languages[language].name)


@dataclass(frozen=True, slots=True)
class FrameWords:
    """The words of an outline that people write, by language, and its chapters in the order of reading."""

    title: Words
    lead: Words
    preface: Words
    statement: Words
    gaps: Words
    chapters: Sequence[Chapter]


def words_of(outline: Outline) -> FrameWords:
    """Return the words of an outline that people write."""
    return FrameWords(
        title=outline.title,
        lead=outline.lead,
        preface=outline.preface,
        statement=outline.statement,
        gaps={code: face.gaps for code, face in outline.languages.items() if face.gaps},
        chapters=outline.chapters,
    )


def parse(text: str) -> Outline:
    """Read a handbook.yaml; raise Invalid with one line per fault, each naming file and line."""
    text = normalise(text)
    try:
        found = located.load(text)
    except located.BadYaml as error:
        raise Invalid(f"{FILE}:{error.line}: This cannot be read: {error}") from error
    faults = list(outline_faults.faults(found)) or list(figure_faults.faults(found))
    if faults:
        raise Invalid(*(str(fault) for fault in faults))
    return _outline(found.data, text)


def default(language: str, chapters: Sequence[str]) -> Outline:
    """Return the frame of a folder without handbook.yaml: one language, the profile everyone, a plain statement."""
    name = language_name(language)
    with force_locale(language):
        data = {
            "source": language,
            "title": {language: _("Service handbook")},
            "lead": {},
            "languages": {language: {"name": name}},
            "chapters": [],
            "profiles": [{"id": "everyone", "title": {language: _("everyone")}, "reads": ["everyone"]}],
            "preface": {},
            "statement": {language: _statement()},
        }
    return extended(_outline(data, ""), language, chapters)


def extended(outline: Outline, language: str, chapters: Sequence[str]) -> Outline:
    """Return the outline with this language and these chapters added where they are not known yet."""
    data: dict[str, Any] = _data(outline)
    name = language_name(language)
    with force_locale(language):
        data["languages"].setdefault(language, {"name": name})
        if language not in outline.statement:
            data["statement"][language] = _statement()
        for chapter in dict.fromkeys(chapters):
            if chapter not in {one["id"] for one in data["chapters"]}:
                title = _("Rules") if chapter == ROOT_CHAPTER else chapter.replace("-", " ").capitalize()
                data["chapters"].append({"id": chapter, "title": {language: title}})
    if data == _data(outline) and outline.text:
        return outline
    return _outline(data, yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000))


def reworded(outline: Outline, words: FrameWords) -> Outline:
    """Return the outline with these words and chapters; whatever else it says stays. Raises Invalid."""
    before = _data(outline)
    data: dict[str, Any] = before | {
        "title": dict(words.title),
        "lead": dict(words.lead),
        "chapters": [{"id": one.id, "title": dict(one.title)} for one in words.chapters],
        "preface": dict(words.preface),
        "statement": dict(words.statement),
    }
    data["languages"] = {
        code: {"name": face.name} | ({"gaps": words.gaps[code]} if words.gaps.get(code) else {})
        for code, face in outline.languages.items()
    }
    if data == before:
        return outline
    return parse(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000))


def with_rows(outline: Outline, table: str, rows: Sequence[Row]) -> Outline:
    """Return the outline with these rows in one of its tables of figures; all else stays. Raises Invalid."""
    before = _data(outline)
    data = {name: value for name, value in before.items() if name != table}
    data |= {table: [data_of(row) for row in rows]} if rows else {}
    if data == before:
        return outline
    return parse(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000))


def language_name(code: str) -> str:
    """Return the name of a language in its own script; raise Invalid for a code that is none."""
    try:
        name = Locale.parse(code).get_display_name()
    except (UnknownLocaleError, ValueError) as error:
        raise Invalid(f"{code!r} is not a language code like en, te, hi or lv.") from error
    return str(name[:1].upper() + name[1:]) if name else code


def _statement() -> str:
    return str(
        _(
            "I have read the service handbook, edition {edition}, in {language}, and I had the chance to ask. "
            "I will follow it in my work with customers. Nothing in it limits the rights that the law gives me."
        )
    )


def _outline(data: dict[str, Any], text: str) -> Outline:
    faces = data["languages"].items()
    tables = {table: tuple(row_of(table, one) for one in data.get(table) or ()) for table in TABLES}
    languages = {code: Language(face["name"], (face.get("gaps") or "").strip()) for code, face in faces}
    return Outline(
        source=data["source"],
        title=data["title"],
        lead=data.get("lead") or {},
        languages=languages,
        chapters=tuple(Chapter(one["id"], one["title"]) for one in data["chapters"]),
        profiles=tuple(Profile(one["id"], one["title"], tuple(one["reads"])) for one in data["profiles"]),
        preface=data.get("preface") or {},
        statement=data["statement"],
        text=text,
        limits=tuple(row for row in tables[LIMITS] if isinstance(row, Limit)),
        standards=tuple(row for row in tables[STANDARDS] if isinstance(row, Standard)),
    )


def _data(outline: Outline) -> dict[str, Any]:
    languages = {
        code: {"name": one.name} | ({"gaps": one.gaps} if one.gaps else {}) for code, one in outline.languages.items()
    }
    profiles = [{"id": one.id, "title": dict(one.title), "reads": list(one.reads)} for one in outline.profiles]
    tables = {table: [data_of(row) for row in outline.rows(table)] for table in TABLES if outline.rows(table)}
    return {
        "source": outline.source,
        "title": dict(outline.title),
        "lead": dict(outline.lead),
        "languages": languages,
        "chapters": [{"id": one.id, "title": dict(one.title)} for one in outline.chapters],
        "profiles": profiles,
        "preface": dict(outline.preface),
        "statement": dict(outline.statement),
        **tables,
    }
