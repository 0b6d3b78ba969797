"""Who may change what of whom, pure."""

from collections.abc import Iterable

from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.people.credentials_policy import NEED_SECOND_STEP, Subject
from handbook.permissions import Permission, Role

# Computed or given with the account, never by an administrator's hand.
_NEVER_GRANTED = frozenset({Role.EMPLOYEE, Role.FORMER_EMPLOYEE, Role.GUEST})
GRANTABLE = tuple(role for role in Role if role not in _NEVER_GRANTED)
MAY_STAND_IN = frozenset({Role.SUPERVISOR, Role.HR})


def why_not_reach(actor: Actor, subject: Subject) -> str | None:
    """Return why the actor may not change mail and mobile of this person, as a sentence; None where they may."""
    # Whoever can write down where somebody's mail goes could sign in as them.
    if subject.employee_id == actor.employee_id:
        return _("These are your own e-mail and mobile number. Another person has to change them.")
    if _is_guarded(actor, subject):
        return _("This person holds a role that is well guarded: an administrator changes e-mail and mobile number.")
    if actor.employee_id in subject.overseers:
        return _("You supervise %(name)s today. Another person has to do it.", name=subject.name)
    return None


def why_not_end_work(actor: Actor, subject: Subject) -> str | None:
    """Return why the actor may not end this person's work, as a sentence; None where they may."""
    if subject.employee_id == actor.employee_id:
        return _("Nobody ends their own work here. Another person has to do it.")
    if _is_guarded(actor, subject):
        return _("%(name)s holds a role that is well guarded. An administrator has to do it.", name=subject.name)
    return None


def may_change_roles(actor: Actor, employee_id: str) -> bool:
    """Tell whether the actor may change the roles of this person: an administrator, and never the own ones."""
    return actor.may(Permission.ROLE_CHANGE) and actor.employee_id != employee_id


def may_stand_in(roles: Iterable[Role]) -> bool:
    """Tell whether a person with these roles may be a deputy: standing in for somebody gives no role."""
    return not MAY_STAND_IN.isdisjoint(roles)


def _is_guarded(actor: Actor, subject: Subject) -> bool:
    return not actor.may(Permission.ROLE_CHANGE) and not NEED_SECOND_STEP.isdisjoint(subject.roles)
