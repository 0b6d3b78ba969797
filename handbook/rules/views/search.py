"""Search within an edition."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from handbook.core.doors import requires
from handbook.permissions import Permission
from handbook.rules import found
from handbook.rules.views.blueprint import blueprint
from handbook.rules.views.reader import reader_of


@blueprint.get("/handbook/<int:edition>/<language>/search")
@requires(Permission.HANDBOOK_READ)
def show_search(edition: int, language: str) -> ResponseReturnValue:
    """Show the rules that answer a question, the best first."""
    reader = reader_of(edition, language)
    shown = found.answer(reader.edition, reader.page, request.args.get("q", ""))
    return render_template("rules/show_search.html", shown=shown, reader=reader, asked=bool(shown.question))
