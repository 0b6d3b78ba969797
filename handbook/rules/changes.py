"""What happened between two editions, rule by rule and word by word, as readers of a language see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handbook.core import markup
from handbook.rules import difference, pictures, queries
from handbook.rules.beside import EDITORIAL, MATERIAL, UNCHANGED
from handbook.rules.difference import Part
from handbook.rules.facts import Facts, FactsChange
from handbook.rules.queries import EditionRow, Step, TextRow

_KINDS = {"same": "same", "added": "new", "removed": "out"}
Blocks = list[list[Part]]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that differs: new, material, editorial or removed; `blocks` holds the paragraphs that changed.

    `facts` tells what changed beside the words; None where the rule stands on one side only. `shown_before` is the
    language that it stood in before, where that was another one: then the words cannot be compared.
    """

    rule_id: str
    title: str
    change: str
    shown: str
    version_before: int | None
    version: int | None
    blocks: Blocks
    facts: FactsChange | None = None
    shown_before: str = ""


@dataclass(frozen=True, slots=True)
class FrameChange:
    """A text around the rules that differs: `place` is preface or statement."""

    place: str
    blocks: Blocks


def parts_of(block: Sequence[Part]) -> list[dict[str, str]]:
    """Return a changed paragraph in the shape of the component `difference`."""
    return [{"kind": _KINDS[part.kind], "text": part.text} for part in block]


def between(older: EditionRow, newer: EditionRow, language: str | None = None) -> list[RuleChange]:
    """Return the rules that differ between two editions in the order of reading, then those that are gone.

    Three queries. Without a language, the source language of the newer edition is compared. A rule counts as changed
    editorially where every edition on the way that touched its text called it so.
    """
    language = language or newer.source_language
    before = {text.rule_id: text for text in queries.texts_of(older, language)}
    after = {text.rule_id: text for text in queries.texts_of(newer, language)}
    steps = queries.steps_between(older.number, newer.number, queries.known_language(newer.id, language))
    found = [_between(before.get(rule_id), text, steps) for rule_id, text in after.items()]
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
    return _changed(before, text, text.change if text.change in (MATERIAL, EDITORIAL) else MATERIAL)


def kind_along(sha256: str, steps: Iterable[Step]) -> str:
    """Return editorial where every step on the way (oldest first) that changed the text was confirmed as such.

    Where the text stayed as it was, whatever the editions say of the rule counts: something beside it changed.
    """
    of_text, of_rule = set[str](), set[str]()
    for step in steps:
        of_rule.add(step.change)
        if step.sha256 != sha256:
            of_text.add(step.change)
        sha256 = step.sha256
    return EDITORIAL if (of_text or of_rule - {UNCHANGED}) == {EDITORIAL} else MATERIAL


def frame_between(older: EditionRow, newer: EditionRow, language: str) -> list[FrameChange]:
    """Return what changed in the words around the rules: the preface, and the statement that people sign."""
    frames = [queries.outline_of(one.id) for one in (older, newer)]
    places = {
        "preface": [frame.words(frame.preface, language) for frame in frames],
        "statement": [frame.words(frame.statement, language) for frame in frames],
    }
    compared = {place: compare(_paragraphs(old), _paragraphs(new)) for place, (old, new) in places.items()}
    return [FrameChange(place, blocks) for place, blocks in compared.items() if blocks]


def compare_html(before: str, after: str) -> Blocks:
    """Return the paragraphs that differ between two rendered texts; kept, because published texts never change."""
    return compare(_blocks_of(before), _blocks_of(after))


@lru_cache(maxsize=256)
def compare(before: tuple[str, ...], after: tuple[str, ...]) -> Blocks:
    """Return the paragraphs that differ."""
    return [block for block in difference.blocks(before, after) if any(part.kind != "same" for part in block)]


def one_sided(html: str, kind: difference.Kind) -> Blocks:
    """Return all paragraphs of a rendered text as added or removed."""
    return [[Part(kind, block)] for block in _blocks_of(html)]


def _between(before: TextRow | None, text: TextRow, steps: Sequence[Step]) -> RuleChange | None:
    if before is None:
        return _new(text)
    if before.sha256 == text.sha256 and not _facts(before, text):
        return None
    return _changed(before, text, kind_along(before.sha256, [one for one in steps if one.rule_id == text.rule_id]))


def _changed(before: TextRow, text: TextRow, change: str) -> RuleChange:
    is_comparable = before.shown == text.shown
    return RuleChange(
        text.rule_id,
        text.title,
        change,
        text.shown,
        before.version,
        text.version,
        blocks=compare_html(before.html, text.html) if is_comparable else [],
        facts=_facts(before, text),
        shown_before="" if is_comparable else before.shown,
    )


def _facts(before: TextRow, text: TextRow) -> FactsChange:
    return FactsChange(Facts.of(before), Facts.of(text))


def _new(text: TextRow) -> RuleChange:
    blocks = one_sided(text.html, "added")
    return RuleChange(text.rule_id, text.title, "new", text.shown, None, text.version, blocks)


def _removed(text: TextRow) -> RuleChange:
    blocks = one_sided(text.html, "removed")
    return RuleChange(text.rule_id, text.title, "removed", text.shown, text.version, None, blocks)


def _blocks_of(html: str) -> tuple[str, ...]:
    return tuple(markup.blocks_of(pictures.told(markup.parse(html))))


def _paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a Markdown text, each on one line."""
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())
