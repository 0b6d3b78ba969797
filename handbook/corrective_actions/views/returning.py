"""The page on which HR places somebody again after an appeal has changed their dismissal."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict
from handbook.core.transaction import transaction
from handbook.corrective_actions.steps import resuming
from handbook.corrective_actions.steps.resuming import Return
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.permissions import Permission


@blueprint.get("/actions/<action_id>/return")
@requires(Permission.PEOPLE_CHANGE)
def show_return(action_id: str) -> ResponseReturnValue:
    """Show how the person was placed last, and the button that places them so again."""
    return _page(resuming.return_for(acting(), action_id), action_id)


@blueprint.post("/actions/<action_id>/return")
@requires(Permission.PEOPLE_CHANGE)
def place_again(action_id: str) -> ResponseReturnValue:
    """Place the person again as they were placed last."""
    actor = acting()
    found = resuming.return_for(actor, action_id)
    try:
        with transaction():
            resuming.place_again(actor, action_id)
    except Conflict as refusal:
        return _page(resuming.return_for(actor, action_id), action_id, str(refusal)), refusal.status
    flash(_("%(name)s is placed again and can work here as before.", name=found.name), "good")
    return redirect(url_for("people.show_person", employee_id=found.subject_id))


def _page(found: Return, action_id: str, refusal: str = "") -> str:
    template = "corrective_actions/show_return.html"
    return render_template(template, found=found, action_id=action_id, form=FlaskForm(), refusal=refusal)
