"""What a well guarded role asks of the ways in: nobody but the person and an administrator may have held them."""

from sqlalchemy import select, update

from handbook.core import clock
from handbook.core.transaction import session_of_transaction
from handbook.people.credentials_policy import NEED_SECOND_STEP
from handbook.people.models import Account
from handbook.people.one_time import end_secrets
from handbook.people.queries import roles_of
from handbook.people.sign_in import SOON
from handbook.permissions import Role


def clear_ways_in(account_id: str, role: Role) -> None:
    """End what others may hold of an account that gets a guarded role (inside a transaction, the account locked).

    Links and slips end. Password and PIN do so too where somebody who is no administrator handed out a way in within
    the last day, or one with which no password was chosen yet: the person then needs a new one from an administrator.
    """
    if role not in NEED_SECOND_STEP:
        return
    end_secrets(account_id)
    if _was_in_other_hands(account_id):
        gone = {"password_hash": None, "password_set_at": None, "pin_hash": None, "pin_set_at": None}
        session_of_transaction().execute(update(Account).where(Account.id == account_id).values(**gone))


def _was_in_other_hands(account_id: str) -> bool:
    query = select(Account.issued_at, Account.issued_by, Account.reset_used_at).where(Account.id == account_id)
    row, now = session_of_transaction().execute(query).one(), clock.now()
    if row.issued_by is None or row.issued_at is None or Role.ADMINISTRATOR in roles_of(row.issued_by, now.date()):
        return False
    unused = row.reset_used_at is None or row.reset_used_at < row.issued_at
    return unused or now - max(row.issued_at, row.reset_used_at) < SOON
