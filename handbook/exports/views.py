"""Choosing what to export, starting it, watching it, taking it away."""

from typing import TypeVar

from flask import Blueprint, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.core import jobs
from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import NotFound
from handbook.core.transaction import transaction
from handbook.exports import operations, queries, signatures
from handbook.exports.forms import SelectionForm, StartForm
from handbook.exports.pages import page_of, words_of_job
from handbook.exports.selection import Selection, words_of
from handbook.permissions import Permission
from handbook.rules import queries as rules

blueprint = Blueprint("exports", __name__)
Form = TypeVar("Form", bound=SelectionForm)


@blueprint.get("/exports")
@requires(Permission.EXPORT_MAKE)
def show_list() -> ResponseReturnValue:
    """Show what can be chosen, how much matches the choice in the address, and the exports so far."""
    form = _offered(SelectionForm(request.args))
    return _page(acting(), form)


@blueprint.post("/exports")
@requires(Permission.EXPORT_MAKE)
def start() -> ResponseReturnValue:
    """Start an export; it is written down who took what away."""
    form, actor = _offered(StartForm()), acting()
    if not form.validate_on_submit():
        return _page(actor, form), 400
    selection = form.selection()
    _note(actor, selection, None, "exported signed PDFs")
    with transaction():
        operations.start(actor, selection, form.idempotency_key.data)
    return redirect(url_for("exports.show_list"))


@blueprint.get("/jobs/<job_id>.json")
@requires(Permission.EXPORT_MAKE)
def show_job(job_id: str) -> ResponseReturnValue:
    """Tell how far an export is, for the page that waits for it."""
    job = queries.export_for(acting(), job_id)
    url = url_for("exports.take_away", job_id=job.id) if operations.is_there(job) else None
    said = {"state": job.state, "done": job.done, "total": job.total, "words": words_of_job(job), "left": ""}
    return jsonify({**said, "url": url, "label": _("Download the file")})


@blueprint.post("/exports/<job_id>/cancel")
@requires(Permission.EXPORT_MAKE)
def cancel(job_id: str) -> ResponseReturnValue:
    """Stop an export between two files; what was packed goes at once."""
    job = queries.export_for(acting(), job_id)
    wanted = job.id
    with transaction():
        jobs.cancel(wanted)
    return redirect(url_for("exports.show_list"))


@blueprint.get("/exports/<job_id>.zip")
@requires(Permission.EXPORT_MAKE)
def take_away(job_id: str) -> ResponseReturnValue:
    """Hand the packed file out; it is written down."""
    actor = acting()
    job = queries.export_for(actor, job_id)
    if not operations.is_there(job):
        raise NotFound(_("There is no file of this export: it is not ready yet, or its time is over."))
    wanted, selection = job.id, Selection.of(job.payload)
    _note(actor, selection, wanted, "took signed PDFs away")
    name = f"signed-handbook-{f'edition-{selection.edition}' if selection.edition else 'all-editions'}.zip"
    return send_file(operations.file_of(wanted), mimetype="application/zip", as_attachment=True, download_name=name)


def _note(actor: Actor, selection: Selection, job_id: str | None, act: str) -> None:
    """Write down who takes what; where it is all of one person, in that person's file."""
    with force_locale("en"):  # whoever reads the note, it says the same
        purpose = f"{act}: {words_of(selection)}"
    note_reading(actor, signatures.count(selection).only, "export", job_id, purpose)


def _offered(form: Form) -> Form:
    form.offer(rules.edition_numbers(), signatures.places())
    return form


def _page(actor: Actor, form: SelectionForm) -> str:
    """Show the page with what the form says; the count stands there as soon as the form is free of faults."""
    found = signatures.count(form.selection()) if form.edition.data and not form.errors and form.validate() else None
    starting = StartForm(formdata=None)
    starting.take(form)
    exports = [page_of(job) for job in queries.exports_for(actor)]
    return render_template("exports/show_list.html", form=form, starting=starting, found=found, exports=exports)
