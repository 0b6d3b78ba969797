"""What is agreed: with everybody for HR, with the own people for whoever looks after them."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from handbook.adjustments import listing
from handbook.adjustments.forms import ListForm
from handbook.adjustments.views.blueprint import blueprint
from handbook.core.access_log import note_reading
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.people.identity import chosen_language
from handbook.permissions import Permission


@blueprint.get("/adjustments")
@requires(Permission.ADJUSTMENT_READ)
def show_list() -> ResponseReturnValue:
    """List what is agreed with those whom the reader may know of; that HR reads the whole list is written down."""
    actor, form = acting(), ListForm(request.args)
    if actor.may(Permission.ADJUSTMENT_RECORD):
        note_reading(actor, None, "adjustments", None, "read what is agreed with people")
    return render_template(
        "adjustments/show_list.html",
        listing=listing.listing_for(actor, form.show.data or "", form.number, chosen_language()),
    )
