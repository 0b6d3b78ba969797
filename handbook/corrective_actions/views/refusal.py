"""The page on which a refused receipt is written down: one device, the employee, two witnesses."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting, address
from handbook.core.errors import Conflict, Invalid, Refused, TooMany
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.queries import not_found
from handbook.corrective_actions.ladders.ladder import Step, step_title
from handbook.corrective_actions.steps import answering, policy, queries
from handbook.corrective_actions.steps.forms_acts import RefusalForm
from handbook.corrective_actions.steps.pages import StepPage
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.people import queries as people
from handbook.people.identity import chosen_language
from handbook.people.sign_in import Proof, prove_other
from handbook.permissions import Permission


@blueprint.get("/actions/<action_id>/refused")
@requires(Permission.STEP_SERVE)
def show_refusal(action_id: str) -> ResponseReturnValue:
    """Show the form of a receipt that is refused before two witnesses."""
    return _refusal_page(acting(), action_id, RefusalForm(None, language=chosen_language()))


@blueprint.post("/actions/<action_id>/refused")
@requires(Permission.STEP_SERVE)
def record_refusal(action_id: str) -> ResponseReturnValue:
    """Prove both witnesses and write the refusal down."""
    actor, form = acting(), RefusalForm()
    _served_by(actor, action_id)
    if not form.validate_on_submit():
        return _refusal_page(actor, action_id, form), 400
    try:
        witnesses = _witnesses(actor, form)
        with transaction():
            answering.record_refusal(actor, witnesses, action_id, form.draft())
    except (Invalid, Conflict, Refused, TooMany) as refusal:
        return _refusal_page(actor, action_id, form, str(refusal)), refusal.status
    return redirect(url_for("corrective_actions.show_action", action_id=action_id))


def _witnesses(actor: Actor, form: RefusalForm) -> tuple[Proof, Proof]:
    shared = people.find_shared_device(actor.session_id) is not None
    first = prove_other(form.first_number.data, form.first_password.data, address(), shared)
    return first, prove_other(form.second_number.data, form.second_password.data, address(), shared)


def _refusal_page(actor: Actor, action_id: str, form: RefusalForm, refusal: str = "") -> str:
    page = _served_by(actor, action_id)
    title = step_title(Step(page.action.step))
    return render_template("corrective_actions/show_refusal.html", step=page, title=title, form=form, refusal=refusal)


def _served_by(actor: Actor, action_id: str) -> StepPage:
    """Return a step whose letter the actor may serve; raise NotFound, the same for any other."""
    page = queries.step_for(actor, action_id)
    if not policy.may_serve(actor, page.parties):
        raise not_found()
    return page
