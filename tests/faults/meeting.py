"""How transactions of a test meet: one inside the other, or all at one moment, each in a thread of its own."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier, Event

from flask import Flask

from handbook.core.db import db
from handbook.core.errors import HandbookError
from handbook.core.transaction import transaction

Deed = Callable[[], str]
Came = str | HandbookError
LONG_ENOUGH = 0.4  # seconds for which the first stays open after the second has begun
PATIENCE = 30.0


@dataclass(frozen=True)
class Met:
    """What came of two deeds: an id, or the refusal."""

    first: Came
    second: Came


def one_within_the_other(app: Flask, first: Deed, second: Deed) -> Met:
    """Do the first deed, and begin the second before the first is committed, so that it truly meets it."""
    done, begun = Event(), Event()

    def do_first() -> Came:
        def stay_open() -> str:
            made = first()
            done.set()
            assert begun.wait(PATIENCE)
            time.sleep(LONG_ENOUGH)
            return made

        return _done(app, stay_open)

    def do_second() -> Came:
        assert done.wait(PATIENCE)
        begun.set()
        return _done(app, second)

    db.session.remove()
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.submit(do_first), pool.submit(do_second)
        return Met(one.result(), other.result())


def all_at_once(app: Flask, deeds: list[Deed]) -> list[Came]:
    """Do these deeds at the same moment, in whatever order the database takes them."""
    together = Barrier(len(deeds))

    def do(deed: Deed) -> Came:
        together.wait(PATIENCE)
        return _done(app, deed)

    db.session.remove()
    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def _done(app: Flask, deed: Deed) -> Came:
    """Do a deed in a transaction of its own; what the program refuses in words is returned, all else is a failure."""
    with app.app_context():
        try:
            with transaction():
                return deed()
        except HandbookError as refusal:
            return refusal
        finally:
            db.session.remove()
