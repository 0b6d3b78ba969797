"""Tries to prove oneself, counted before anything costly is done: by staff number, by address, by known place."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, delete, func, not_, or_, select, update

from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.errors import TooMany
from handbook.core.transaction import transaction
from handbook.people.models import SignInAttempt

WINDOW = timedelta(minutes=10)
PER_NUMBER = 5
PER_ADDRESS = 60
# Who stands at a known place counts for themself: strangers elsewhere can never keep them out, nor they the strangers.
OWN_SESSION, SHARED_DEVICE, KNOWN_BROWSER = "session:", "device:", "browser:"
KNOWN = (OWN_SESSION, SHARED_DEVICE, KNOWN_BROWSER)
# A try in the middle of its check counts like a failure; one that its process never finished does not for long.
_CHECKING = timedelta(minutes=1)
_REMEMBERED = 20_000
_KEPT = timedelta(days=7)
_EXTENSION = "handbook.closed"


@dataclass
class Try:
    """One counted try; whoever checks it says whether it was right."""

    id: str
    right: bool = False


@dataclass
class Closed:
    """What this process knows to be closed, and until when: a flood is turned away without asking the database."""

    until: dict[str, datetime] = field(default_factory=dict)

    def is_closed(self, keys: tuple[str, ...], now: datetime) -> bool:
        """Tell whether one of these keys is closed now."""
        return any(self.until.get(key, now) > now for key in keys)

    def close(self, key: str, until: datetime, now: datetime) -> None:
        """Remember a key; forget what is open again when there are many."""
        if len(self.until) >= _REMEMBERED:
            self.until = {key: end for key, end in self.until.items() if end > now}
        if len(self.until) < _REMEMBERED:
            self.until[key] = until


def refuse_early(number: str, place: str) -> None:
    """Raise TooMany at once where this process knows that number or place have had their tries; costs no query."""
    if _closed().is_closed(_keys(number, place), clock.now()):
        raise _too_many()


@contextmanager
def counted(number: str, place: str) -> Iterator[Try]:
    """Count one try at this number from this place; raise TooMany, before the check, where there were too many.

    `place` is an address, or a known place: one's own session, a shared device, a browser that signed in before.
    """
    one = Try(_enter(number, place))
    try:
        yield one
    finally:
        with transaction() as session:
            mine = SignInAttempt.id == one.id
            session.execute(update(SignInAttempt).where(mine).values(succeeded=one.right))


def sweep_attempts() -> None:
    """Clear tries away that are older than a week: they count for minutes, and say who was where."""
    with transaction() as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.at < clock.now() - _KEPT))


def _enter(number: str, place: str) -> str:
    now = clock.now()
    refused: tuple[str, datetime | None] | None = None
    with transaction() as session:
        for key, condition, most in _limits(number, place):
            recent = and_(SignInAttempt.at > now - WINDOW, condition)
            failures = and_(recent, SignInAttempt.succeeded.is_(False))
            in_check = and_(recent, SignInAttempt.succeeded.is_(None), SignInAttempt.at > now - _CHECKING)
            counting = failures if place.startswith(KNOWN) else or_(failures, in_check)
            if (session.scalar(select(func.count()).select_from(SignInAttempt).where(counting)) or 0) >= most:
                newest = select(SignInAttempt.at).where(failures).order_by(SignInAttempt.at.desc())
                refused = key, session.scalar(newest.offset(most - 1).limit(1))
                break
        else:
            attempt = SignInAttempt(id=new_id(), at=now, staff_number=number, address=place)
            session.add(attempt)
            return attempt.id
    key, at = refused
    if at is not None:
        _closed().close(key, at + WINDOW, now)
    raise _too_many()


def _limits(number: str, place: str) -> list[tuple[str, ColumnElement[bool], int]]:
    """Return what is counted: the key under which it closes, the rows that count, and how many are too many."""
    of_number, of_place = SignInAttempt.staff_number == number, SignInAttempt.address == place
    of_strangers = and_(of_number, *(not_(SignInAttempt.address.startswith(known)) for known in KNOWN))
    own_key, place_key = _keys(number, place)
    own = and_(of_number, of_place) if place.startswith(KNOWN) else of_strangers
    return [(own_key, own, PER_NUMBER), (place_key, of_place, PER_ADDRESS)]


def _keys(number: str, place: str) -> tuple[str, str]:
    whose = place if place.startswith(KNOWN) else ""
    return f"number {whose} {number}", f"place {place}"


def _closed() -> Closed:
    kept: Closed = current_app.extensions.setdefault(_EXTENSION, Closed())
    return kept


def _too_many() -> TooMany:
    return TooMany(_("Too many tries that did not match. Wait ten minutes, then try again, or ask HR for help."))
