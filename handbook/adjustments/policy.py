"""Who may read and record what is agreed with a person, pure."""

from collections.abc import Collection

from flask_babel import gettext as _

from handbook.adjustments.lifecycle import Agreed, State
from handbook.core.actor import Actor
from handbook.permissions import Permission


def may_read(actor: Actor, agreed: Agreed, own_people: Collection[str]) -> bool:
    """Tell whether the actor may read this: the person, HR, and until it is over whoever looks after the person now."""
    if actor.employee_id == agreed.employee_id or actor.may(Permission.ADJUSTMENT_RECORD):
        return True
    return actor.may(Permission.ADJUSTMENT_READ) and agreed.employee_id in own_people and agreed.state is not State.OVER


def may_read_replies(actor: Actor, agreed: Agreed) -> bool:
    """Tell whether the actor may read what the person said of it: the person and HR, never a supervisor."""
    return actor.employee_id == agreed.employee_id or actor.may(Permission.ADJUSTMENT_RECORD)


def why_not_record(actor: Actor, employee_id: str) -> str | None:
    """Return why the actor may not record or end what is agreed with a person, as a sentence; None where they may."""
    if actor.employee_id == employee_id:
        return _("Nobody records what is agreed with themself. Another HR officer has to do it.")
    if not actor.may(Permission.ADJUSTMENT_RECORD):
        return _("Only HR records what is agreed with a person.")
    return None
