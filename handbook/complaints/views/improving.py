"""Rules that were followed and still left a customer worse off: the list, and what was done about each."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.complaints import improvements, operations, queries
from handbook.complaints.forms_settled import DoneForm
from handbook.complaints.pages import PAGE
from handbook.complaints.views.blueprint import blueprint
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting, page_asked
from handbook.core.errors import Conflict
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language, reader_zone
from handbook.permissions import Permission


@blueprint.get("/improvements")
@requires(Permission.COMPLAINT_OVERSEE)
def show_improvements() -> ResponseReturnValue:
    """List the rules that are to be made better, open ones first."""
    return _list(acting(), DoneForm(formdata=None))


@blueprint.post("/improvements")
@requires(Permission.COMPLAINT_OVERSEE)
def finish_improvement() -> ResponseReturnValue:
    """Keep what was done about a rule."""
    actor, form = acting(), DoneForm()
    if not form.validate_on_submit():
        return _list(actor, form), 400
    try:
        with transaction():
            operations.finish_improvement(actor, form.improvement_id.data, form.words.data, form.row_version.data)
    except Conflict as stale:
        return _list(actor, form, str(stale)), 409
    flash(_("Kept. Whoever reads the complaint sees that the rule was looked at."), "good")
    return redirect(url_for("complaints.show_improvements"))


def _list(actor: Actor, form: DoneForm, stale: str = "") -> str:
    page = page_asked()
    rows, total = improvements.improvements_for(actor, page)
    return render_template(
        "complaints/show_improvements.html",
        form=form,
        rows=rows,
        total=total,
        page=page,
        has_more=page * PAGE < total,
        stale=stale,
        titles=queries.rule_titles(chosen_language()),
        zone=reader_zone(),
    )
