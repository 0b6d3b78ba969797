"""The page that lists steps."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from handbook.complaints import queries as complaints
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.corrective_actions.ladders.ladder import step_title
from handbook.corrective_actions.steps.forms_list import StepFilterForm
from handbook.corrective_actions.steps.listing import steps_for
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.people.identity import chosen_language
from handbook.permissions import Permission


@blueprint.get("/actions")
@requires(Permission.STEP_ANSWER)
def show_actions() -> ResponseReturnValue:
    """List the steps that open for the reader, first those that wait for their word; filter and page in the address."""
    form = StepFilterForm(request.args)
    form.offer()
    return render_template(
        "corrective_actions/show_actions.html",
        form=form,
        listing=steps_for(acting(), form.asked_page, form.asked_show),
        titles=complaints.rule_titles(chosen_language()),
        step_title=step_title,
    )
