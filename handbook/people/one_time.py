"""One-time links and slips: made, found, used once; a new one ends the older ones of the same account."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select, update

from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.errors import NotFound
from handbook.core.transaction import session_of_transaction
from handbook.people.models import Account, Employee, OneTimeSecret
from handbook.people.tokens import new_code, new_token, token_hash

LINK, SLIP = "link", "slip"
LASTS = {LINK: timedelta(hours=24), SLIP: timedelta(days=14)}


@dataclass(frozen=True, slots=True)
class Found:
    """A link or slip that can still be used, and whose it is.

    `made_by` is who handed it out, or could have: None where the person asked, or at the command line of the host.
    """

    id: str
    account_id: str
    employee_id: str
    kind: str
    made_by: str | None
    made_at: datetime

    @property
    def by_another(self) -> bool:
        """Tell whether somebody else held it; a slip always was in other hands, a link where somebody is named."""
        return self.kind == SLIP or self.made_by is not None


def make_secret(account_id: str, kind: str, made_by: str | None) -> tuple[str, datetime]:
    """Make a link or slip (inside a transaction); return its secret, which is kept nowhere, and when it ends.

    It ends whatever was out.
    """
    end_secrets(account_id)
    secret, now = (new_token() if kind == LINK else new_code()), clock.now()
    one = OneTimeSecret(
        id=new_id(),
        account_id=account_id,
        kind=kind,
        secret_hash=token_hash(secret),
        made_at=now,
        made_by=made_by,
        ends_at=now + LASTS[kind],
    )
    session_of_transaction().add(one)
    return secret, one.ends_at


def end_secrets(account_id: str) -> None:
    """End every link and slip of an account that was not used (inside a transaction)."""
    unused = and_(OneTimeSecret.used_at.is_(None), OneTimeSecret.ended_at.is_(None))
    ended = update(OneTimeSecret).where(OneTimeSecret.account_id == account_id, unused)
    session_of_transaction().execute(ended.values(ended_at=clock.now()))


def is_held_by_others(account_id: str, holder: str | None) -> bool:
    """Tell whether a slip, or a link made by somebody other than `holder`, is out: the person's own ends neither."""
    handed_out = or_(OneTimeSecret.kind == SLIP, OneTimeSecret.made_by.is_distinct_from(holder))
    # A link that the person asked for has no maker, whoever held the address then.
    others = and_(handed_out, or_(OneTimeSecret.kind == SLIP, OneTimeSecret.made_by.is_not(None)))
    out = and_(OneTimeSecret.used_at.is_(None), OneTimeSecret.ended_at.is_(None), OneTimeSecret.ends_at > clock.now())
    query = select(OneTimeSecret.id).where(OneTimeSecret.account_id == account_id, others, out)
    return db.session.scalar(query.limit(1)) is not None


def find_secret(secret: str, number_key: str | None = None) -> Found | None:
    """Return what this secret opens, or None; with a staff number (folded) it must be that person's."""
    condition = OneTimeSecret.secret_hash == token_hash(secret)
    return _find(condition if number_key is None else and_(condition, Employee.number_key == number_key))


def find_by_id(secret_id: str) -> Found | None:
    """Return a link or slip that can still be used by its id, which only a browser that showed the secret carries."""
    return _find(OneTimeSecret.id == secret_id)


def use_secret(secret_id: str) -> Found:
    """Use a link or slip up (inside a transaction, holding the account); raise NotFound where it no longer counts."""
    session = session_of_transaction()
    owner = select(OneTimeSecret.account_id).where(OneTimeSecret.id == secret_id).scalar_subquery()
    session.scalar(select(Account.id).where(Account.id == owner).with_for_update(key_share=True))
    found = find_by_id(secret_id)
    if found is None:
        raise NotFound(no_longer_counts())
    session.execute(update(OneTimeSecret).where(OneTimeSecret.id == secret_id).values(used_at=clock.now()))
    end_secrets(found.account_id)
    return found


def no_longer_counts() -> str:
    """Return the words for whatever is wrong with a link or slip: unknown, used, replaced or too old."""
    return _("This link or slip no longer counts: it was used, replaced by a newer one, or is too old.")


def _find(condition: ColumnElement[bool]) -> Found | None:
    query = (
        select(
            OneTimeSecret.id,
            Account.id,
            Account.employee_id,
            OneTimeSecret.kind,
            OneTimeSecret.made_by,
            OneTimeSecret.made_at,
        )
        .join(Account, Account.id == OneTimeSecret.account_id)
        .join(Employee, Employee.id == Account.employee_id)
        .where(
            condition,
            OneTimeSecret.used_at.is_(None),
            OneTimeSecret.ended_at.is_(None),
            OneTimeSecret.ends_at > clock.now(),
            Account.disabled_at.is_(None),
        )
    )
    row = db.session.execute(query).first()
    return Found(*row) if row else None
