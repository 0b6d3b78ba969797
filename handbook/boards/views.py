"""The one page of the boards."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from handbook.boards import queries
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.corrective_actions.queries import state_words
from handbook.permissions import Permission

blueprint = Blueprint("boards", __name__)


@blueprint.get("/board")
@requires(Permission.OWN_FILE_READ)
def show_boards() -> ResponseReturnValue:
    """Show what happens to the reader, what waits for them, and what they look after."""
    return render_template("boards/show_boards.html", boards=queries.boards_of(acting()), state_words=state_words)
