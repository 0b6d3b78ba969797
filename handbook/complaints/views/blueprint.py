"""The blueprint of complaints, and the address of a complaint for each reader."""

from flask import Blueprint, url_for

from handbook.core.actor import Actor
from handbook.permissions import Permission

blueprint = Blueprint("complaints", __name__)


def address_of(actor: Actor, complaint_id: str) -> str:
    """Return where the actor reads a complaint: the outsider has a page of their own, for no other door is theirs."""
    staff = actor.may(Permission.COMPLAINT_FILE)
    return url_for("complaints.show" if staff else "complaints.show_handled", complaint_id=complaint_id)


def list_of(actor: Actor) -> str:
    """Return where the actor finds complaints again."""
    return url_for("complaints.show_list" if actor.may(Permission.COMPLAINT_FILE) else "complaints.show_mine")
