"""The draft at a glance, how it is begun, and what the checks find in it."""

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid
from handbook.core.flood import at_most_in_a_session
from handbook.core.transaction import end_read, transaction
from handbook.permissions import Permission
from handbook.publishing import editing_rules, overview, overview_checks
from handbook.publishing.forms_editor import BeginForm
from handbook.publishing.views.blueprint import blueprint
from handbook.rules import drafts


@blueprint.get("/handbook/draft")
@requires(Permission.DRAFT_EDIT)
def show_draft() -> ResponseReturnValue:
    """List the rules of the draft by chapter, with the state of each text; or offer to begin one."""
    asked = request.args.get("state", "")
    chosen = asked if asked in overview.FILTERS else ""
    found = overview.overview(chosen)
    if found is None:
        return _begin(BeginForm())
    return render_template("publishing/show_draft.html", found=found, chosen=chosen, filters=overview.FILTERS)


@blueprint.post("/handbook/draft/starter")
@requires(Permission.DRAFT_EDIT)
def begin_with_starter() -> ResponseReturnValue:
    """Begin the draft with the handbook that comes with the program."""
    try:
        editing_rules.begin_with_starter(acting())
    except Conflict as there:
        flash(str(there), "wait")
    else:
        flash(_("The starter handbook is your draft now. Read it, change it, make it yours."), "good")
    return redirect(url_for("publishing.show_draft"))


@blueprint.post("/handbook/draft/begin")
@requires(Permission.DRAFT_EDIT)
def begin_empty() -> ResponseReturnValue:
    """Begin an own handbook, and go to its first rule."""
    form = BeginForm()
    if not form.validate_on_submit():
        return _begin(form), 400
    with transaction():
        editing_rules.begin_empty(acting(), form.language.data)
    return redirect(url_for("publishing.show_new_rule"))


@blueprint.get("/handbook/draft/checks")
@requires(Permission.DRAFT_EDIT)
@at_most_in_a_session("20/minute")
def show_checks() -> ResponseReturnValue:
    """Look all texts of the draft through and list what is to be changed."""
    draft = drafts.draft()
    if not draft.outline_text:
        return redirect(url_for("publishing.show_draft"))
    frame = draft.outline()
    end_read()
    try:
        faults, failure = overview_checks.faults_of_draft(draft), ""
    except Invalid as refusal:
        faults, failure = [], str(refusal)
    missing = Counter(fault.language for fault in faults if fault.is_missing)
    return render_template(
        "publishing/show_checks.html",
        faults=[fault for fault in faults if not fault.is_missing],
        missing=missing,
        failure=failure,
        frame=frame,
        texts=len(draft.texts),
    )


def _begin(form: BeginForm) -> str:
    return render_template("publishing/begin_draft.html", form=form)
