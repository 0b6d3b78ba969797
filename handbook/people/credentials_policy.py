"""Who may hand out a way in, switch an account off, or take a second step away; and who needs a second step."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.permissions import Permission, Role

# Those who publish, approve, administer or see sealed identities (security, "Authorisation"). Their ways in are an
# administrator's business: whoever could hand one out could act in their name.
NEED_SECOND_STEP = frozenset({Role.HR, Role.DECISION_MAKER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Subject:
    """The person whose ways in are spoken of, as of today. `overseers`: today's supervisor, and who stands in for them.

    `email_set_by` is who wrote the address down, at `email_set_at`. `zone` is that of the place of work.
    """

    employee_id: str
    staff_number: str
    name: str
    language: str
    email: str | None
    email_set_at: datetime | None
    email_set_by: str | None
    mobile: str | None
    account_id: str | None
    password_set_at: datetime | None
    pin_set_at: datetime | None
    second_step_at: datetime | None
    issued_at: datetime | None
    news_seen_at: datetime | None
    disabled_at: datetime | None
    roles: frozenset[Role]
    overseers: frozenset[str]
    zone: str

    @property
    def holder_of_address(self) -> str | None:
        """Who wrote the mail address down, until the person confirms it: a link to it may be in their hands."""
        return None if self.email_set_by == self.employee_id else self.email_set_by


def why_not_issue(actor: Actor, subject: Subject) -> str | None:
    """Return why the actor may not hand out a link or slip for this person, as a sentence; None where they may."""
    if subject.disabled_at is not None:
        return _("The account of %(name)s is switched off. Switch it on first.", name=subject.name)
    return _why_not(actor, subject, Permission.CREDENTIAL_ISSUE)


def why_not_switch(actor: Actor, subject: Subject) -> str | None:
    """Return why the actor may not switch this person's account off or on; None where they may."""
    return _why_not(actor, subject, Permission.CREDENTIAL_ISSUE)


def why_not_remove_second_step(actor: Actor, subject: Subject) -> str | None:
    """Return why the actor may not take this person's second step away (lost telephone); None where they may."""
    return _why_not(actor, subject, Permission.ROLE_CHANGE)


def _why_not(actor: Actor, subject: Subject, permission: Permission) -> str | None:
    if subject.employee_id == actor.employee_id:
        return _("This is your own account. Another person has to do it.")
    if not actor.may(permission):
        return _("HR or an administrator can do this.")
    if actor.employee_id in subject.overseers:
        return _("You supervise %(name)s today. Another person has to do it.", name=subject.name)
    if subject.roles & NEED_SECOND_STEP and not actor.may(Permission.ROLE_CHANGE):
        return _("%(name)s holds a role that is well guarded. An administrator has to do it.", name=subject.name)
    return None
