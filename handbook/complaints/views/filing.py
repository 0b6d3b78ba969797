"""Writing a complaint down: what, where, when."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company.queries import locations
from handbook.complaints import operations, queries
from handbook.complaints.forms import NewComplaintForm
from handbook.complaints.views.blueprint import blueprint
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Invalid
from handbook.core.transaction import end_read, transaction
from handbook.people.identity import chosen_language
from handbook.people.queries import find_placed_today
from handbook.permissions import Permission


@blueprint.get("/complaints/new")
@requires(Permission.COMPLAINT_FILE)
def show_new() -> ResponseReturnValue:
    """Show the form: what, where, when; where and when are filled in for what happened here and now."""
    actor = acting()
    form = NewComplaintForm()
    placed = find_placed_today(actor.employee_id)
    if placed:
        here = clock.local(clock.now(), placed.zone)
        form.location_id.data = placed.location_id
        form.happened_on.data, form.happened_time.data = here.date(), here.time()
    return _new(actor, form)


@blueprint.post("/complaints/new")
@requires(Permission.COMPLAINT_FILE)
def file_complaint() -> ResponseReturnValue:
    """Write a complaint down; after a fault the form keeps what was typed."""
    actor, form = acting(), NewComplaintForm()
    _offer(form)
    if not form.validate_on_submit():
        return _new(actor, form), 400
    draft, files = form.draft(), form.pictures()
    end_read()
    try:
        pictures = operations.bring_photos(files)
        with transaction():
            complaint_id = operations.file_complaint(actor, draft, pictures)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _new(actor, form), 400
    flash(_("Thank you. It is written down, with its number and its place in the ledger."), "good")
    return redirect(url_for("complaints.show", complaint_id=complaint_id))


def colleagues_of(actor: Actor) -> list[tuple[str, str]]:
    """Suggest colleagues to staff who read complaints; nobody else gets a list of staff numbers here."""
    reads = actor.may(Permission.COMPLAINT_READ) and actor.may(Permission.COMPLAINT_FILE)
    return queries.colleagues(actor, clock.now().date()) if reads else []


def _offer(form: NewComplaintForm) -> None:
    form.offer(locations(), queries.rule_titles(chosen_language()))


def _new(actor: Actor, form: NewComplaintForm) -> str:
    _offer(form)
    return render_template("complaints/show_new.html", form=form, colleagues=colleagues_of(actor))
