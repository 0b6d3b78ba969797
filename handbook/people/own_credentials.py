"""What a person does to the own ways in: choose a password, a PIN, see what others did."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import update

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import session_of_transaction
from handbook.people.credential_events import By, by_actor, note
from handbook.people.credential_kinds import What
from handbook.people.credentials_queries import subject
from handbook.people.models import Account, Employee
from handbook.people.one_time import end_secrets, use_secret
from handbook.people.sessions import Where, end_sessions
from handbook.people.sign_in import Proof
from handbook.people.still_proven import require_still_proven


def choose_credentials(secret_id: str, password_hash: str, pin_hash: str | None, where: Where) -> datetime:
    """Store what the person chose with a link or slip, which is used up by it; return the moment of it.

    Inside a transaction. Every session ends, and so does a PIN from before; a second step stays. Raises NotFound where
    the link or slip no longer counts.
    """
    found = use_secret(secret_id)
    now = clock.now()
    pin = {"pin_hash": pin_hash, "pin_set_at": now if pin_hash else None}
    _set(found.account_id, password_hash=password_hash, password_set_at=now, **pin)
    if found.by_another:
        _set(found.account_id, reset_used_at=now, issued_at=found.made_at, issued_by=found.made_by)
    end_sessions(found.account_id)
    person = subject(found.employee_id)
    by = By(person.employee_id, person.name)
    note(What.PASSWORD_CHOSEN, person, by, where)
    if pin_hash is not None:
        note(What.PIN_CHOSEN, person, by, where)
    return now


def change_password(actor: Actor, proof: Proof, password_hash: str, where: Where) -> None:
    """Store a new password; every other session ends, and so do the PIN and links and slips that are still out.

    Raises Invalid where the password that was typed is no longer the one that counts.
    """
    require_still_proven(proof)
    gone = {"pin_hash": None, "pin_set_at": None}
    _set(actor.account_id, password_hash=password_hash, password_set_at=clock.now(), **gone)
    end_sessions(actor.account_id, but=actor.session_id)
    end_secrets(actor.account_id)
    note(What.PASSWORD_CHOSEN, subject(actor.employee_id), by_actor(actor), where)


def choose_pin(actor: Actor, proof: Proof, pin_hash: str, where: Where) -> None:
    """Store a new PIN for shared devices; raise Invalid where the password was reset since it was typed."""
    require_still_proven(proof)
    _set(actor.account_id, pin_hash=pin_hash, pin_set_at=clock.now())
    note(What.PIN_CHOSEN, subject(actor.employee_id), by_actor(actor), where)


def choose_language(actor: Actor, language: str, known: frozenset[str]) -> None:
    """Store the person's own language; raise Invalid for one that the pages do not know."""
    if language not in known:
        raise Invalid(_("Choose one of the languages in the list."))
    values = {"language": language, "row_version": Employee.row_version + 1}
    session_of_transaction().execute(update(Employee).where(Employee.id == actor.employee_id).values(**values))


def confirm_address(actor: Actor, proof: Proof, address: str) -> None:
    """Note that the mail address on file, which somebody else wrote down, is the person's own.

    Raises Invalid where the password was reset since it was typed, Conflict where `address` is not on file any more.
    """
    require_still_proven(proof)
    values = {"email_set_at": clock.now(), "email_set_by": None, "row_version": Employee.row_version + 1}
    shown = update(Employee).where(Employee.id == actor.employee_id, Employee.email == address)
    confirmed = session_of_transaction().execute(shown.values(**values).returning(Employee.id))
    if confirmed.first() is None:
        raise Conflict(_("The mail address on file was changed meanwhile. Look at it once more."))


def mark_news_seen(actor: Actor) -> None:
    """Note that the person has seen what others did to their ways in."""
    _set(actor.account_id, news_seen_at=clock.now())


def _set(account_id: str, **values: object) -> None:
    session_of_transaction().execute(update(Account).where(Account.id == account_id).values(**values))
