"""What happened between two editions, rule by rule and word by word, as readers of a language see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.core import markup
from handbook.rules import difference, queries
from handbook.rules.difference import Part
from handbook.rules.queries import EditionRow, TextRow

_KINDS = {"same": "same", "added": "new", "removed": "out"}


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that differs: new, material, editorial or removed; `blocks` holds the paragraphs that changed."""

    rule_id: str
    title: str
    change: str
    shown: str
    version_before: int | None
    version: int | None
    blocks: list[list[Part]]


def parts_of(block: Sequence[Part]) -> list[dict[str, str]]:
    """Return a changed paragraph in the shape of the component `difference`."""
    return [{"kind": _KINDS[part.kind], "text": part.text} for part in block]


def between(older: EditionRow, newer: EditionRow, language: str | None = None) -> list[RuleChange]:
    """Return the rules that differ between two editions in the order of reading (two queries).

    Without a language, the source language of the newer edition is compared.
    """
    language = language or newer.source_language
    before = {text.rule_id: text for text in queries.texts_of(older, language)}
    after = {text.rule_id: text for text in queries.texts_of(newer, language)}
    found = [changed(before.get(rule_id), text) for rule_id, text in after.items()]
    gone = [_removed(text) for rule_id, text in before.items() if rule_id not in after]
    return [change for change in found if change is not None] + gone


def first(edition: EditionRow, language: str) -> list[RuleChange]:
    """Return the rules of the first edition: all of them are new."""
    return [_new(text) for text in queries.texts_of(edition, language)]


def changed(before: TextRow | None, text: TextRow) -> RuleChange | None:
    """Return what happened between two texts of a rule, or None where they are the same."""
    if before is None:
        return _new(text)
    if before.sha256 == text.sha256:
        return None
    compared = difference.blocks(_blocks(before), _blocks(text))
    blocks = [block for block in compared if any(part.kind != "same" for part in block)]
    change = text.change if text.change in ("material", "editorial") else "material"
    return RuleChange(text.rule_id, text.title, change, text.shown, before.version, text.version, blocks)


def _new(text: TextRow) -> RuleChange:
    blocks = [[Part("added", block)] for block in _blocks(text)]
    return RuleChange(text.rule_id, text.title, "new", text.shown, None, text.version, blocks)


def _removed(text: TextRow) -> RuleChange:
    blocks = [[Part("removed", block)] for block in _blocks(text)]
    return RuleChange(text.rule_id, text.title, "removed", text.shown, text.version, None, blocks)


def _blocks(text: TextRow) -> list[str]:
    return markup.blocks_of(markup.parse(text.html))
