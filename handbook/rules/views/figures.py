"""The company's figures: what staff may decide alone and the service standards, as in force, with their history."""

from flask import render_template
from flask.typing import ResponseReturnValue

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.people.identity import chosen_language
from handbook.people.queries import find_placed_today
from handbook.permissions import Permission
from handbook.rules import figures_page
from handbook.rules.views.blueprint import blueprint
from handbook.rules.views.reader import today


@blueprint.get("/handbook/figures")
@requires(Permission.HANDBOOK_READ)
def show_figures() -> ResponseReturnValue:
    """Show both tables of the edition in force, the reader's own limit marked, and what each row said before."""
    placed = find_placed_today(acting().employee_id)
    shown = figures_page.page(today(), chosen_language(), placed.job if placed else "")
    return render_template("rules/show_figures.html", shown=shown)
