"""The start page, and the two addresses by which a machine asks whether the program is well."""

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from handbook.core import health
from handbook.core.doors import public, requires
from handbook.core.edge import acting
from handbook.home import guest, queries
from handbook.people.identity import chosen_language, reader_zone
from handbook.permissions import Permission

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires(Permission.OWN_ACCOUNT)
def show_start() -> ResponseReturnValue:
    """Show what needs the reader today; who has left is led to the own file, a guest to what they were invited to."""
    actor = acting()
    if not actor.may(Permission.OWN_FILE_READ):
        return render_template("home/guest.html", today=guest.today_of(actor))
    if not actor.may(Permission.HANDBOOK_READ):
        return redirect(url_for("workfile.show_my_file"))
    return render_template("home/start.html", today=queries.today_of(actor, chosen_language(), reader_zone()))


@blueprint.get("/healthz")
@public("a load balancer asks whether the process lives")
def show_alive() -> ResponseReturnValue:
    """Say that the process answers."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
@public("a load balancer asks whether the program can work")
def show_ready() -> ResponseReturnValue:
    """Say whether the database can be read, is migrated and guarded."""
    faults = health.faults()
    return jsonify(status="ready" if not faults else "not ready", faults=len(faults)), 503 if faults else 200
