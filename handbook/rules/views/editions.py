"""All editions that there ever were."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from handbook.core.doors import requires
from handbook.people.identity import chosen_language
from handbook.permissions import Permission
from handbook.rules import editions
from handbook.rules.views.blueprint import blueprint
from handbook.rules.views.reader import today


@blueprint.get("/handbook/editions")
@requires(Permission.HANDBOOK_READ)
def show_editions() -> ResponseReturnValue:
    """List the editions, the newest first, with the one that is in force today."""
    page = request.args.get("page", 1, type=int)
    return render_template(
        "rules/show_editions.html",
        listing=editions.listed(today(), page if 1 <= page <= 10**6 else 1),
        language=chosen_language(),
        turn=lambda number: url_for("rules.show_editions", page=number),
    )
