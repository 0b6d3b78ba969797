"""handbook.yaml: languages, chapters, profiles, preface and statement of a handbook, typed and checked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.core.errors import Invalid
from handbook.rules import located
from handbook.rules.faults import Fault
from handbook.rules.front_matter import AUDIENCES, IDENTIFIER
from handbook.rules.located import Located
from handbook.rules.source import ROOT_CHAPTER, normalise

FILE = "handbook.yaml"
PLACEHOLDERS = ("{edition}", "{language}")
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
    faults = list(_faults(found))
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
    )


def _data(outline: Outline) -> dict[str, Any]:
    languages = {
        code: {"name": one.name} | ({"gaps": one.gaps} if one.gaps else {}) for code, one in outline.languages.items()
    }
    profiles = [{"id": one.id, "title": dict(one.title), "reads": list(one.reads)} for one in outline.profiles]
    return {
        "source": outline.source,
        "title": dict(outline.title),
        "lead": dict(outline.lead),
        "languages": languages,
        "chapters": [{"id": one.id, "title": dict(one.title)} for one in outline.chapters],
        "profiles": profiles,
        "preface": dict(outline.preface),
        "statement": dict(outline.statement),
    }


def _faults(found: Located) -> Iterator[Fault]:
    data = found.data
    shape = {"source": str, "title": dict, "languages": dict, "chapters": list, "profiles": list, "statement": dict}
    if not isinstance(data, dict):
        yield Fault(FILE, 1, f"Write the fields {', '.join(shape)}.")
        return
    wrong = [name for name, kind in shape.items() if not isinstance(data.get(name), kind) or not data[name]]
    if wrong:
        for name in wrong:
            yield Fault(FILE, found.line(name), f"Write {name} as a {_KIND_WORDS[shape[name]]}.")
        return
    yield from _language_faults(found)
    for field in ("title", "lead", "preface", "statement"):
        yield from _words_faults(found, data.get(field) or {}, field)
    yield from _list_faults(found, "chapters")
    yield from _list_faults(found, "profiles")
    yield from _profile_faults(found)


_KIND_WORDS = {str: "language code", dict: "group of language: words", list: "list"}


def _language_faults(found: Located) -> Iterator[Fault]:
    languages, source = found.data["languages"], found.data["source"]
    if source not in languages:
        yield Fault(FILE, found.line("source"), f"The source language {source} is missing under languages.")
    for code, face in languages.items():
        line = found.line("languages", str(code))
        if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*", str(code)):
            yield Fault(FILE, line, f"{code!r} is not a language code like en, te, hi or lv.")
        if not isinstance(face, dict) or not isinstance(face.get("name"), str):
            yield Fault(FILE, line, f"Give {code} its name in its own script.")
    for code, words in found.data["statement"].items():
        missing = [mark for mark in PLACEHOLDERS if mark not in str(words)]
        if missing:
            yield Fault(FILE, found.line("statement", code), f"The statement must hold {' and '.join(missing)}.")


def _words_faults(found: Located, words: object, *path: str | int) -> Iterator[Fault]:
    if not isinstance(words, dict):
        yield Fault(FILE, found.line(*path), "Write the words by language, like en: Welcome.")
        return
    for code, text in words.items():
        line = found.line(*path, str(code))
        if code not in found.data["languages"]:
            yield Fault(FILE, line, f"The language {code} is missing under languages.")
        if not isinstance(text, str):
            yield Fault(FILE, line, f"Write text for {code}, not {text!r}.")
    if words and found.data["source"] not in words:
        yield Fault(FILE, found.line(*path), f"Write it in the source language {found.data['source']} too.")


def _list_faults(found: Located, name: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, one in enumerate(found.data[name]):
        line = found.line(name, index)
        if not isinstance(one, dict) or not IDENTIFIER.fullmatch(str(one.get("id", ""))):
            yield Fault(FILE, line, "Give it an id of small letters, digits and hyphens.")
            continue
        if one["id"] in seen:
            yield Fault(FILE, line, f"The id {one['id']} stands here twice.")
        seen.add(one["id"])
        yield from _words_faults(found, one.get("title"), name, index, "title")


def _profile_faults(found: Located) -> Iterator[Fault]:
    profiles = [one for one in found.data["profiles"] if isinstance(one, dict)]
    for index, one in enumerate(profiles):
        reads = one.get("reads")
        if not isinstance(reads, list) or not reads or not all(audience in AUDIENCES for audience in reads):
            words = f"reads must be a list of {', '.join(AUDIENCES)}."
            yield Fault(FILE, found.line("profiles", index, "reads"), words)
    if "everyone" not in {one.get("id") for one in profiles}:
        yield Fault(FILE, found.line("profiles"), "Add the profile everyone: it is for people without another one.")
