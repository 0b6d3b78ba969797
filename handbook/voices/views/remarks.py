"""Ten-second remarks: what customers keep saying."""

from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company.queries import locations
from handbook.complaints.queries import rule_titles
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.flood import at_most_in_a_session
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.people.queries import find_placed_today
from handbook.permissions import Permission
from handbook.voices import operations
from handbook.voices.forms import RemarkFilterForm, RemarkForm
from handbook.voices.remarks import remarks_for
from handbook.voices.views.blueprint import blueprint
from handbook.voices.wording import topic_words


@blueprint.get("/remarks")
@requires(Permission.INCIDENT_ANSWER)
def show_remarks() -> ResponseReturnValue:
    """Count the remarks of the places that the reader hears, and show them."""
    form = RemarkFilterForm(request.args)
    form.offer(locations(), topic_words())
    listing = remarks_for(acting(), form.filters())
    return render_template(
        "voices/show_remarks.html",
        form=form,
        listing=listing,
        topics={one.value: word for one, word in topic_words().items()},
        titles=rule_titles(chosen_language()),
        turn=_turn,
    )


@blueprint.get("/remarks/new")
@requires(Permission.COMPLAINT_FILE)
def show_new_remark() -> ResponseReturnValue:
    """Show the one field."""
    form, placed = RemarkForm(formdata=None), find_placed_today(acting().employee_id)
    form.location_id.data = placed.location_id if placed else ""
    return _new(form)


@blueprint.post("/remarks/new")
@requires(Permission.COMPLAINT_FILE)
@at_most_in_a_session("30/minute")
def keep_remark() -> ResponseReturnValue:
    """Write a remark down, without who did; after a fault the form keeps what was typed."""
    form = RemarkForm()
    _offer(form)
    if not form.validate_on_submit():
        return _new(form), 400
    with transaction():
        operations.keep_remark(form.draft(chosen_language()))
    flash(_("Thank you. It is counted."), "good")
    return redirect(url_for("voices.show_new_remark"))


def _offer(form: RemarkForm) -> None:
    form.offer(locations(), topic_words(), rule_titles(chosen_language()))


def _new(form: RemarkForm) -> str:
    _offer(form)
    return render_template("voices/new_remark.html", form=form)


def _turn(page: int) -> str:
    """Return the address of another page of the same list."""
    kept = {name: request.args[name] for name in ("days", "topic", "location", "lang") if request.args.get(name)}
    return f"{url_for('voices.show_remarks')}?{urlencode({**kept, 'page': page})}"
