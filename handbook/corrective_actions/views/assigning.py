"""The page on which a part in a case is given to another person."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.corrective_actions.cases import assigning, queries
from handbook.corrective_actions.cases.forms import AssignForm
from handbook.corrective_actions.views.acting import stale_words
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.corrective_actions.views.case_pages import Refusal, act
from handbook.permissions import Permission


@blueprint.get("/cases/<case_id>/assign")
@requires(Permission.CASE_OPEN)
def show_assign(case_id: str) -> ResponseReturnValue:
    """Show who has which part, to who works on the case, and to HR where a part is vacant."""
    return _page(acting(), case_id)


@blueprint.post("/cases/<case_id>/assign/investigator")
@requires(Permission.CASE_OPEN)
def assign_investigator(case_id: str) -> ResponseReturnValue:
    """Let another HR officer look into the case."""
    form = AssignForm(prefix="finder")
    return _assign(case_id, form, lambda actor: assigning.assign_investigator(actor, case_id, *_said(form)))


@blueprint.post("/cases/<case_id>/assign/decider")
@requires(Permission.CASE_OPEN)
def assign_decider(case_id: str) -> ResponseReturnValue:
    """Let another person decide."""
    form = AssignForm(prefix="decider")
    return _assign(case_id, form, lambda actor: assigning.assign_decider(actor, case_id, *_said(form)))


def _said(form: AssignForm) -> tuple[str, str, int]:
    return form.employee_id.data, form.reason.data, form.row_version.data


def _assign(case_id: str, form: AssignForm, do: Callable[[Actor], None]) -> ResponseReturnValue:
    actor = acting()
    shown = queries.parts_for(actor, case_id)
    form.offer(shown.finders if form._prefix == "finder-" else shown.deciders)
    if not form.validate_on_submit():
        return _page(actor, case_id, form), 400
    refusal = act(form, lambda: do(actor))
    if refusal is not None:
        return _page(actor, case_id, form, refusal), refusal.status
    flash(_("The part was handed over. Who had it before has no access to the case any more."), "good")
    if queries.find_working(actor, case_id) is None:
        return redirect(url_for("corrective_actions.show_cases"))
    return redirect(url_for("corrective_actions.show_case", case_id=case_id))


def _page(actor: Actor, case_id: str, sent: AssignForm | None = None, refusal: Refusal | None = None) -> str:
    shown, stale = queries.parts_for(actor, case_id), stale_words(refusal) if refusal else ""
    forms = {name: AssignForm(None, prefix=name) for name in ("finder", "decider")}
    if sent is not None:
        forms[sent._prefix.rstrip("-")] = sent
    for name, form in forms.items():
        form.offer(shown.finders if name == "finder" else shown.deciders)
        if stale or form is not sent:
            form.row_version.data, form.row_version.raw_data = shown.row_version, None
    return render_template("corrective_actions/show_assign.html", shown=shown, forms=forms, stale=stale)
