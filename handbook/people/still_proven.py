"""Holding what was proven: between the check of a credential and the write, it may have been reset or switched off."""

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core.errors import Invalid
from handbook.core.transaction import session_of_transaction
from handbook.people.models import Account
from handbook.people.sessions import Where, begin_session
from handbook.people.sign_in import BY_PIN, Proof, mismatch


def is_still_proven(proof: Proof) -> bool:
    """Lock the account (inside a transaction); tell whether it is on and its credential the one that was proven."""
    by_pin = proof.method == BY_PIN
    secret, since = (
        (Account.pin_hash, Account.pin_set_at) if by_pin else (Account.password_hash, Account.password_set_at)
    )
    query = select(secret.label("secret"), since.label("since"), Account.disabled_at)
    query = query.where(Account.id == proof.account_id).with_for_update(key_share=True)
    row = session_of_transaction().execute(query).one()
    # Only rows that no page wrote lack the moment; then there is nothing to compare.
    same = row.secret is not None and row.since in (None, proof.credential_set_at)
    return same and row.disabled_at is None


def require_still_proven(proof: Proof) -> None:
    """Lock the account of whoever typed the own password once more; raise Invalid where it was reset meanwhile."""
    if not is_still_proven(proof):
        raise Invalid(_("That is not your password. Type it once more."))


def open_session(proof: Proof, method: str, where: Where) -> str:
    """Begin a session for a proven person (inside a transaction) and return its token.

    Raises Invalid, with the words of a wrong password, where the credential was reset or switched off meanwhile.
    """
    if not is_still_proven(proof):
        raise Invalid(mismatch(on_shared_device=where.shared_device_id is not None and proof.method == BY_PIN))
    return begin_session(proof.account_id, method, where)
