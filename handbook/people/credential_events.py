"""What happens to a person's ways in: written down as evidence, and told to the person by every channel on file."""

import getpass
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.mail import deliver
from handbook.ledger.appending import record_evidence
from handbook.people import emails
from handbook.people.credential_kinds import Channel, What
from handbook.people.credentials_policy import Subject
from handbook.people.credentials_queries import subject
from handbook.people.models import CredentialEvent
from handbook.people.sessions import NOWHERE, Where

TELL = "people.tell"


@dataclass(frozen=True, slots=True)
class By:
    """Who did it: a person, or somebody at the command line of the host (then without employee id)."""

    employee_id: str | None
    name: str


def by_actor(actor: Actor) -> By:
    """Return the actor as who did it."""
    return By(actor.employee_id, actor.name)


def by_command_line() -> By:
    """Return who runs this command, as evidence says it."""
    return By(None, f"command line, host user {getpass.getuser()}")


def note(
    what: What, person: Subject, by: By, where: Where = NOWHERE, reason: str = "", former: str | None = None
) -> None:
    """Write the event down and tell the person (inside a transaction), also at a `former` address if one is given."""
    channels = channels_of(what, person, by)
    if former and Channel.MAIL not in channels:
        channels.append(Channel.MAIL)
    record_evidence(
        CredentialEvent(
            employee_id=person.employee_id,
            what=what.value,
            by_employee_id=by.employee_id,
            by_name=by.name,
            reason=reason,
            told=[channel.value for channel in channels],
            device=where.device,
            address=where.address,
        )
    )
    # The mail with the link itself says who sent it and what it ends.
    if Channel.MAIL in channels and what is not What.LINK_SENT:
        tell = {"what": what.value, "employee_id": person.employee_id, "at": clock.now().isoformat()}
        own = by.employee_id == person.employee_id
        more = {"by": None if own else by.name, "reason": reason, "former": former}
        jobs.enqueue(TELL, new_id(), tell | more, person.employee_id)


def channels_of(what: What, person: Subject, by: By) -> list[Channel]:
    """Return how the person is told: by mail if there is an address; of what others did also at the next sign-in.

    Where only a telephone is on file, HR gets a text message with the words ready beside a printed slip. The first link
    or slip of somebody who has no password yet ends nothing, and whoever comes in by it knows of it: the start page is
    silent about it.
    """
    channels = [Channel.MAIL] if person.email else []
    if by.employee_id != person.employee_id:
        is_first = what in (What.LINK_SENT, What.SLIP_PRINTED) and person.password_set_at is None
        channels += [] if is_first else [Channel.START_PAGE]
        if what is What.SLIP_PRINTED and person.mobile and not person.email:
            channels.append(Channel.TEXT_OFFERED)
    return channels


@jobs.handler(TELL, kept_for=timedelta(days=30))
def _tell(job: jobs.JobRun) -> dict[str, str]:
    """Mail a person what happened to their ways in: one mail to the address of today, one to a former one."""
    told = job.payload
    person = subject(told["employee_id"])
    at = datetime.fromisoformat(told["at"])
    for address in filter(None, (person.email, told.get("former"))):
        there = replace(person, email=address)
        deliver(emails.told(there, What(told["what"]), told["by"], at, told["reason"]))
    return {}
