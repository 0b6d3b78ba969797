"""Which version a text of the draft becomes: it goes up by itself when the text differs from the last edition's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from handbook.rules import front_matter
from handbook.rules.source import RuleSource

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """A text of the last edition, in the language it is written in."""

    sha256: str
    version: int
    source: str
    html: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text with the version that it has, and whether it differs from the last edition."""

    source: RuleSource
    sha256: str
    changed: bool


def number(
    sources: Iterable[RuleSource], last: Mapping[Place, Published], highest: Mapping[Place, int]
) -> dict[Place, Numbered]:
    """Return the texts by (rule id, language) with their versions.

    `last` holds the texts of the last edition, `highest` the highest version that ever stood in any edition: a rule
    that comes back goes on counting. A text that differs in nothing but the line of its version has not changed.
    """
    return {(one.id, one.language): _number(one, last, highest) for one in sources}


def same_text(one: str, other: str) -> bool:
    """Tell whether two files say the same, whatever version they claim."""
    return front_matter.without_version(one) == front_matter.without_version(other)


def name_of(text: str) -> str:
    """Return the SHA-256 by which a text is known."""
    return sha256(text.encode()).hexdigest()


def _number(source: RuleSource, last: Mapping[Place, Published], highest: Mapping[Place, int]) -> Numbered:
    place = (source.id, source.language)
    before = last.get(place)
    if before is not None and same_text(before.source, source.text):
        kept = replace(source, text=before.source, version=before.version)
        return Numbered(kept, before.sha256, changed=False)
    version = max(source.version, highest.get(place, 0) + 1)
    if version != source.version:
        source = replace(source, version=version, text=front_matter.with_version(source.text, version))
    return Numbered(source, name_of(source.text), changed=True)
