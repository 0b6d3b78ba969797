"""The frame of the draft in a form: title, preface, what people sign, chapters, languages."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction
from handbook.people.identity import reader_zone
from handbook.permissions import Permission
from handbook.publishing import editing_frame
from handbook.publishing.editing_frame import WordsChange
from handbook.publishing.editing_page import not_there
from handbook.publishing.forms_editor_frame import FrameForm, form_for
from handbook.publishing.views.blueprint import blueprint
from handbook.rules import changes, drafts
from handbook.rules.drafts import FrameRow


@blueprint.get("/handbook/draft/frame")
@requires(Permission.DRAFT_EDIT)
def show_frame() -> ResponseReturnValue:
    """Show the words around the rules."""
    row = _row()
    frame = drafts.frame_of(row.source)
    form = form_for(frame)
    form.fill(frame)
    return _page(row, form)


@blueprint.post("/handbook/draft/frame")
@requires(Permission.DRAFT_EDIT)
def save_frame() -> ResponseReturnValue:
    """Save the words around the rules, or show both where somebody else saved them meanwhile (409)."""
    row = _row()
    frame = drafts.frame_of(row.source)
    form = form_for(frame)
    is_stale = form.row_version.data is not None and form.row_version.data != row.row_version
    # A stale form lacks what was added meanwhile: that is no fault of who sent it.
    if not is_stale and not form.validate():
        return _page(row, form, keep_version=True), 400
    form.fill(frame)
    draft = form.draft(frame)
    try:
        editing_frame.refuse_faulty_prefaces(draft)
        with transaction():
            changed = editing_frame.save_frame(acting(), draft)
    except Invalid as refusal:
        form.form_errors.extend(refusal.faults)
        return _page(_row(), form, keep_version=True), 400
    except Conflict as refusal:
        return _both(form, str(refusal)), 409
    flash(_("Saved.") if changed else _("Nothing was changed."), "good")
    return redirect(url_for("publishing.show_frame"))


def _both(form: FrameForm, words: str) -> str:
    """Show what somebody else saved beside what was typed; the form gets the fields of what stands now."""
    row = _row()
    frame = drafts.frame_of(row.source)
    again = form_for(frame)
    again.fill(frame)
    return _page(row, again, words, editing_frame.differing(frame, again.draft(frame).words))


def _row() -> FrameRow:
    row = drafts.frame_row()
    if row is None:
        raise not_there()
    return row


def _page(
    row: FrameRow,
    form: FrameForm,
    stale: str = "",
    differing: Sequence[WordsChange] = (),
    *,
    keep_version: bool = False,
) -> str:
    """Return the form; it stands for what the reader sees now, unless a fault sent it back as it was."""
    if not keep_version:
        form.row_version.data, form.row_version.raw_data = row.row_version, None
    return render_template(
        "publishing/edit_frame.html",
        row=row,
        frame=drafts.frame_of(row.source),
        form=form,
        stale=stale,
        differing=differing,
        parts_of=changes.parts_of,
        zone=reader_zone(),
    )
