"""The page before the button: what changes, what kind it is, who is asked; the button; how far the publication is."""

from flask import flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core import jobs
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid, NotFound, TooMany
from handbook.core.jobs import Job
from handbook.core.transaction import end_read, transaction
from handbook.people.sign_in import prove_password_again
from handbook.permissions import Permission
from handbook.publishing import kinds, publication, publishing_job
from handbook.publishing.concerned import concerned
from handbook.publishing.forms_publication import KindForm, PublishForm
from handbook.publishing.gate_lines import gate_lines
from handbook.publishing.pending import pending
from handbook.publishing.publication import Publication
from handbook.publishing.views.blueprint import blueprint
from handbook.rules.changes import parts_of


@blueprint.get("/handbook/draft/publish")
@requires(Permission.HANDBOOK_PUBLISH)
def show_publish() -> ResponseReturnValue:
    """Show what the next edition changes, what stands in the way, and whom it asks."""
    form = PublishForm(formdata=None)
    form.offer()
    return _page(acting(), publication.publication(), form)


@blueprint.post("/handbook/draft/kinds/<rule_id>")
@requires(Permission.DRAFT_EDIT)
def say_kind(rule_id: str) -> ResponseReturnValue:
    """Keep what kind of change a rule is, for exactly what was shown."""
    actor, form, seen = acting(), KindForm(prefix=rule_id), pending()
    if seen.change_of(rule_id) is None:
        raise NotFound(_("This rule does not differ from the newest edition."))
    end_read()
    try:
        with transaction():
            kinds.say(actor, seen, rule_id, form.kind.data or "", form.seen.data or "")
    except (Conflict, Invalid) as refusal:
        flash(str(refusal), "bad")
    else:
        flash(_("Kept."), "good")
    return redirect(url_for("publishing.show_publish", _anchor=f"change-{rule_id}"))


@blueprint.post("/handbook/draft/publish")
@requires(Permission.HANDBOOK_PUBLISH)
def publish() -> ResponseReturnValue:
    """Start the publication of exactly what was shown, once the password was typed again."""
    actor, form, found = acting(), PublishForm(), publication.publication()
    if not form.validate_on_submit():
        return _page(actor, found, form), 400
    end_read()
    try:
        proof = prove_password_again(actor, form.password.data)
    except (Invalid, TooMany) as wrong:
        form.password.errors = [str(wrong)]
        return _page(actor, publication.publication(), form), wrong.status
    try:
        with transaction():
            job_id = publication.start(actor, proof, found, form.draft())
    except Invalid as refusal:
        form.form_errors.extend(refusal.faults)
        return _page(actor, publication.publication(), form), 400
    except Conflict as stale:
        return _page(actor, publication.publication(), form, str(stale)), 409
    return redirect(url_for("publishing.show_publication", job_id=job_id))


@blueprint.get("/handbook/draft/publishing/<job_id>")
@requires(Permission.HANDBOOK_PUBLISH)
def show_publication(job_id: str) -> ResponseReturnValue:
    """Show how far a publication is, or what came of it."""
    job = publishing_job.job_for(acting(), job_id)
    return render_template("publishing/show_publication.html", job=job, words=_words(job), result=job.result or {})


@blueprint.get("/handbook/draft/publishing/<job_id>.json")
@requires(Permission.HANDBOOK_PUBLISH)
def show_publication_progress(job_id: str) -> ResponseReturnValue:
    """Tell how far a publication is, for the page that waits for it."""
    job = publishing_job.job_for(acting(), job_id)
    is_over = job.state not in ("queued", "running")
    url = url_for("publishing.show_publication", job_id=job.id) if is_over else None
    said = {"state": job.state, "done": job.done, "total": job.total, "words": _words(job), "left": ""}
    return jsonify({**said, "url": url, "label": _("See what came of it")})


@blueprint.post("/handbook/draft/publishing/<job_id>/cancel")
@requires(Permission.HANDBOOK_PUBLISH)
def cancel_publication(job_id: str) -> ResponseReturnValue:
    """Stop a publication between two papers; the draft stays as it is."""
    wanted = publishing_job.job_for(acting(), job_id).id
    end_read()
    with transaction():
        jobs.cancel(wanted)
    return redirect(url_for("publishing.show_publication", job_id=wanted))


def _page(actor: Actor, found: Publication, form: PublishForm, stale: str = "") -> str:
    form.seen.data, form.seen.raw_data = found.fingerprint, None
    book, besides = found.pending.book, found.pending.besides
    reach = concerned(book, besides, found.editorial) if book and found.pending.has_changes else None
    return render_template(
        "publishing/publish.html",
        found=found,
        pending=found.pending,
        form=form,
        reach=reach,
        gates=gate_lines(found, reach),
        kind_forms={rule_id: _kind_form(rule_id, found) for rule_id in besides},
        under_way=publishing_job.newest_under_way(actor),
        stale=stale,
        parts_of=parts_of,
    )


def _kind_form(rule_id: str, found: Publication) -> KindForm:
    form = KindForm(formdata=None, prefix=rule_id)
    form.kind.data, form.seen.data = found.judgements[rule_id].kind, found.pending.besides[rule_id].seen_sha256
    return form


def _words(job: Job) -> str:
    """Say how far a publication is, or how it ended."""
    result = job.result or {}
    if job.state == "failed":
        return _("The publication failed: %(reason)s Nothing was published.", reason=job.error)
    if job.state == "cancelled":
        return _("Cancelled. Nothing was published; the draft stays as it is.")
    if "refused" in result:
        return _("Not published: %(reason)s", reason=result["refused"])
    if job.state == "done":
        return _("Edition %(number)s is published.", number=result.get("edition"))
    return _("%(done)s of %(total)s papers rendered", done=job.done, total=job.total or "…")
