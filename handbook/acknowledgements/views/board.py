"""The board: how far people are with the newest edition."""

from flask import render_template
from flask.typing import ResponseReturnValue

from handbook.acknowledgements import queries
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.core import clock
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.people import queries as people
from handbook.permissions import Permission, Role
from handbook.rules import queries as rules


@blueprint.get("/team")
@requires(Permission.ACKNOWLEDGEMENT_LIST)
def show_board() -> ResponseReturnValue:
    """Show who has signed the newest edition: a supervisor's own people, everybody for HR and the auditor."""
    actor, today = acting(), clock.now().date()
    own = not actor.roles & {Role.HR, Role.AUDITOR}
    group = people.people_of(actor.employee_id, today) if own else people.placed_people(today)
    edition = rules.newest_edition()
    ids = [person.employee_id for person in group]
    states = queries.states(edition, ids) if edition else {}
    counts = {word: list(states.values()).count(word) for word in ("signed", "opened", "invited")}
    return render_template("acknowledgements/board.html", people=group, edition=edition, states=states, counts=counts)
