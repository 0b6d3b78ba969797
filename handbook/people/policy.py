"""Who may change what of whom, pure."""

from collections.abc import Iterable

from handbook.core.actor import Actor
from handbook.people.credentials_policy import NEED_SECOND_STEP
from handbook.permissions import Permission, Role

# Computed or given with the account, never by an administrator's hand.
_NEVER_GRANTED = frozenset({Role.EMPLOYEE, Role.FORMER_EMPLOYEE, Role.GUEST})
GRANTABLE = tuple(role for role in Role if role not in _NEVER_GRANTED)
MAY_STAND_IN = frozenset({Role.SUPERVISOR, Role.HR})


def may_change_ways_to_reach(actor: Actor, roles: Iterable[Role]) -> bool:
    """Tell whether the actor may change mail and mobile of a person who holds these roles."""
    # Whoever can write down where their mail goes could sign in as them.
    return actor.may(Permission.ROLE_CHANGE) or NEED_SECOND_STEP.isdisjoint(roles)


def may_change_roles(actor: Actor, employee_id: str) -> bool:
    """Tell whether the actor may change the roles of this person: an administrator, and never the own ones."""
    return actor.may(Permission.ROLE_CHANGE) and actor.employee_id != employee_id


def may_stand_in(roles: Iterable[Role]) -> bool:
    """Tell whether a person with these roles may be a deputy: standing in for somebody gives no role."""
    return not MAY_STAND_IN.isdisjoint(roles)
