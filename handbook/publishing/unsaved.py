"""Words that somebody is typing and has not saved: kept for that person alone, ended by saving, swept after a month."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, select

from handbook.core import clock, locks
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.errors import Invalid
from handbook.core.markdown_limits import LARGEST
from handbook.core.transaction import session_of_transaction, transaction
from handbook.people.models import Employee
from handbook.publishing.models import UnsavedText

KEPT = timedelta(days=30)
AT_WORK = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Somebody's unsaved words: since when, and on which row version they rest (0: on nothing)."""

    body: str
    based_on: int
    kept_at: datetime


def find_own(actor: Actor, rule_id: str, language: str) -> Unsaved | None:
    """Return the actor's own unsaved words of a text, or None (one query)."""
    columns = (UnsavedText.source, UnsavedText.based_on, UnsavedText.kept_at)
    row = db.session.execute(select(*columns).where(*_own(actor, rule_id, language))).first()
    return Unsaved(*row) if row else None


def others_at_work(actor: Actor, rule_id: str, language: str) -> list[str]:
    """Return the names of other people who typed in this text within the last half hour (one query)."""
    query = (
        select(Employee.name)
        .join(UnsavedText, UnsavedText.kept_by == Employee.id)
        .where(UnsavedText.rule_id == rule_id, UnsavedText.language == language)
        .where(UnsavedText.kept_by != actor.employee_id, UnsavedText.kept_at > clock.now() - AT_WORK)
        .order_by(Employee.name)
    )
    return list(db.session.scalars(query))


def keep(actor: Actor, rule_id: str, language: str, body: str, based_on: int) -> datetime:
    """Keep what the actor is typing in place of what was kept before; return the moment."""
    if len(body.encode("utf-8", "surrogatepass")) > LARGEST:
        raise Invalid(_("This is too long to be kept: %(most)d KB at most.", most=LARGEST // 1024))
    if "\0" in body:
        raise Invalid(_("There is a sign in the text that cannot be kept (NUL). Take it out and try again."))
    locks.hold_draft()
    session, now = session_of_transaction(), clock.now()
    row = session.scalar(select(UnsavedText).where(*_own(actor, rule_id, language)))
    if row is None:
        row = UnsavedText(id=new_id(), rule_id=rule_id, language=language, kept_by=actor.employee_id)
        session.add(row)
    row.source, row.based_on, row.kept_at = body.replace("\r\n", "\n"), based_on, now
    session.flush()
    return now


def end(actor: Actor, rule_id: str, language: str) -> None:
    """Forget the actor's unsaved words of a text (inside a transaction)."""
    session_of_transaction().execute(delete(UnsavedText).where(*_own(actor, rule_id, language)))


def sweep_unsaved() -> None:
    """Forget unsaved words that nobody has touched for a month."""
    with transaction() as session:
        session.execute(delete(UnsavedText).where(UnsavedText.kept_at < clock.now() - KEPT))


def _own(actor: Actor, rule_id: str, language: str) -> tuple[ColumnElement[bool], ...]:
    own = UnsavedText.kept_by == actor.employee_id
    return own, UnsavedText.rule_id == rule_id, UnsavedText.language == language
