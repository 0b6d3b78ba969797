"""My file for everybody, and a person's file for HR."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from handbook.adjustments import queries as adjustments
from handbook.core import clock
from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import NotFound
from handbook.corrective_actions import queries as corrective_actions
from handbook.people import queries as people
from handbook.people.identity import chosen_language
from handbook.permissions import Permission
from handbook.workfile import queries
from handbook.workfile.policy import may_read_work_file

blueprint = Blueprint("workfile", __name__)


@blueprint.get("/my-file")
@requires(Permission.OWN_FILE_READ)
def show_my_file() -> ResponseReturnValue:
    """Show the reader's own file."""
    actor = acting()
    return _show(actor, actor.employee_id)


@blueprint.get("/people/<employee_id>/file")
@requires(Permission.WORK_FILE_READ)
def show_file(employee_id: str) -> ResponseReturnValue:
    """Show a person's file to HR; the reading is written down first."""
    actor = acting()
    if not may_read_work_file(actor, employee_id) or employee_id not in people.names([employee_id]):
        raise NotFound("There is no such file.")
    note_reading(actor, employee_id, "work file", employee_id, "opened the work file")
    return _show(actor, employee_id)


def _show(actor: Actor, employee_id: str) -> ResponseReturnValue:
    return render_template(
        "workfile/show_file.html",
        own=actor.employee_id == employee_id,
        person=people.find_placed(employee_id, clock.now().date()),
        employee_id=employee_id,
        file=queries.work_file(employee_id, actor, request.args.get("before")),
        readers=queries.readers(employee_id),
        live=corrective_actions.live_steps(employee_id),
        agreed=adjustments.agreed_with(employee_id, chosen_language()),
    )
