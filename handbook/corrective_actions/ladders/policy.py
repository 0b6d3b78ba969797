"""Who may change the ladder, and who may stand in for whom; no database."""

from handbook.core.actor import Actor
from handbook.permissions import Permission


def may_change_ladder(actor: Actor) -> bool:
    """Tell whether the actor may propose, confirm or decline a ladder."""
    return actor.may(Permission.LADDER_CHANGE)


def may_confirm(actor: Actor, same_as_actor: frozenset[str], proposer_id: str) -> bool:
    """Tell whether the actor may confirm a proposed ladder: another human than whoever proposed it."""
    return may_change_ladder(actor) and proposer_id not in same_as_actor
