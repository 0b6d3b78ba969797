"""What others do to a person's ways in: hand out a link or slip, switch the account off and on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import update

from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import session_of_transaction
from handbook.people.accounts import account_for
from handbook.people.credential_events import By, by_actor, note
from handbook.people.credential_jobs import SEND_LINK
from handbook.people.credential_kinds import What
from handbook.people.credentials_policy import Subject, why_not_issue, why_not_switch
from handbook.people.credentials_queries import subject, subjects
from handbook.people.directory.administrators import require_another_administrator
from handbook.people.models import Account
from handbook.people.one_time import SLIP, end_secrets, make_secret
from handbook.people.placing import DAY
from handbook.people.sessions import NOWHERE, Where, end_sessions

MOST_SLIPS = 200


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip just made: whose, the code, which is shown this once, and until when it counts."""

    person: Subject
    code: str
    ends_at: datetime


def issue_link(actor: Actor, employee_id: str, where: Where = NOWHERE, reason: str = "") -> None:
    """Let a job mail the person a link to choose a password; what they had no longer works from now on.

    Raises NotFound, Refused (own account, own people, an issuer's account), Invalid where no address is on file.
    """
    person = _held(employee_id, actor)
    _refuse(why_not_issue(actor, person))
    if not person.email:
        raise Invalid(_("There is no mail address of %(name)s on file. Print a slip instead.", name=person.name))
    account_id = _reset(person, by_actor(actor))
    note(What.LINK_SENT, person, by_actor(actor), where, reason)
    asked = {"employee_id": employee_id, "made_by": actor.employee_id, "by": actor.name}
    jobs.enqueue(SEND_LINK, f"{account_id}:{new_id()}", asked | {"asked_at": clock.now().isoformat()}, employee_id)


def issue_slip(actor: Actor, employee_id: str, where: Where = NOWHERE, reason: str = "") -> Slip:
    """Make a slip to choose a password with and return its code; what the person had no longer works from now on.

    Raises NotFound, and Refused for the own account, today's own people and, but for administrators, issuers.
    """
    person = _held(employee_id, actor)
    _refuse(why_not_issue(actor, person))
    return _slip(person, by_actor(actor), where, reason)


def issue_slips(actor: Actor, employee_ids: Sequence[str], where: Where = NOWHERE) -> tuple[list[Slip], list[str]]:
    """Make a slip for each of these people; return the slips and one sentence for each person left out.

    Left out is who has a password already (many people at once are never reset) and whom the actor may not help.
    Raises Invalid for nobody, or for more than MOST_SLIPS at once.
    """
    chosen = list(dict.fromkeys(employee_ids))
    if not chosen:
        raise Invalid(_("Choose at least one person."))
    if len(chosen) > MOST_SLIPS:
        raise Invalid(_("Choose %(count)s people at most; print the others afterwards.", count=MOST_SLIPS))
    found = subjects(chosen)
    if len(found) < len(chosen):
        raise NotFound(_("There is no such person."))
    slips, left_out = [], []
    for person in (found[employee_id] for employee_id in chosen):
        why_not = why_not_issue(actor, person)
        if why_not is None and person.password_set_at is not None:
            why_not = _("%(name)s has a password. Print a single slip if it is forgotten.", name=person.name)
        if why_not is None:
            slips.append(_slip(_held(person.employee_id, actor), by_actor(actor), where, ""))
        else:
            left_out.append(why_not)
    return slips, left_out


def issue_slip_from_host(employee_id: str, by: By) -> Slip:
    """Make a slip at the command line of the host: the first administrator's, or one who has lost every way in."""
    account_for(employee_id)
    return _slip(subject(employee_id), by, NOWHERE, "")


def disable(actor: Actor, employee_id: str, reason: str, where: Where = NOWHERE) -> None:
    """Switch an account off: every session ends, links and slips too. Raises NotFound, Refused, Invalid, Conflict.

    Refused is the last administrator too.
    """
    person = _held(employee_id, actor)
    _refuse(why_not_switch(actor, person))
    _refuse_silence(reason)
    if person.disabled_at is not None:
        raise Conflict(_("The account of %(name)s is switched off already.", name=person.name))
    require_another_administrator(employee_id, clock.now().date() - DAY)
    account_id = _account_of(person)
    _set(account_id, disabled_at=clock.now(), disabled_by=actor.employee_id)
    end_sessions(account_id)
    end_secrets(account_id)
    note(What.DISABLED, person, by_actor(actor), where, reason)


def enable(actor: Actor, employee_id: str, reason: str, where: Where = NOWHERE) -> None:
    """Switch an account on again, with the password it had. Raises NotFound, Refused, Invalid, Conflict."""
    person = _held(employee_id, actor)
    _refuse(why_not_switch(actor, person))
    _refuse_silence(reason)
    if person.disabled_at is None:
        raise Conflict(_("The account of %(name)s is switched on already.", name=person.name))
    _set(_account_of(person), disabled_at=None, disabled_by=None)
    note(What.ENABLED, person, by_actor(actor), where, reason)


def _held(employee_id: str, actor: Actor) -> Subject:
    """Return the person, their account locked until the end of the transaction; made where there was none."""
    account_for(subject(employee_id).employee_id, actor.employee_id)
    return subject(employee_id)


def _slip(person: Subject, by: By, where: Where, reason: str) -> Slip:
    account_id = _reset(person, by)
    code, ends_at = make_secret(account_id, SLIP, by.employee_id)
    note(What.SLIP_PRINTED, person, by, where, reason)
    return Slip(person, code, ends_at)


def _reset(person: Subject, by: By) -> str:
    """End what the person had, but for the second step: from now on only the new link or slip opens anything."""
    account_id = _account_of(person)
    gone = {"password_hash": None, "password_set_at": None, "pin_hash": None, "pin_set_at": None}
    _set(account_id, issued_at=clock.now(), issued_by=by.employee_id, **gone)
    end_secrets(account_id)
    end_sessions(account_id)
    return account_id


def _account_of(person: Subject) -> str:
    if person.account_id is None:
        raise RuntimeError("the account is made before anything is done to it")
    return person.account_id


def _set(account_id: str, **values: object) -> None:
    session_of_transaction().execute(update(Account).where(Account.id == account_id).values(**values))


def _refuse(why_not: str | None) -> None:
    if why_not is not None:
        raise Refused(why_not)


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise Invalid(_("Write the reason: the person will read it."))
