"""Who may see how much of a complaint, asked of people and not of accounts; no database."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.permissions import Permission, Role


class Sight(StrEnum):
    """How much of a complaint a person sees."""

    WHOLE = "whole"  # its handler: everything but the customer's name, which is asked for apart
    FILED = "filed"  # whoever wrote it down: what they wrote
    OUTLINE = "outline"  # HR: reference, stage, age, rule, location


@dataclass(frozen=True, slots=True)
class Parties:
    """The people of a complaint, by employee id; who has two records is among them with both.

    `named` are those whom it is said to be about, `filers` whoever wrote it down (nobody: the customer did).
    `is_handler_here`: the handler works at the location of the complaint today. `is_outside`: it concerns HR or the
    owner, and is the named outsider's.
    """

    filed_by: str | None
    handler_id: str | None
    named: frozenset[str] = frozenset()
    filers: frozenset[str] = frozenset()
    is_handler_here: bool = True
    is_outside: bool = False


def has_oversight(actor: Actor) -> bool:
    """Tell whether the actor may know that complaints exist, and take one on."""
    return actor.may(Permission.COMPLAINT_OVERSEE)


def sight_of(actor: Actor, parties: Parties) -> Sight | None:
    """Return how much the actor sees; None is "not found". Whoever is named sees nothing, whatever their role."""
    me = actor.employee_id
    if me in parties.named:
        return None
    if me == parties.handler_id and _has_hold(actor, parties):
        return Sight.WHOLE
    if me == parties.filed_by:
        return Sight.FILED
    return Sight.OUTLINE if has_oversight(actor) else None


def has_lost_it(actor: Actor, parties: Parties) -> bool:
    """Tell whether the actor handled it until they moved on: they may be told so, and nothing else."""
    me = actor.employee_id
    return me == parties.handler_id and me not in parties.named and not _has_hold(actor, parties)


def may_handle(actor: Actor, parties: Parties) -> bool:
    """Tell whether the actor may name people and rules, move the complaint on and see who the customer is."""
    return sight_of(actor, parties) is Sight.WHOLE


def why_not_take_on(actor: Actor, parties: Parties) -> str | None:
    """Return in words why the actor may not become the handler in place of the one before, or None where they may."""
    if not has_oversight(actor):
        return _("Only HR takes a complaint on.")
    if wrote_it(actor.employee_id, parties):
        return _("You wrote this complaint down, so somebody else looks into it and decides. Ask a colleague of HR.")
    if parties.is_outside:
        return _("It concerns HR or the owner, so the named outsider handles it.")
    return None


def may_take_on(actor: Actor, parties: Parties) -> bool:
    """Tell whether the actor may become the handler in place of the one before, if any."""
    sees = sight_of(actor, parties) in (Sight.FILED, Sight.OUTLINE)
    return sees and why_not_take_on(actor, parties) is None


def may_assign(actor: Actor, parties: Parties) -> bool:
    """Tell whether the actor may give the complaint to somebody: HR, but what is the outsider's only the outsider."""
    if parties.is_outside and parties.handler_id is not None:
        return may_handle(actor, parties)
    return has_oversight(actor) and sight_of(actor, parties) is not None


def wrote_it(employee_id: str, parties: Parties) -> bool:
    """Tell whether this is the person who wrote the complaint down, by whichever of their records."""
    return employee_id == parties.filed_by or employee_id in parties.filers


def may_see_rules(actor: Actor, sight: Sight, is_outside: bool = False) -> bool:
    """Tell whether the rules named are part of what the actor sees.

    Who only filed it sees none that others named; of what is with the outsider, HR sees that it is there and no more.
    """
    if sight is Sight.WHOLE:
        return True
    return has_oversight(actor) and not is_outside


def may_settle(actor: Actor) -> bool:
    """Tell whether the actor may settle who the outsider is and whom else a customer can turn to."""
    return actor.may(Permission.SETTINGS_CHANGE) or has_oversight(actor)


def _has_hold(actor: Actor, parties: Parties) -> bool:
    """Tell whether the actor, who is the handler, may still be it: HR, the outsider, or whoever works there today."""
    if has_oversight(actor):
        return not wrote_it(actor.employee_id, parties)
    if Role.GUEST in actor.roles:
        return actor.may(Permission.COMPLAINT_READ) and not wrote_it(actor.employee_id, parties)
    return actor.may(Permission.COMPLAINT_READ) and parties.is_handler_here
