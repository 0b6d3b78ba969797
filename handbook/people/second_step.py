"""The second step: a code from the person's own telephone (RFC 6238: six digits, 30 seconds, one step either way)."""

import hmac
import re

import pyotp
from flask_babel import gettext as _
from sqlalchemy import and_, or_, select, update

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.people.credential_events import By, by_actor, note
from handbook.people.credential_kinds import What
from handbook.people.credentials_policy import Subject, why_not_remove_second_step
from handbook.people.credentials_queries import subject
from handbook.people.models import Account
from handbook.people.second_step_key import decrypted, encrypted
from handbook.people.sessions import NOWHERE, Where, end_sessions

STEP_SECONDS = 30
WINDOW = 1


def begin_set_up(actor: Actor) -> None:
    """Make a secret that counts once its first code was typed (inside a transaction); raise Conflict if one counts."""
    fresh = and_(Account.id == actor.account_id, Account.totp_confirmed_at.is_(None))
    values = {"totp_secret": encrypted(pyotp.random_base32()), "totp_last": None}
    made = session_of_transaction().execute(update(Account).where(fresh).values(**values).returning(Account.id))
    if made.first() is None:
        raise Conflict(_("Your second step is set up already. Take it away first, then set it up anew."))


def pending_secret(actor: Actor) -> str | None:
    """Return the secret that waits for its first code, for showing it to its owner; None where none waits."""
    query = select(Account.totp_secret).where(Account.id == actor.account_id, Account.totp_confirmed_at.is_(None))
    kept = db.session.scalar(query)
    return decrypted(kept) if kept is not None else None


def address_for_app(secret: str, staff_number: str, company: str) -> str:
    """Return what the square code holds: the otpauth address that every authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=staff_number, issuer_name=company)


def confirm_set_up(actor: Actor, code: object, where: Where = NOWHERE) -> None:
    """Let the second step count from now on, proven by its first code; other sessions end. Raises Invalid."""
    if not take_code(actor.account_id, code, confirmed=False):
        raise Invalid(_("That code does not fit. Look at the app again and type the newest one."))
    _set(actor.account_id, totp_confirmed_at=clock.now())
    end_sessions(actor.account_id, but=actor.session_id)
    note(What.SECOND_STEP_SET_UP, subject(actor.employee_id), by_actor(actor), where)


def remove_own(actor: Actor, code: object, where: Where = NOWHERE) -> None:
    """Take the own second step away, proven by a code of it (inside a transaction). Raises Invalid."""
    if not take_code(actor.account_id, code):
        raise Invalid(_("That code does not fit. Look at the app again and type the newest one."))
    _remove(actor.account_id)
    note(What.SECOND_STEP_REMOVED, subject(actor.employee_id), by_actor(actor), where)


def remove_of(actor: Actor, employee_id: str, reason: str, where: Where = NOWHERE) -> None:
    """Take somebody's second step away, whose telephone is lost (inside a transaction); every session ends.

    Raises NotFound, Refused for the own one and for today's own people, Invalid without a reason, Conflict.
    """
    person = subject(employee_id)
    why_not = why_not_remove_second_step(actor, person)
    if why_not is not None:
        raise Refused(why_not)
    if not reason.strip():
        raise Invalid(_("Write the reason: the person will read it."))
    if person.account_id is None or person.second_step_at is None:
        raise Conflict(_("%(name)s has no second step.", name=person.name))
    _remove(person.account_id)
    end_sessions(person.account_id)
    note(What.SECOND_STEP_REMOVED, person, by_actor(actor), where, reason)


def remove_from_host(person: Subject, by: By) -> None:
    """Take a second step away at the command line of the host: an administrator's telephone is lost."""
    if person.account_id is not None and person.second_step_at is not None:
        _remove(person.account_id)
        note(What.SECOND_STEP_REMOVED, person, by)


def take_code(account_id: str, code: object, *, confirmed: bool = True) -> bool:
    """Tell whether this code counts now, and let it never count again (inside a transaction).

    `code` is whatever a form brought: anything but six digits is wrong. Each time step counts once, also when two
    requests bring the same code at the same moment.
    """
    state = Account.totp_confirmed_at.is_not(None) if confirmed else Account.totp_confirmed_at.is_(None)
    kept = session_of_transaction().scalar(select(Account.totp_secret).where(Account.id == account_id, state))
    step = _step_of(decrypted(kept), code) if kept is not None else None
    if step is None:
        return False
    newer = or_(Account.totp_last.is_(None), Account.totp_last < step)
    taken = update(Account).where(Account.id == account_id, state, newer).values(totp_last=step).returning(Account.id)
    return session_of_transaction().execute(taken).first() is not None


def _step_of(secret: str, code: object) -> int | None:
    """Return the time step, at most WINDOW away from now, to which this code belongs."""
    if not isinstance(code, str) or not re.fullmatch(r"[0-9]{6}", digits := re.sub(r"\s", "", code), re.ASCII):
        return None
    now, made = int(clock.now().timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    steps = range(now - WINDOW, now + WINDOW + 1)
    fitting = [step for step in steps if hmac.compare_digest(made.generate_otp(step), digits)]
    return fitting[-1] if fitting else None


def _remove(account_id: str) -> None:
    _set(account_id, totp_secret=None, totp_confirmed_at=None, totp_last=None)


def _set(account_id: str, **values: object) -> None:
    session_of_transaction().execute(update(Account).where(Account.id == account_id).values(**values))
