"""Starting an export, watching it, taking it away."""

from flask import Blueprint, jsonify, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import SelectChoice

from handbook.core import jobs
from handbook.core.access_log import note_reading
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import NotFound
from handbook.core.jobs import Job
from handbook.core.transaction import transaction
from handbook.exports import operations, queries
from handbook.exports.forms import ExportForm
from handbook.permissions import Permission
from handbook.rules import queries as rules

blueprint = Blueprint("exports", __name__)


@blueprint.get("/exports")
@requires(Permission.EXPORT_MAKE)
def show_list() -> ResponseReturnValue:
    """Show the form and the exports so far."""
    mine = queries.exports_for(acting())
    return render_template("exports/show_list.html", form=_form(), exports=[(job, _words(job)) for job in mine])


@blueprint.post("/exports")
@requires(Permission.EXPORT_MAKE)
def start() -> ResponseReturnValue:
    """Start an export; it is written down who took what away."""
    form, actor = _form(), acting()
    if not form.validate_on_submit():
        return render_template("exports/show_list.html", form=form, exports=[]), 400
    note_reading(actor, None, "export", None, f"exported the signed PDFs of edition {form.edition.data}")
    with transaction():
        operations.start(actor, form.edition.data)
    return redirect(url_for("exports.show_list"))


@blueprint.get("/jobs/<job_id>.json")
@requires(Permission.EXPORT_MAKE)
def show_job(job_id: str) -> ResponseReturnValue:
    """Tell how far an export is, for the page that waits for it."""
    job = queries.export_for(acting(), job_id)
    url = url_for("exports.take_away", job_id=job.id) if job.state == "done" else None
    said = {"state": job.state, "done": job.done, "total": job.total, "words": _words(job), "left": ""}
    return jsonify({**said, "url": url, "label": _("Download the file")})


@blueprint.post("/exports/<job_id>/cancel")
@requires(Permission.EXPORT_MAKE)
def cancel(job_id: str) -> ResponseReturnValue:
    """Stop an export between two files."""
    job = queries.export_for(acting(), job_id)
    wanted = job.id
    with transaction():
        jobs.cancel(wanted)
    return redirect(url_for("exports.show_list"))


@blueprint.get("/exports/<job_id>.zip")
@requires(Permission.EXPORT_MAKE)
def take_away(job_id: str) -> ResponseReturnValue:
    """Hand the packed file out."""
    job = queries.export_for(acting(), job_id)
    if job.state != "done":
        raise NotFound(_("This export is not ready yet."))
    name = f"signed-handbook-edition-{job.payload['edition']}.zip"
    return send_file(operations.file_of(job.id), mimetype="application/zip", as_attachment=True, download_name=name)


def _form() -> ExportForm:
    form = ExportForm()
    numbers = rules.edition_numbers()
    form.edition.choices = [SelectChoice(number, _("Edition %(number)s", number=number)) for number in numbers]
    return form


def _words(job: Job) -> str:
    if job.state == "failed":
        return _(
            "The export failed: %(reason)s Start it again; if it fails again, ask your administrator.", reason=job.error
        )
    if job.state == "cancelled":
        return _("Cancelled.")
    if job.state == "done":
        count = int((job.result or {}).get("files", 0))
        return ngettext("%(num)s signed PDF packed", "%(num)s signed PDFs packed", count)
    return _("%(done)s of %(total)s packed", done=job.done, total=job.total or "…")
