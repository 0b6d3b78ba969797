"""The investigation folder: closed to all but those who have a part in the case now."""

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Invalid
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.cases import folder, policy
from handbook.corrective_actions.cases.folder_kinds import NoteKind, note_words
from handbook.corrective_actions.cases.forms import NoteForm
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.models_folder import CaseNote
from handbook.corrective_actions.cases.queries import not_found, working_case
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.corrective_actions.views.case_pages import Refusal, act, case_page, zone_of
from handbook.documents.queries import store
from handbook.permissions import Permission


@blueprint.get("/cases/<case_id>/folder")
@requires(Permission.CASE_READ)
def show_folder(case_id: str) -> ResponseReturnValue:
    """Show the folder; the reading is written down first."""
    actor = acting()
    case, parties = working_case(actor, case_id)
    note_reading(actor, case.subject_id if case.told_at else None, "case folder", case_id, "working on the case")
    return _shown(actor, case, parties, NoteForm())


@blueprint.post("/cases/<case_id>/folder")
@requires(Permission.CASE_OPEN)
def add_note(case_id: str) -> ResponseReturnValue:
    """Put something into the folder; after a fault the form keeps what was typed."""
    actor, form = acting(), NoteForm()
    case, parties = working_case(actor, case_id)
    zone, may_add = zone_of(case), policy.may_investigate(actor, parties)
    form.offer()
    if not form.validate_on_submit():
        return _page(actor, case_id, form), 400
    try:
        kept = _keep(form) if may_add else None
    except Invalid as fault:
        form.file.errors = list(fault.faults)
        return _page(actor, case_id, form), 400
    refusal = act(form, lambda: folder.add_note(actor, case_id, form.draft(zone, kept)))
    if refusal is not None:
        return _page(actor, case_id, form, refusal), refusal.status
    return redirect(url_for("corrective_actions.show_folder", case_id=case_id))


@blueprint.post("/cases/<case_id>/folder/<note_id>/release")
@requires(Permission.CASE_OPEN)
def release_note(case_id: str, note_id: str) -> ResponseReturnValue:
    """Give an entry of the folder to the person."""
    actor = acting()
    _note(actor, case_id, note_id)
    with transaction():
        folder.release(actor, case_id, note_id)
    return redirect(url_for("corrective_actions.show_folder", case_id=case_id))


@blueprint.get("/cases/<case_id>/folder/<note_id>/file")
@requires(Permission.CASE_READ)
def show_note_file(case_id: str, note_id: str) -> ResponseReturnValue:
    """Hand out a paper or a photo of the folder to who works on the case; the reading is written down first."""
    actor = acting()
    note, file_of = _note(actor, case_id, note_id)
    note_reading(actor, file_of, "case folder", case_id, "opened a paper of the folder")
    return handed_out(note)


def handed_out(note: CaseNote) -> Response:
    """Return the bytes of a paper or photo as a file to save: nothing of it is ever shown or carried out here."""
    if note.file_sha256 is None or note.media_type is None:
        raise not_found()
    name = f"{note.reference}-{note.file_sha256[:8]}.{note.media_type.rpartition('/')[2]}"
    headers = {"Content-Disposition": f"attachment; filename={name}", "X-Content-Type-Options": "nosniff"}
    return Response(store().get(note.file_sha256), mimetype=note.media_type, headers=headers)


def _keep(form: NoteForm) -> folder.KeptFile | None:
    """Put a file that came with the form into the store, outside of any transaction."""
    data = form.file.data.read() if form.file.data else b""
    kind = NoteKind(form.kind.data)
    if not data or kind not in folder.WITH_FILE:
        return None
    end_read()
    return folder.keep_file(kind, data)


def _note(actor: Actor, case_id: str, note_id: str) -> tuple[CaseNote, str | None]:
    case, _parties = working_case(actor, case_id)
    note = next((row for row in story_of(case_id).notes if row.id == note_id), None)
    if note is None:
        raise not_found()
    return note, case.subject_id if case.told_at else None


def _page(actor: Actor, case_id: str, form: NoteForm, refusal: Refusal | None = None) -> str:
    case, parties = working_case(actor, case_id)
    return _shown(actor, case, parties, form, refusal)


def _shown(
    actor: Actor, case: Case, parties: policy.CaseParties, form: NoteForm, refusal: Refusal | None = None
) -> str:
    form.offer()
    kinds = {kind.value: note_words(kind) for kind in NoteKind}
    may_add = policy.may_investigate(actor, parties)
    return case_page("corrective_actions/show_folder.html", case, parties, form, refusal, kinds=kinds, may_add=may_add)
