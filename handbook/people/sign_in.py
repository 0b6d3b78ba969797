"""Proving a person by staff number and password: throttled before hashing, one hash on every path."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, or_, select, update

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.errors import Invalid, TooMany
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Account, Employee, SignInAttempt, SignInSession
from handbook.people.passwords import hashing_place, verify_password

WINDOW = timedelta(minutes=10)
PER_NUMBER = 5
PER_ADDRESS = 60
OWN_SESSION = "session:"
LIFETIME = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Proof:
    """A person proven at this moment; `password_set_by` is another person where the password was handed over."""

    account_id: str
    employee_id: str
    at: datetime
    password_set_at: datetime
    password_set_by: str | None


def prove(staff_number: str, password: str, address: str) -> Proof:
    """Check a password.

    Raises TooMany (before any hashing) after PER_NUMBER failures for a number or PER_ADDRESS for an address within
    WINDOW, and Invalid with the same words for an unknown number, a wrong password and a disabled account.
    """
    number = staff_number.strip()[:64]
    end_read()  # whoever waits for a place holds no connection, which those in the places need
    with hashing_place():
        attempt_id = _enter_attempt(number, address)
        account = _find_account(number)
        end_read()  # argon2 takes long; hold no transaction open meanwhile
        right = verify_password(account.password_hash if account else None, password)
        proven = account if account is not None and right and account.disabled_at is None else None
        _settle_attempt(attempt_id, succeeded=proven is not None)
    if proven is None:
        raise Invalid(_("The staff number and the password do not belong together. Check both and type them again."))
    return Proof(proven.id, proven.employee_id, clock.now(), proven.password_set_at, proven.password_set_by)


def prove_again(actor: Actor, password: str) -> Proof:
    """Check the password of the person who is signed in, once more, at the moment of an act of will.

    A session counts its own failures: strangers who guess at the number cannot keep its owner from signing.
    """
    number = db.session.scalar(select(Employee.staff_number).where(Employee.id == actor.employee_id))
    try:
        return prove(number or "", password, f"{OWN_SESSION}{actor.session_id}")
    except Invalid:
        raise Invalid(_("That is not your password. Type it once more.")) from None


def open_session(proof: Proof, device: str) -> str:
    """Begin a session for a proven person and return its token, which is kept nowhere."""
    token, now = secrets.token_urlsafe(16), clock.now()
    with transaction() as session:
        session.add(
            SignInSession(
                id=new_id(),
                token_hash=token_hash(token),
                account_id=proof.account_id,
                device=device[:200],
                created_at=now,
                ends_at=now + LIFETIME,
            )
        )
    return token


def end_session(actor: Actor) -> None:
    """End the session of this actor at once."""
    with transaction() as session:
        mine = SignInSession.id == actor.session_id
        session.execute(update(SignInSession).where(mine).values(ended_at=clock.now()))


def token_hash(token: str) -> bytes:
    """Return what the table keeps of a token: its SHA-256."""
    return hashlib.sha256(token.encode()).digest()


def _enter_attempt(number: str, address: str) -> str:
    """Count the failures so far, refuse if they are too many, and write this try down."""
    now = clock.now()
    with transaction() as session:
        failures = select(
            func.count().filter(SignInAttempt.staff_number == number, ~SignInAttempt.address.startswith(OWN_SESSION)),
            func.count().filter(SignInAttempt.address == address),
        ).where(
            SignInAttempt.at > now - WINDOW,
            SignInAttempt.succeeded.is_(False),
            or_(SignInAttempt.staff_number == number, SignInAttempt.address == address),
        )
        of_number, of_address = session.execute(failures).one()
        own = address.startswith(OWN_SESSION)
        if (of_address >= PER_NUMBER) if own else (of_number >= PER_NUMBER or of_address >= PER_ADDRESS):
            raise TooMany(_("Too many tries that did not match. Wait ten minutes, then try again, or ask HR for help."))
        attempt = SignInAttempt(id=new_id(), at=now, staff_number=number, address=address)
        session.add(attempt)
        return attempt.id


def _settle_attempt(attempt_id: str, *, succeeded: bool) -> None:
    with transaction() as session:
        session.execute(update(SignInAttempt).where(SignInAttempt.id == attempt_id).values(succeeded=succeeded))


@dataclass(frozen=True, slots=True)
class _Account:
    id: str
    employee_id: str
    password_hash: str
    password_set_at: datetime
    password_set_by: str | None
    disabled_at: datetime | None


def _find_account(number: str) -> _Account | None:
    columns = (Account.id, Account.employee_id, Account.password_hash, Account.password_set_at)
    query = select(*columns, Account.password_set_by, Account.disabled_at).join(
        Employee, Employee.id == Account.employee_id
    )
    row = db.session.execute(query.where(Employee.staff_number == number)).first()
    return _Account(*row) if row else None
