"""Flood control: so many posts a minute from one address or one session (counted per process)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import request
from flask_babel import gettext as _
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from handbook.core.actor import current_actor
from handbook.core.errors import TooMany

_counter = FixedWindowRateLimiter(MemoryStorage())


def at_most(rate: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a view answer so often to one address ("30/minute"), and refuse with words beyond that."""
    limit = parse(rate)

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def counted(*arguments: Any, **named: Any) -> Any:
            if not _counter.hit(limit, view.__qualname__, request.remote_addr or ""):
                raise TooMany(_("Too many requests from your address. Wait a minute, then try again."))
            return view(*arguments, **named)

        return counted

    return decorate


def at_most_in_a_session(rate: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a view behind a door answer so often to one signed-in session, and refuse with words beyond that."""
    limit = parse(rate)

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def counted(*arguments: Any, **named: Any) -> Any:
            actor = current_actor()
            whose = (actor.session_id or actor.account_id) if actor else ""
            if not _counter.hit(limit, view.__qualname__, whose):
                raise TooMany(_("That was too often in a short time. Wait a minute, then try again."))
            return view(*arguments, **named)

        return counted

    return decorate


def forget() -> None:
    """Forget all counts (tests, which all come from one address)."""
    _counter.storage.reset()
