"""The history of one rule."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from handbook.core.doors import requires
from handbook.people.identity import chosen_language
from handbook.permissions import Permission
from handbook.rules import changes, history
from handbook.rules.views.blueprint import blueprint


@blueprint.get("/handbook/rules/<rule_id>")
@requires(Permission.HANDBOOK_READ)
def show_history(rule_id: str) -> ResponseReturnValue:
    """Show every edition that changed a rule, and what it changed."""
    page = request.args.get("page", 1, type=int)
    return render_template(
        "rules/show_history.html",
        shown=history.history_of(rule_id, chosen_language(), page if 1 <= page <= 10**6 else 1),
        language=chosen_language(),
        parts_of=changes.parts_of,
        turn=lambda number: url_for("rules.show_history", rule_id=rule_id, page=number),
    )
