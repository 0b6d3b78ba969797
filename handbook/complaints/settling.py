"""Settling who handles what concerns HR or the owner, and whom else a customer can turn to; from that moment on."""

from dataclasses import dataclass

from flask_babel import gettext as _

from handbook.complaints.models import ComplaintSettings
from handbook.complaints.policy import may_settle
from handbook.complaints.settled import guests, settled
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import session_of_transaction


@dataclass(frozen=True, slots=True)
class SettingsDraft:
    """What shall count. `seen`: since when what the form showed counts, in ISO 8601; "" where nothing did."""

    outsider_id: str | None
    recourse: str
    seen: str


def settle(actor: Actor, draft: SettingsDraft) -> None:
    """Let these settings count from now on; complaints that are with an outsider already stay with that one.

    Raises Refused, Invalid for somebody who is no guest today, Conflict where somebody else was faster.
    """
    if not may_settle(actor):
        raise Refused(_("HR and administrators settle this."))
    before = settled()
    if draft.seen != (before.from_at.isoformat() if before.from_at else ""):
        raise Conflict(_("Somebody else has changed this meanwhile. What counts now stands above your form."))
    if draft.outsider_id is not None and draft.outsider_id not in guests():
        raise Invalid(_("Outsider: choose somebody from outside who was invited as a guest."))
    session_of_transaction().add(
        ComplaintSettings(
            id=new_id(),
            from_at=clock.now(),
            outsider_id=draft.outsider_id,
            recourse=draft.recourse,
            changed_by=actor.name,
        )
    )
