"""The company's figures in the draft: both tables, and the form of one row at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.transaction import transaction
from handbook.permissions import Permission
from handbook.publishing import editing_figures, figures_beside
from handbook.publishing.editing_page import frame_of_draft
from handbook.publishing.figures_beside import CellChange
from handbook.publishing.forms_editor import RemoveForm
from handbook.publishing.forms_figures import RowForm, form_for
from handbook.publishing.views.blueprint import blueprint
from handbook.rules import changes, figure_tables
from handbook.rules.figure_rows import TABLES, Row, mark_of
from handbook.rules.outline import Outline

PLACE = "/handbook/draft/figures/<table>"
ROW = f"{PLACE}/<row_id>"


@dataclass(frozen=True, slots=True)
class Stale:
    """What to say where somebody changed or took out the row meanwhile, and how the two versions differ."""

    words: str
    differing: Sequence[CellChange]


@blueprint.get("/handbook/draft/figures")
@requires(Permission.DRAFT_EDIT)
def show_draft_figures() -> ResponseReturnValue:
    """List the rows of both tables of the draft, and the rules that show them."""
    frame = frame_of_draft()
    tables = [(table, frame.rows(table), figure_tables.cells_of(frame, table, frame.source)) for table in TABLES]
    concerned = {table: editing_figures.concerned(frame, table) for table in TABLES}
    return render_template("publishing/show_figures.html", frame=frame, tables=tables, concerned=concerned)


@blueprint.get(PLACE)
@requires(Permission.DRAFT_EDIT)
def show_new_row(table: str) -> ResponseReturnValue:
    """Show the form of a new row."""
    frame, _rows = editing_figures.table_of_draft(table)
    form = form_for(table, frame, jobs=figures_beside.jobs())
    form.fill(None)
    return _page(table, frame, form)


@blueprint.post(PLACE)
@requires(Permission.DRAFT_EDIT)
def add_row(table: str) -> ResponseReturnValue:
    """Put a new row into a table."""
    frame, _rows = editing_figures.table_of_draft(table)
    return _save(table, form_for(table, frame, jobs=figures_beside.jobs(), sent=request.form), None)


@blueprint.get(ROW)
@requires(Permission.DRAFT_EDIT)
def show_row(table: str, row_id: str) -> ResponseReturnValue:
    """Show the form of a row as it stands."""
    frame, row = editing_figures.row_of_draft(table, row_id)
    form = form_for(table, frame, row_id, figures_beside.jobs())
    form.fill(row)
    return _page(table, frame, form, row)


@blueprint.post(ROW)
@requires(Permission.DRAFT_EDIT)
def save_row(table: str, row_id: str) -> ResponseReturnValue:
    """Save a row, or show both where somebody else changed it or took it out meanwhile (409)."""
    frame, rows = editing_figures.table_of_draft(table)
    row = next((one for one in rows if one.id == row_id), None)
    form = form_for(table, frame, row_id, figures_beside.jobs(), request.form)
    if row is None and not form.seen.data:
        raise NotFound(_("There is no such row in the draft."))
    return _save(table, form, row)


@blueprint.post(f"{ROW}/remove")
@requires(Permission.DRAFT_EDIT)
def remove_row(table: str, row_id: str) -> ResponseReturnValue:
    """Take a row out of a table, or show it again where somebody changed it meanwhile."""
    frame, row = editing_figures.row_of_draft(table, row_id)
    asked = RemoveForm()
    form = form_for(table, frame, row_id, figures_beside.jobs())
    form.fill(row)
    try:
        with transaction():
            editing_figures.remove_row(acting(), table, row_id, asked.seen.data or "")
    except Conflict as stale:
        return _page(table, frame, form, row, Stale(str(stale), ())), 409
    except Invalid as refusal:
        form.form_errors.extend(refusal.faults)
        return _page(table, frame, form, row), 400
    flash(_("It is out of the table, and of every text of the draft that shows it."), "good")
    return redirect(url_for("publishing.show_draft_figures"))


def _save(table: str, form: RowForm, row: Row | None) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _page(table, form.frame, form, row), 400
    draft = form.draft()
    try:
        with transaction():
            changed = editing_figures.save_row(acting(), table, draft)
    except Conflict as refusal:
        return _both(table, form, str(refusal)), 409
    except Invalid as refusal:
        form.form_errors.extend(refusal.faults)
        return _page(table, form.frame, form, row), 400
    flash(
        _("Saved, in every text of the draft that shows the table.") if changed else _("Nothing was changed."), "good"
    )
    return redirect(url_for("publishing.show_draft_figures"))


def _both(table: str, form: RowForm, words: str) -> str:
    """Show what stands there now beside what was typed; saving once more puts the typed words there."""
    frame, rows = editing_figures.table_of_draft(table)
    now = next((one for one in rows if one.id == form.row_id), None)
    form.renew(now)
    differing = figures_beside.differing(frame, now, form.row()) if now else ()
    return _page(table, frame, form, now, Stale(words, differing))


def _page(table: str, frame: Outline, form: RowForm, row: Row | None = None, stale: Stale | None = None) -> str:
    removal = RemoveForm(formdata=None, seen=mark_of(row))
    return render_template(
        "publishing/edit_figure.html",
        table=table,
        frame=frame,
        form=form,
        row=row,
        name=figure_tables.cells_of_row(frame, row, frame.source)[0] if row else "",
        removal=removal,
        stale=stale,
        concerned=editing_figures.concerned(frame, table),
        parts_of=changes.parts_of,
    )
