"""The page of the ledger: its length, its checkpoints, and one to take away."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from handbook.core.doors import requires
from handbook.core.transaction import transaction
from handbook.ledger import queries
from handbook.ledger.checkpoints import take_checkpoint
from handbook.permissions import Permission

blueprint = Blueprint("ledger", __name__)


@blueprint.get("/ledger")
@requires(Permission.LEDGER_READ)
def show_ledger() -> ResponseReturnValue:
    """Show how long the ledger is and its newest checkpoints."""
    return render_template("ledger/show_ledger.html", size=queries.size(), checkpoints=queries.checkpoints(10))


@blueprint.post("/ledger/checkpoint")
@requires(Permission.LEDGER_READ)
def take_one_away() -> ResponseReturnValue:
    """Sign the ledger as it stands now and hand the note out, to be kept elsewhere."""
    with transaction():
        note, size = (checkpoint := take_checkpoint()).note, checkpoint.size
    name = f"attachment; filename=checkpoint-{size}.txt"
    return Response(note, mimetype="text/plain", headers={"Content-Disposition": name})
