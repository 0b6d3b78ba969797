"""What the draft would change: every rule that differs from the newest edition, in each language, word by word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handbook.core.errors import Invalid
from handbook.rules import changes, compiling, drafts, queries, sections
from handbook.rules.beside import RuleBeside
from handbook.rules.changes import Blocks
from handbook.rules.compiling import Compiled
from handbook.rules.drafts import Draft
from handbook.rules.facts import Facts, FactsChange
from handbook.rules.queries import EditionRow


@dataclass(frozen=True, slots=True)
class TextChange:
    """What differs in one language. `kind` is new, changed or removed; no blocks where only the file differs.

    `title` is that of the text, in its own language, where a reader is shown one text alone.
    """

    language: str
    kind: str
    blocks: Blocks
    title: str = ""


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A rule that differs: its title in the source language, the facts beside its words, and its texts."""

    beside: RuleBeside
    title: str
    version_before: int | None
    version: int | None
    facts: Sequence[str]
    texts: Sequence[TextChange]

    @property
    def rule_id(self) -> str:
        """The rule's id."""
        return self.beside.rule_id

    @property
    def fixed_kind(self) -> str:
        """New or removed, where there is nothing to judge; else nothing."""
        return "new" if self.beside.is_new else "removed" if self.beside.is_removed else ""


@dataclass(frozen=True, slots=True)
class Pending:
    """The draft beside the newest edition. `book` is None where `faults` say why it cannot be published."""

    draft: Draft
    last: EditionRow | None
    book: Compiled | None = None
    faults: Sequence[str] = ()
    changes: Sequence[PendingChange] = ()
    frame_differs: bool = False
    besides: Mapping[str, RuleBeside] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The number of the edition that would come."""
        return self.last.number + 1 if self.last else 1

    @property
    def has_changes(self) -> bool:
        """Tell whether there is anything to publish."""
        return bool(self.changes) or self.frame_differs

    def change_of(self, rule_id: str) -> PendingChange | None:
        """Return what changes in a rule, or None where nothing does."""
        return next((one for one in self.changes if one.rule_id == rule_id), None)


def pending() -> Pending:
    """Return what the draft would change (a fixed number of queries; renders the texts that are new)."""
    draft, last = drafts.draft(), queries.newest_edition()
    try:
        book = compiling.compile_draft(draft, last.id if last else None)
    except Invalid as faulty:
        return Pending(draft, last, faults=faulty.faults)
    besides = compiling.whatever_changed(book)
    frame_before = queries.outline_of(last.id).text if last else ""
    return Pending(
        draft=draft,
        last=last,
        book=book,
        changes=[_change(book, beside) for beside in besides.values()],
        frame_differs=book.frame.text != frame_before,
        besides=besides,
    )


def shown_change(book: Compiled, change: PendingChange, language: str) -> TextChange:
    """Return what differs for readers of a language, who may get the source text in its place."""
    rule_id, source = change.rule_id, book.frame.source
    language = language if language in book.frame.languages else source
    before = book.texts_before.get((rule_id, language)) or book.texts_before.get((rule_id, source))
    if change.beside.is_removed:
        html = before.html if before else ""
        return TextChange(language, "removed", changes.one_sided(html, "removed"), sections.title_of(html))
    after = book.shown(rule_id, language)
    html, written = book.html[after.sha256], after.source.language
    title = sections.title_of(html) or after.source.title
    if before is None:
        return TextChange(written, "new", changes.one_sided(html, "added"), title)
    return TextChange(written, "changed", changes.compare_html(before.html, html), title)


def _change(book: Compiled, beside: RuleBeside) -> PendingChange:
    place = (beside.rule_id, book.frame.source)
    before, after = book.texts_before.get(place), book.numbered.get(place)
    html = book.html[after.sha256] if after else before.html if before else ""
    title = sections.title_of(html) or (after.source.title if after else beside.rule_id)
    return PendingChange(
        beside=beside,
        title=title,
        version_before=before.version if before else None,
        version=after.source.version if after else None,
        facts=_facts(book, beside),
        texts=[_text(book, beside.rule_id, one) for one, (old, new) in beside.texts.items() if old != new],
    )


def _text(book: Compiled, rule_id: str, language: str) -> TextChange:
    before, after = book.texts_before.get((rule_id, language)), book.numbered.get((rule_id, language))
    if before is None:
        return TextChange(language, "new", changes.one_sided(book.html[after.sha256] if after else "", "added"))
    if after is None:
        return TextChange(language, "removed", changes.one_sided(before.html, "removed"))
    return TextChange(language, "changed", changes.compare_html(before.html, book.html[after.sha256]))


def _facts(book: Compiled, beside: RuleBeside) -> Sequence[str]:
    if not beside.changed_attributes:
        return ()
    before = next(rule for rule in book.rules_before if rule.rule_id == beside.rule_id)
    after = next(source for source in book.order if source.id == beside.rule_id)
    place = (after.chapter, after.number)
    now = Facts(after.kind, place, after.severity, after.audience, after.owner, after.review_on)
    return FactsChange(Facts.of(before), now).words
