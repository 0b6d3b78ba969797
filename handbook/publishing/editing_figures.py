"""Saving the company's figures: one row at a time, and with it the table in every text of the draft that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core import clock, locks, markdown_limits, markup
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import session_of_transaction
from handbook.publishing import editing
from handbook.publishing.editing_page import frame_of_draft
from handbook.rules import drafts, figure_changes, figure_tables, links, outline, queries
from handbook.rules.figure_rows import TABLES, Row, mark_of
from handbook.rules.models import DraftOutline, DraftText
from handbook.rules.outline import Outline
from handbook.rules.source import RuleSource

LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class RowDraft:
    """A row to save, and its place in the table (from 1). `seen` is the mark of the row as it stood, empty for none.

    A row without an id is a new one and gets an id that no row ever had.
    """

    row: Row
    place: int
    seen: str


@dataclass(frozen=True, slots=True)
class Concerned:
    """Texts that a change of a table touches: `shows` will change with it, `speaks` link to one that does."""

    shows: Sequence[RuleSource]
    speaks: Sequence[RuleSource]


def table_of_draft(table: str) -> tuple[Outline, Sequence[Row]]:
    """Return the frame of the draft and the rows of one of its tables (one query); raise NotFound for another name."""
    if table not in TABLES:
        raise _not_there()
    frame = frame_of_draft()
    return frame, frame.rows(table)


def row_of_draft(table: str, row_id: str) -> tuple[Outline, Row]:
    """Return the frame of the draft and a row of a table (one query); raise NotFound."""
    frame, rows = table_of_draft(table)
    row = next((one for one in rows if one.id == row_id), None)
    if row is None:
        raise _not_there()
    return frame, row


def concerned(frame: Outline, table: str) -> Concerned:
    """Return the source texts of the draft that show a table, and those that lead to one of these (one query)."""
    texts = [row.parsed for row in drafts.rows() if row.language == frame.source]
    sources = sorted((one for one in texts if one is not None), key=lambda one: one.number)
    shows = [one for one in sources if table in figure_tables.tables_in(one.body)]
    ids = {one.id for one in shows}
    speaks = [one for one in sources if one.id not in ids and links.leads_to(one.body, ids)]
    return Concerned(shows, speaks)


def save_row(actor: Actor, table: str, draft: RowDraft) -> bool:
    """Save a row of a table, and the table in every text that shows it; return whether anything differs now.

    Raises Conflict where somebody changed or took out the row meanwhile, Invalid with one sentence per fault.
    """
    frame_row, frame = _held()
    row = draft.row if draft.row.id else replace(draft.row, id=_free_id(frame, table, draft.row))
    then = next((one for one in frame.rows(table) if one.id == row.id), None)
    if mark_of(then) != draft.seen:
        raise _stale(then)
    others = [one for one in frame.rows(table) if one.id != row.id]
    others.insert(max(draft.place - 1, 0), row)
    return _save(actor, frame_row, frame, outline.with_rows(frame, table, others))


def remove_row(actor: Actor, table: str, row_id: str, seen: str) -> None:
    """Take a row out of a table and of every text that shows it.

    Raises NotFound, Conflict where somebody changed it meanwhile, Invalid for the last row of a table that is shown.
    """
    frame_row, frame = _held()
    then = next((one for one in frame.rows(table) if one.id == row_id), None)
    if then is None:
        raise _not_there()
    if mark_of(then) != seen:
        raise _stale(then)
    others = [one for one in frame.rows(table) if one.id != row_id]
    shown = concerned(frame, table).shows if not others else ()
    if shown:
        words = _("This is the last row. Take the table out of “%(title)s” first, or write another row.",
                  title=shown[0].title)  # fmt: skip
        raise Invalid(words)
    _save(actor, frame_row, frame, outline.with_rows(frame, table, others))


def _held() -> tuple[DraftOutline, Outline]:
    """Return the frame of the draft to be changed, with the draft held against others."""
    locks.hold_draft()
    row = session_of_transaction().scalar(select(DraftOutline))
    if row is None:
        raise Invalid(_("The draft is empty. Start it first."))
    return row, drafts.frame_of(row.source)


def _save(actor: Actor, row: DraftOutline, frame: Outline, after: Outline) -> bool:
    if after.text == frame.text:
        return False
    row.source, row.changed_at, row.row_version = after.text, clock.now(), row.row_version + 1
    row.changed_by = editing.words_of_editor(actor)
    texts = {(one.rule_id, one.language): one for one in session_of_transaction().scalars(select(DraftText))}
    read = {place: source for place, text in texts.items() if (source := editing.read_row(text)) is not None}
    for place, source in figure_changes.followed(read, read, after, frame).items():
        _refuse_too_much(source)
        editing.write(actor, texts[place], source)
    db.session.flush()
    return True


def _free_id(frame: Outline, table: str, row: Row) -> str:
    taken = {one.id for one in frame.rows(table)} | {step.row_id for step in queries.figure_steps()}
    name = markup.slug(figure_tables.cells_of_row(frame, row, frame.source)[0])[:LONGEST_ID].strip("-")
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found


def _refuse_too_much(source: RuleSource) -> None:
    found = [fault for fault in markdown_limits.check(source.body) if not fault.warning]
    if found:
        raise Invalid(*(f"{source.title} ({source.language}): {fault.words}" for fault in found))


def _stale(row: Row | None) -> Conflict:
    if row is None:
        return Conflict(_("Somebody else has taken this row out while you were writing."))
    return Conflict(_("Somebody else has changed this row while you were writing."))


def _not_there() -> NotFound:
    return NotFound(_("There is no such row in the draft."))
