"""Proving a person by staff number and password: throttled before hashing, one hash on every path."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, or_, select, update

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.errors import Invalid, TooMany
from handbook.core.transaction import end_read, session_of_transaction, transaction
from handbook.people.models import Account, Employee, SignInAttempt, SignInSession
from handbook.people.passwords import hashing_place, verify_password

WINDOW = timedelta(minutes=10)
PER_NUMBER = 5
PER_ADDRESS = 60
OWN_SESSION = "session:"
LIFETIME = timedelta(hours=12)
SOON = timedelta(hours=24)
BY_PASSWORD = "password typed again"  # noqa: S105  # words about a method, no secret


@dataclass(frozen=True, slots=True)
class Proof:
    """A person proven at this moment, how, and where the credential came from.

    The person chose the credential at `credential_set_at`. `credential_issued_by` is somebody else who last handed out
    a one-time link or slip, at `credential_issued_at`; None where nobody ever did.
    """

    account_id: str
    employee_id: str
    at: datetime
    method: str
    credential_set_at: datetime
    credential_issued_at: datetime | None
    credential_issued_by: str | None

    @property
    def soon_after_reset(self) -> bool:
        """Tell whether another person had handed out a way in within the last day (security: flagged everywhere)."""
        return self.credential_issued_at is not None and self.at - self.credential_issued_at < SOON

    def columns(self) -> dict[str, Any]:
        """Return what evidence of an act of will keeps of the proof, by column."""
        return {
            "method": self.method,
            "proven_at": self.at,
            "credential_set_at": self.credential_set_at,
            "credential_issued_at": self.credential_issued_at,
            "credential_issued_by": self.credential_issued_by,
            "soon_after_reset": self.soon_after_reset,
        }


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
    return Proof(
        account_id=proven.id,
        employee_id=proven.employee_id,
        at=clock.now(),
        method=BY_PASSWORD,
        credential_set_at=proven.password_set_at or clock.now(),
        credential_issued_at=proven.issued_at,
        credential_issued_by=proven.issued_by,
    )


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


def end_sessions(account_id: str, but: str | None = None) -> None:
    """End every session of an account at once (inside a transaction), but for the one with the id `but`."""
    ended = update(SignInSession).where(SignInSession.account_id == account_id, SignInSession.ended_at.is_(None))
    if but is not None:
        ended = ended.where(SignInSession.id != but)
    session_of_transaction().execute(ended.values(ended_at=clock.now()))


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
    password_hash: str | None
    password_set_at: datetime | None
    issued_at: datetime | None
    issued_by: str | None
    disabled_at: datetime | None


def _find_account(number: str) -> _Account | None:
    columns = (Account.id, Account.employee_id, Account.password_hash, Account.password_set_at)
    query = select(*columns, Account.issued_at, Account.issued_by, Account.disabled_at).join(
        Employee, Employee.id == Account.employee_id
    )
    row = db.session.execute(query.where(Employee.staff_number == number)).first()
    return _Account(*row) if row else None
