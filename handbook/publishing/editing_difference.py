"""A text of the draft beside the newest edition, and two versions of it that two people wrote at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.publishing import preview
from handbook.publishing.editing import TextDraft
from handbook.publishing.editing_page import Desk, not_there
from handbook.rules import changes, difference, drafts, queries
from handbook.rules.composing import Attributes
from handbook.rules.difference import Part
from handbook.rules.drafts import DraftRow
from handbook.rules.facts import Facts, FactsChange
from handbook.rules.source import RuleSource, normalise
from handbook.rules.versions import same_text

Blocks = list[list[Part]]


@dataclass(frozen=True, slots=True)
class TextDifference:
    """What publishing would change: paragraphs as readers get them, and sentences about the facts of the rule.

    `edition` is the number compared with; `is_new` where that edition (or any) does not have the text.
    """

    title: str
    edition: int | None
    is_new: bool
    is_same: bool
    blocks: Blocks
    facts: Sequence[str]


def text_difference(row: DraftRow) -> TextDifference:
    """Compare a text of the draft with the newest edition; raise NotFound where it cannot be read."""
    source = row.parsed
    if source is None:
        raise not_there()
    last = queries.newest_edition()
    published = drafts.texts_published(last.id, row.rule_id).get((row.rule_id, row.language)) if last else None
    number = last.number if last else None
    if published is None:
        return TextDifference(source.title, number, is_new=True, is_same=False, blocks=[], facts=())
    if same_text(published.source, row.source):
        return TextDifference(source.title, number, is_new=False, is_same=True, blocks=[], facts=())
    before, _faults = drafts.parsed(row.rule_id, row.language, published.source)
    return TextDifference(
        title=source.title,
        edition=number,
        is_new=False,
        is_same=False,
        blocks=changes.compare_html(published.html, preview.rendered(row.rule_id, source.body)),
        facts=FactsChange(_facts(before), _facts(source)).words if before else (),
    )


@dataclass(frozen=True, slots=True)
class Stale:
    """Two people's versions of one text: what was saved meanwhile, by whom, and how the own one differs from it.

    `theirs` is None where the text was taken out of the draft.
    """

    words: str
    theirs: DraftRow | None
    blocks: Blocks
    facts: Sequence[str]


def stale(desk: Desk, draft: TextDraft, words: str) -> Stale:
    """Compare what stands in the draft with what somebody wanted to save on top of an older version."""
    text = desk.text
    if text is None:
        return Stale(words, None, [], ())
    facts = between_facts(text, draft.attributes) if draft.attributes else ()
    return Stale(words, desk.row, between_words(text.body, draft.body), facts)


def between_words(theirs: str, mine: str) -> Blocks:
    """Return the paragraphs that differ between two Markdown texts as they are written."""
    compared = difference.blocks(_paragraphs(theirs), _paragraphs(mine))
    return [block for block in compared if any(part.kind != "same" for part in block)]


def between_facts(theirs: RuleSource, mine: Attributes) -> Sequence[str]:
    """Return sentences about the facts that differ between a text as it stands and what somebody wants to save."""
    return FactsChange(_facts(theirs), _facts(mine)).words


def _facts(source: RuleSource | Attributes) -> Facts:
    place = (source.chapter, source.number)
    return Facts(source.kind, place, source.severity, source.audience, source.owner, source.review_on)


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in normalise(text).split("\n\n") if part.strip()]
