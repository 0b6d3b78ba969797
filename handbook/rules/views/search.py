"""Search within an edition."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from handbook.core.doors import requires
from handbook.people.identity import chosen_language
from handbook.permissions import Permission
from handbook.rules import found, queries
from handbook.rules.views.blueprint import blueprint
from handbook.rules.views.reader import reader_of, today


@blueprint.get("/handbook/search")
@requires(Permission.HANDBOOK_READ)
def search_today() -> ResponseReturnValue:
    """Lead a question to the edition that counts today, in the reader's language."""
    edition = queries.current_edition(today())
    language = queries.known_language(edition.id, chosen_language())
    asked = request.args.get("q", "")
    return redirect(url_for("rules.show_search", edition=edition.number, language=language, q=asked))


@blueprint.get("/handbook/<int:edition>/<language>/search")
@requires(Permission.HANDBOOK_READ)
def show_search(edition: int, language: str) -> ResponseReturnValue:
    """Show the rules that answer a question, the best first."""
    reader = reader_of(edition, language)
    shown = found.answer(reader.edition, reader.page, request.args.get("q", ""))
    return render_template("rules/show_search.html", shown=shown, reader=reader, asked=bool(shown.question))
