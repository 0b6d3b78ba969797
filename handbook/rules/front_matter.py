"""The head of a rule's file: fields between two lines of ---, read with every fault, and written back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from handbook.rules import located
from handbook.rules.faults import Fault

KINDS = ("rule", "promise")
SEVERITIES = ("minor", "serious", "gross")
AUDIENCES = ("everyone", "counter", "phone", "written")
IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
VERSION_LINE = re.compile(r"^version:.*$", re.MULTILINE)
FOLLOWS_LINE = re.compile(r"^follows:.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields as they are written, the line of each, and the text below, which begins on `body_line`."""

    data: dict[str, Any]
    lines: dict[str, int]
    body: str
    body_line: int


@dataclass(frozen=True, slots=True)
class Field:
    """How a field of the front matter is called in a source, which values it takes, and how to say so."""

    name: str
    takes: Callable[[Any], bool]
    words: str
    needed: bool = True


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 9999


FIELDS = {
    "id": Field("id", lambda v: isinstance(v, str) and bool(IDENTIFIER.fullmatch(v)), "small letters, digits, hyphens"),
    "kind": Field("kind", lambda v: v in KINDS, "rule or promise"),
    "title": Field("title", lambda v: isinstance(v, str) and bool(v.strip()), "the title in words", needed=False),
    "number": Field("number", _whole, "a whole number from 1"),
    "chapter": Field("chapter", lambda v: isinstance(v, str) and bool(v), "the id of a chapter in handbook.yaml"),
    "severity": Field("severity", lambda v: v in SEVERITIES, "minor, serious or gross", needed=False),
    "for": Field(
        "audience",
        lambda v: isinstance(v, list) and bool(v) and all(one in AUDIENCES for one in v),
        "a list of everyone, counter, phone, written",
    ),
    "owner": Field("owner", lambda v: isinstance(v, str), "a job title", needed=False),
    "review_on": Field("review_on", lambda v: type(v) is date, "a day like 2027-05-01", needed=False),
    "version": Field("version", _whole, "a whole number from 1"),
    "follows": Field("follows", _whole, "the version of the source text that this one follows", needed=False),
}


def split(text: str, file: str) -> tuple[FrontMatter | None, list[Fault]]:
    """Part a normalised text into front matter and body; None where it has none, with a fault where it is broken."""
    handler = YAMLHandler()
    if not handler.detect(text):
        return None, []
    try:
        head, body = handler.split(text)
    except ValueError:
        return None, []  # one line of --- and no second: a rule across the page, not front matter
    try:
        found = located.load(head, first_line=1)
    except located.BadYaml as error:
        if not re.search(r"^[A-Za-z_]+:", head, re.MULTILINE):
            return None, []
        return None, [Fault(file, error.line, f"The front matter cannot be read: {error}")]
    if not isinstance(found.data, dict):
        return None, []
    lines = {str(key): found.line(str(key)) for key in found.data}
    body_line = text[: len(text) - len(body)].count("\n") + 1
    stripped = body.lstrip("\n")
    return FrontMatter(found.data, lines, stripped, body_line + len(body) - len(stripped)), []


def fields(matter: FrontMatter, file: str, *, complete: bool) -> tuple[dict[str, Any], list[Fault]]:
    """Return the fields by the names of RuleSource, and what is wrong with them; `complete` asks for all of them."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, value in matter.data.items():
        line, known = matter.lines[str(key)], FIELDS.get(str(key))
        if known is None:
            faults.append(Fault(file, line, f"The field {key} is not known and is left out.", warning=True))
        elif not known.takes(value):
            faults.append(Fault(file, line, f"{key} must be {known.words}, not {value!r}."))
        else:
            values[known.name] = tuple(value) if isinstance(value, list) else value
    missing = [key for key, known in FIELDS.items() if known.needed and known.name not in values]
    missing = [key for key in missing if key not in matter.data]
    if "severity" not in matter.data and values.get("kind", "rule") == "rule":
        missing.append("severity")
    if complete:
        faults += [Fault(file, 1, f"Add {key} to the front matter: {FIELDS[key].words}.") for key in missing]
    return values, faults


def write(values: Mapping[str, Any], body: str) -> str:
    """Return a whole file: these values (by the names of RuleSource) in their usual order, then the body."""
    found = {key: values[known.name] for key, known in FIELDS.items() if values[known.name] is not None}
    data = {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}
    dumped: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000)
    return f"---\n{dumped}---\n{body}"


def with_version(text: str, version: int) -> str:
    """Return a whole file with this version in its front matter, and not another sign changed."""
    head, line, rest = text.partition("\n---\n")
    return VERSION_LINE.sub(f"version: {version}", head, count=1) + line + rest


def with_follows(text: str, version: int) -> str:
    """Return a whole file that says it follows this version of the source text; another line of it must say so."""
    head, line, rest = text.partition("\n---\n")
    return FOLLOWS_LINE.sub(f"follows: {version}", head, count=1) + line + rest


def without_version(text: str) -> str:
    """Return a whole file without the line of its version: what decides whether a text has changed."""
    return with_version(text, 0)
