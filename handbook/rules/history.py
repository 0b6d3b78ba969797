"""How one rule came to be what it is: every edition that changed it, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from handbook.core.errors import NotFound
from handbook.core.pagination import Paged
from handbook.rules import changes, queries
from handbook.rules.beside import MATERIAL, REMOVED, UNCHANGED
from handbook.rules.changes import Blocks
from handbook.rules.facts import Facts, FactsChange
from handbook.rules.queries import HistoryRow, KnownText

Step = tuple[HistoryRow | None, HistoryRow]


@dataclass(frozen=True, slots=True)
class PastChange:
    """What an edition did to a rule. `facts` and `blocks` tell the difference to the one before.

    `is_elsewhere` tells that the text in the reader's language stayed as it was: another language changed.
    `shown_before` is the language that the rule stood in before, where that was another one.
    """

    edition: int
    effective_on: date
    note: str
    change: str
    version: int | None
    shown: str
    blocks: Blocks
    facts: FactsChange | None
    is_elsewhere: bool
    shown_before: str


@dataclass(frozen=True, slots=True)
class RuleHistory(Paged):
    """One page of the history of a rule, and how it stands now (or stood last, where `is_gone`)."""

    size = 20
    rule_id: str
    title: str
    shown: str
    kind: str
    facts: Facts
    edition: int
    is_gone: bool
    changes: Sequence[PastChange]
    total: int
    page: int


def history_of(rule_id: str, language: str, page: int = 1) -> RuleHistory:
    """Return one page of what happened to a rule, for readers of a language; raise NotFound (two queries)."""
    rows = queries.rule_history(rule_id, language)
    if not rows:
        raise NotFound(_("No edition of the handbook has such a rule. Look for it in the contents."))
    steps = list(_steps(rows))[::-1]
    shown = steps[(page - 1) * RuleHistory.size : page * RuleHistory.size]
    now = next(row for row in reversed(rows) if row.sha256)
    hashes = {row.sha256 for step in shown for row in step if row and row.sha256} | {str(now.sha256)}
    texts = queries.texts_by_hash(hashes)
    return RuleHistory(
        rule_id=rule_id,
        title=texts[str(now.sha256)].title,
        shown=now.shown or "",
        kind=now.kind,
        facts=Facts.of(now),
        edition=rows[-1].edition,
        is_gone=rows[-1].change == REMOVED,
        changes=[_past(before, row, texts) for before, row in shown],
        total=len(steps),
        page=page,
    )


def _steps(rows: Sequence[HistoryRow]) -> Iterator[Step]:
    """Yield each edition that changed the rule with the one before it, oldest first."""
    before: HistoryRow | None = None
    for row in rows:
        if before is None or row.change != UNCHANGED or row.sha256 != before.sha256 or _facts(before, row):
            yield before, row
        before = row


def _past(before: HistoryRow | None, row: HistoryRow, texts: Mapping[str, KnownText]) -> PastChange:
    then = texts.get(before.sha256 or "") if before else None
    now = texts.get(row.sha256 or "")
    text = now or then
    moved = bool(before and then and now and before.shown != row.shown)
    return PastChange(
        edition=row.edition,
        effective_on=row.effective_on,
        note=row.note,
        change=row.change if row.change != UNCHANGED else MATERIAL,
        version=text.version if text else None,
        shown=(row.shown if now or not before else before.shown) or "",
        blocks=[] if moved else _blocks(then, now),
        facts=_facts(before, row) if before and then and now else None,
        is_elsewhere=bool(then and now and then.sha256 == now.sha256),
        shown_before=(before.shown or "") if moved and before else "",
    )


def _facts(before: HistoryRow, row: HistoryRow) -> FactsChange:
    return FactsChange(Facts.of(before), Facts.of(row))


def _blocks(then: KnownText | None, now: KnownText | None) -> Blocks:
    if then and now:
        return changes.compare_html(then.html, now.html)
    if now:
        return []  # new: its text is one tap away, and all of it is new
    return changes.one_sided(then.html, "removed") if then else []
