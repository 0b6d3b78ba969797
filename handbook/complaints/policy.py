"""Who may see how much of a complaint, asked of people and not of accounts; no database."""

from dataclasses import dataclass
from enum import StrEnum

from handbook.core.actor import Actor
from handbook.permissions import Permission


class Sight(StrEnum):
    """How much of a complaint a person sees."""

    WHOLE = "whole"  # its handler: everything but the customer's name, which is asked for apart
    FILED = "filed"  # whoever wrote it down: what they wrote
    OUTLINE = "outline"  # HR: reference, stage, age, rule, location


@dataclass(frozen=True, slots=True)
class Parties:
    """The people of a complaint, by employee id. `named` are those whom it is said to be about."""

    filed_by: str
    handler_id: str | None
    named: frozenset[str] = frozenset()


def has_oversight(actor: Actor) -> bool:
    """Tell whether the actor may know that complaints exist, and take one on: those who may open cases."""
    return actor.may(Permission.CASE_OPEN)


def sight_of(actor: Actor, parties: Parties) -> Sight | None:
    """Return how much the actor sees; None is "not found". Whoever is named sees nothing, whatever their role."""
    me = actor.employee_id
    if me in parties.named:
        return None
    if me == parties.handler_id and actor.may(Permission.COMPLAINT_READ):
        return Sight.WHOLE
    if me == parties.filed_by:
        return Sight.FILED
    return Sight.OUTLINE if has_oversight(actor) else None


def may_handle(actor: Actor, parties: Parties) -> bool:
    """Tell whether the actor may name people and rules, move the complaint on and see who the customer is."""
    return sight_of(actor, parties) is Sight.WHOLE


def may_take_on(actor: Actor, parties: Parties) -> bool:
    """Tell whether the actor may become the handler in place of the one before, if any."""
    return has_oversight(actor) and sight_of(actor, parties) in (Sight.FILED, Sight.OUTLINE)


def may_see_rules(actor: Actor, sight: Sight) -> bool:
    """Tell whether the rules named are part of what the actor sees; who only filed it sees none named by others."""
    return sight is not Sight.FILED or has_oversight(actor)
