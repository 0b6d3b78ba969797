"""Signed-in devices: beginning a session, ending one or all of an account."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.transaction import session_of_transaction, transaction
from handbook.people.models import SignInSession
from handbook.people.tokens import new_token, token_hash

LIFETIME = timedelta(hours=12)
SHARED_LIFETIME = timedelta(minutes=60)
BY_PASSWORD, BY_PASSWORD_AND_CODE, BY_PIN = "password", "password and code", "PIN"  # words, no secrets


@dataclass(frozen=True, slots=True)
class Where:
    """Where somebody acts: what the browser says of itself, the shortened address, the shared device if it is one."""

    device: str = ""
    address: str = ""
    shared_device_id: str | None = None


NOWHERE = Where()


def begin_session(account_id: str, method: str, where: Where) -> str:
    """Begin a session (inside a transaction) and return its token, which is kept nowhere."""
    token, now = new_token(), clock.now()
    session_of_transaction().add(
        SignInSession(
            id=new_id(),
            token_hash=token_hash(token),
            account_id=account_id,
            device=where.device[:200],
            address=where.address,
            method=method,
            shared_device_id=where.shared_device_id,
            created_at=now,
            ends_at=now + (SHARED_LIFETIME if where.shared_device_id else LIFETIME),
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


def end_one_of_own(actor: Actor, session_id: str) -> bool:
    """End one of the actor's own sessions (inside a transaction); tell whether there was such a live one."""
    one = update(SignInSession).where(
        SignInSession.id == session_id,
        SignInSession.account_id == actor.account_id,
        SignInSession.ended_at.is_(None),
    )
    ended = session_of_transaction().execute(one.values(ended_at=clock.now()).returning(SignInSession.id))
    return ended.first() is not None
