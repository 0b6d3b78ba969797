"""What every view asks of its request: the proven actor, the surroundings of an act."""

from flask import request

from handbook.core.actor import Actor, current_actor
from handbook.core.errors import Refused

MOST_PAGES = 10**6  # further on, a database would be asked to pass over more rows than it can count


def acting() -> Actor:
    """Return the actor behind a door that requires one; raise Refused where somebody forgot the door."""
    actor = current_actor()
    if actor is None:
        raise Refused("Nobody is signed in.")
    return actor


def page_asked() -> int:
    """Return which page of a list the address names by `page`, from 1; what makes no sense there is the first."""
    page = request.args.get("page", 1, type=int)
    return page if 1 <= page <= MOST_PAGES else 1


def address() -> str:
    """Return the address that the request came from, for throttling."""
    return request.remote_addr or ""


def short_address() -> str:
    """Return the address without its last part, as kept with a signature."""
    whole = address()
    sign = ":" if ":" in whole else "."
    return whole.rpartition(sign)[0] + sign + "x" if sign in whole else ""


def device() -> str:
    """Return what the browser says of itself, shortened to 200 characters."""
    return request.user_agent.string[:200]
