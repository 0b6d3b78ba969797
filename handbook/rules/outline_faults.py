"""What is wrong with a handbook.yaml: each fault with its line and what to change."""

import re
from collections.abc import Iterator

from handbook.rules.faults import Fault
from handbook.rules.front_matter import AUDIENCES, IDENTIFIER
from handbook.rules.located import Located

FILE = "handbook.yaml"
PLACEHOLDERS = ("{edition}", "{language}")
_KIND_WORDS = {str: "language code", dict: "group of language: words", list: "list"}


def faults(found: Located) -> Iterator[Fault]:
    """Yield the faults of the frame: fields, languages, words, chapters, profiles."""
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
        yield from words_faults(found, data.get(field) or {}, field)
    yield from _list_faults(found, "chapters")
    yield from _list_faults(found, "profiles")
    yield from _profile_faults(found)


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


def words_faults(found: Located, words: object, *path: str | int) -> Iterator[Fault]:
    """Yield the faults of words by language that stand at this place of the file."""
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
        yield from words_faults(found, one.get("title"), name, index, "title")


def _profile_faults(found: Located) -> Iterator[Fault]:
    profiles = [one for one in found.data["profiles"] if isinstance(one, dict)]
    for index, one in enumerate(profiles):
        reads = one.get("reads")
        if not isinstance(reads, list) or not reads or not all(audience in AUDIENCES for audience in reads):
            words = f"reads must be a list of {', '.join(AUDIENCES)}."
            yield Fault(FILE, found.line("profiles", index, "reads"), words)
    if "everyone" not in {one.get("id") for one in profiles}:
        yield Fault(FILE, found.line("profiles"), "Add the profile everyone: it is for people without another one.")
