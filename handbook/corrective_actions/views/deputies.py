"""The page on which somebody names who acts for them while they are away."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core import clock
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.queries import people_who_may
from handbook.corrective_actions.ladders import deputies
from handbook.corrective_actions.ladders.forms_deputies import DeputyForm
from handbook.corrective_actions.views.acting import prove_and_act, stale_words
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.people.identity import reader_zone
from handbook.people.sign_in import Proof
from handbook.permissions import Permission


@blueprint.get("/deputies")
@requires(Permission.STEP_PROPOSE)
def show_deputies() -> ResponseReturnValue:
    """Show the own deputies, for whom the reader acts, and the form."""
    form = DeputyForm()
    form.from_on.data = clock.today(reader_zone())
    return _page(form)


@blueprint.post("/deputies")
@requires(Permission.STEP_PROPOSE)
def name_deputy() -> ResponseReturnValue:
    """Name a deputy for some days."""
    actor, form, today = acting(), DeputyForm(), clock.today(reader_zone())
    _offer(form)
    if not form.validate_on_submit():
        return _page(form), 400

    def act(proof: Proof) -> None:
        deputies.name_deputy(actor, proof, form.draft(), today)

    refusal = prove_and_act(actor, form, act)
    if refusal is not None:
        return _page(form, stale_words(refusal)), refusal.status
    flash(_("The deputy is named."), "good")
    return redirect(url_for("corrective_actions.show_deputies"))


@blueprint.post("/deputies/<deputation_id>/end")
@requires(Permission.STEP_PROPOSE)
def end_deputation(deputation_id: str) -> ResponseReturnValue:
    """End an own deputation at once."""
    with transaction():
        deputies.end_deputation(acting(), deputation_id, clock.today(reader_zone()))
    flash(_("Nobody acts for you by this entry any more."), "good")
    return redirect(url_for("corrective_actions.show_deputies"))


def _offer(form: DeputyForm) -> None:
    """Offer who may decide and approve here, but for the reader."""
    able = people_who_may(Permission.STEP_PROPOSE)
    form.offer({one: name for one, name in able.items() if one != acting().employee_id})


def _page(form: DeputyForm, stale: str = "") -> str:
    me = acting().employee_id
    _offer(form)
    return render_template(
        "corrective_actions/show_deputies.html",
        form=form,
        stale=stale,
        named=deputies.deputations_by(me),
        named_by=deputies.deputations_for(me),
        today=clock.today(reader_zone()),
    )
