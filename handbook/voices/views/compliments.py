"""Thanks: writing them down, and saying who is meant."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company.queries import locations
from handbook.complaints.queries import colleagues
from handbook.core import clock
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, HandbookError, Invalid, NotFound, Refused
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.people.queries import find_placed_today
from handbook.permissions import Permission
from handbook.voices import operations, queries
from handbook.voices.forms import ComplimentForm, ListForm, MatchForm
from handbook.voices.pages import Thanks
from handbook.voices.places import own_places
from handbook.voices.policy import hears_place
from handbook.voices.views.blueprint import blueprint
from handbook.voices.wording import channel_words


@blueprint.get("/compliments")
@requires(Permission.INCIDENT_ANSWER)
def show_compliments() -> ResponseReturnValue:
    """List the thanks of the places that the reader hears."""
    form = ListForm(request.args)
    rows, has_more = queries.compliments_for(acting(), form.only_waiting, form.number)
    return render_template("voices/show_compliments.html", rows=rows, has_more=has_more, form=form)


@blueprint.get("/compliments/new")
@requires(Permission.COMPLAINT_FILE)
def show_new_compliment() -> ResponseReturnValue:
    """Show the form: what for, who, where, when."""
    form, placed = ComplimentForm(formdata=None), find_placed_today(acting().employee_id)
    if placed:
        form.location_id.data, form.happened_on.data = placed.location_id, clock.today(placed.zone)
    return _new(form)


@blueprint.post("/compliments/new")
@requires(Permission.COMPLAINT_FILE)
def keep_compliment() -> ResponseReturnValue:
    """Write thanks down; after a fault the form keeps what was typed."""
    actor, form = acting(), ComplimentForm()
    form.offer(locations(), channel_words())
    if not form.validate_on_submit():
        return _new(form), 400
    try:
        with transaction():
            compliment_id = operations.keep_compliment(actor, form.draft(chosen_language()))
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _new(form), 400
    flash(_("Thank you. It is told as soon as it is clear who is meant."), "good")
    return redirect(url_for("voices.show_compliment", compliment_id=compliment_id))


@blueprint.get("/compliments/<compliment_id>")
@requires(Permission.OWN_FILE_READ)
def show_compliment(compliment_id: str) -> ResponseReturnValue:
    """Show thanks to who gave them, who is meant, and who says who is meant."""
    return _one(queries.compliment_for(acting(), compliment_id), MatchForm(formdata=None))


@blueprint.post("/compliments/<compliment_id>/people")
@requires(Permission.INCIDENT_ANSWER)
def match_compliment(compliment_id: str) -> ResponseReturnValue:
    """Say who is meant; the person reads it at once."""
    actor, form = acting(), MatchForm()
    thanks = queries.heard_compliment(actor, compliment_id)
    if not form.validate_on_submit():
        return _one(thanks, form), 400
    try:
        with transaction():
            operations.match_compliment(actor, compliment_id, form.person_id)
    except (NotFound, Refused) as refusal:
        form.number.errors = [str(refusal)]
        return _one(thanks, form), refusal.status
    except Conflict as stale:
        return _one(queries.heard_compliment(actor, compliment_id), form, stale), stale.status
    flash(_("It is kept. Whoever is meant can read it now."), "good")
    return redirect(url_for("voices.show_compliment", compliment_id=compliment_id))


def _new(form: ComplimentForm) -> str:
    form.offer(locations(), channel_words())
    return render_template("voices/new_compliment.html", form=form)


def _one(thanks: Thanks, form: MatchForm, stale: HandbookError | None = None) -> str:
    actor = acting()
    asks = actor.may(Permission.INCIDENT_ANSWER)
    hears = asks and hears_place(actor, thanks.location_id, own_places(actor))
    return render_template(
        "voices/show_compliment.html",
        thanks=thanks,
        form=form if hears else None,
        colleagues=colleagues(actor, clock.today(thanks.zone)) if hears else [],
        stale=str(stale or ""),
        own=actor.employee_id in thanks.people,
    )
