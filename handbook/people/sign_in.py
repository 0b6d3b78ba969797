"""Proving a person by staff number and password or own PIN: throttled before hashing, one hash on every path."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.core.transaction import end_read
from handbook.people import attempts
from handbook.people.folding import number_key
from handbook.people.models import Account, Employee, SignInSession
from handbook.people.passwords import hashing_place, verify_password
from handbook.people.pins import is_pin
from handbook.people.sessions import end_sessions

__all__ = ["BY_PASSWORD", "BY_PIN", "Proof", "end_sessions", "prove", "prove_again", "prove_other"]

SOON = timedelta(hours=24)
LONGEST_NUMBER = 64
BY_PASSWORD = "password typed again"  # noqa: S105  # words about a method, no secret
BY_PIN = "own PIN"


@dataclass(frozen=True, slots=True)
class Proof:
    """A person proven at this moment, how, and where the credential came from.

    The person chose the credential at `credential_set_at`. `credential_issued_by` is somebody else who last handed out
    a one-time link or slip, at `credential_issued_at`; None where nobody ever did. At `reset_used_at` a password was
    last chosen by such a link or slip. `needs_code`: before a session begins, the second step is asked.
    """

    account_id: str
    employee_id: str
    at: datetime
    method: str
    credential_set_at: datetime
    credential_issued_at: datetime | None
    credential_issued_by: str | None
    reset_used_at: datetime | None = None
    needs_code: bool = False

    @property
    def soon_after_reset(self) -> bool:
        """Tell whether within the last day another person handed out a way in, or such a way in was used.

        Both count: a slip may lie for days before somebody, hopefully its owner, chooses a password with it.
        """
        moments = (self.credential_issued_at, self.reset_used_at)
        return any(moment is not None and self.at - moment < SOON for moment in moments)

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


def prove(staff_number: str, secret: str, place: str, *, on_shared_device: bool = False) -> Proof:
    """Check a password, or on a shared device also the own PIN.

    `place` is the address, or a known place (see attempts). Raises TooMany (before any hashing) after too many failures
    for the number or the place, and Invalid with the same words for an unknown number, a wrong password, a disabled
    account and one without a password.
    """
    number = number_key(staff_number[: 2 * LONGEST_NUMBER])[:LONGEST_NUMBER]
    attempts.refuse_early(number, place)
    end_read()  # whoever waits for a place holds no connection, which those in the places need
    with hashing_place(), attempts.counted(number, place) as this_try:
        account = _find_account(number)
        end_read()  # argon2 takes long; hold no transaction open meanwhile
        by_pin = on_shared_device and is_pin(secret)
        stored = None if account is None else account.pin_hash if by_pin else account.password_hash
        right = verify_password(stored, secret)
        proven = account if account is not None and right and account.disabled_at is None else None
        this_try.right = proven is not None
    if proven is None:
        raise Invalid(mismatch(on_shared_device))
    return proven.proof(by_pin=by_pin)


def prove_again(actor: Actor, secret: str) -> Proof:
    """Check the password of the person who is signed in, once more, at the moment of an act of will.

    In a session on a shared device the own PIN does as well. A session counts its own failures: strangers who guess
    at the number cannot keep its owner from signing.
    """
    return _prove_own(actor, secret, pin_counts=True)


def prove_password_again(actor: Actor, password: str) -> Proof:
    """Check the password of the person who is signed in, where a PIN is not enough: to change a way in."""
    return _prove_own(actor, password, pin_counts=False)


def prove_other(staff_number: str, secret: str, address: str, on_shared_device: bool) -> Proof:
    """Check a second person who stands at the same screen (a witness, a reader); throttled like a sign-in."""
    return prove(staff_number, secret, address, on_shared_device=on_shared_device)


def _prove_own(actor: Actor, secret: str, *, pin_counts: bool) -> Proof:
    number, shared = _own_place(actor)
    try:
        return prove(
            number, secret, f"{attempts.OWN_SESSION}{actor.session_id}", on_shared_device=shared and pin_counts
        )
    except Invalid:
        if shared and pin_counts:
            raise Invalid(_("That is neither your PIN nor your password. Type it once more.")) from None
        raise Invalid(_("That is not your password. Type it once more.")) from None


def _own_place(actor: Actor) -> tuple[str, bool]:
    """Return the actor's staff number and whether the session began on a shared device."""
    query = (
        select(Employee.staff_number, SignInSession.shared_device_id)
        .join(SignInSession, SignInSession.id == actor.session_id, isouter=True)
        .where(Employee.id == actor.employee_id)
    )
    row = db.session.execute(query).first()
    return (row.staff_number, row.shared_device_id is not None) if row else ("", False)


def mismatch(on_shared_device: bool) -> str:
    """Return the words for every proof that failed, whatever was wrong."""
    if on_shared_device:
        return _("The staff number and the PIN or password do not belong together. Check both and type them again.")
    return _("The staff number and the password do not belong together. Check both and type them again.")


@dataclass(frozen=True, slots=True)
class _Account:
    id: str
    employee_id: str
    password_hash: str | None
    password_set_at: datetime | None
    pin_hash: str | None
    pin_set_at: datetime | None
    issued_at: datetime | None
    issued_by: str | None
    reset_used_at: datetime | None
    totp_confirmed_at: datetime | None
    disabled_at: datetime | None

    def proof(self, *, by_pin: bool) -> Proof:
        now = clock.now()
        return Proof(
            account_id=self.id,
            employee_id=self.employee_id,
            at=now,
            method=BY_PIN if by_pin else BY_PASSWORD,
            credential_set_at=(self.pin_set_at if by_pin else self.password_set_at) or now,
            credential_issued_at=self.issued_at,
            credential_issued_by=self.issued_by,
            reset_used_at=self.reset_used_at,
            needs_code=self.totp_confirmed_at is not None and not by_pin,
        )


def _find_account(number: str) -> _Account | None:
    columns = [getattr(Account, name) for name in _Account.__slots__]
    query = select(*columns).join(Employee, Employee.id == Account.employee_id)
    row = db.session.execute(query.where(Employee.number_key == number)).first()
    return _Account(*row) if row else None
