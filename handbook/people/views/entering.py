"""The steps between a proof and a session: the second step, what is carried from one to the other, where to go then."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from handbook.core import clock
from handbook.core.edge import address, device, short_address
from handbook.core.transaction import transaction
from handbook.people import identity, sessions
from handbook.people.attempts import SHARED_DEVICE
from handbook.people.sessions import Where
from handbook.people.sign_in import BY_PIN, Proof
from handbook.people.still_proven import open_session
from handbook.people.views.cookies import device_at_hand, keep_known, known_place

HALF_OPEN_FOR = timedelta(minutes=5)
CHOOSING_FOR = timedelta(minutes=30)
_HALF, _CHOOSING = "half-open", "choosing"
# A path of our own: what a browser could take for another host (//, a backslash, blanks that it leaves out) is not.
_OURS = re.compile(r"/(?!/)[^\\\s\x00-\x1f]*")


@dataclass(frozen=True, slots=True)
class HalfOpen:
    """Somebody whose password was right and whose code is still to come, and when they chose that password."""

    account_id: str
    password_set_at: datetime


def where(shared_device_id: str | None = None) -> Where:
    """Return where the person acts who sent this request."""
    return Where(device(), short_address(), shared_device_id)


def place_of_tries(staff_number: str) -> tuple[str, str | None]:
    """Return under which place a try at this number counts, and the id of the shared device, where this is one."""
    here = device_at_hand()
    if here is not None:
        return f"{SHARED_DEVICE}{here.id}", here.id
    return known_place(staff_number) or address(), None


def let_in(proof: Proof, staff_number: str, shared_device_id: str | None) -> ResponseReturnValue:
    """Begin a session for a proven person and go on, or ask for the code first where a second step is set up.

    Raises Invalid where the credential was reset, or the account switched off, since it was proven.
    """
    if proof.needs_code:
        return ask_code(proof.account_id, proof.credential_set_at)
    method = sessions.BY_PIN if proof.method == BY_PIN else sessions.BY_PASSWORD
    with transaction():
        token = open_session(proof, method, where(shared_device_id))
    return go_in(token, staff_number, shared=shared_device_id is not None)


def go_in(token: str, staff_number: str, *, shared: bool) -> ResponseReturnValue:
    """Let this browser carry the new session, and go on to the page that was asked for."""
    identity.enter(token)
    if not shared:
        keep_known(staff_number)
    return redirect(onward())


def ask_code(account_id: str, password_set_at: datetime) -> ResponseReturnValue:
    """Remember for a few minutes that the password was right, and go on to the question for the code."""
    state = {"account": account_id, "set": password_set_at.isoformat(), "at": clock.now().isoformat()}
    session[_HALF] = state
    return redirect(url_for("people.show_code", next=request.args.get("next")))


def half_open() -> HalfOpen | None:
    """Return whose code is awaited in this browser, or None: nobody's, or no longer."""
    state = _fresh(_HALF, HALF_OPEN_FOR)
    return HalfOpen(state["account"], datetime.fromisoformat(state["set"])) if state else None


def begin_choosing(secret_id: str) -> ResponseReturnValue:
    """Remember for a while that this browser showed a link or slip, and go on to the choice of a password."""
    session[_CHOOSING] = {"secret": secret_id, "at": clock.now().isoformat()}
    return redirect(url_for("people.show_choose"))


def choosing() -> str | None:
    """Return the id of the link or slip with which a password is being chosen in this browser, or None."""
    state = _fresh(_CHOOSING, CHOOSING_FOR)
    return state["secret"] if state else None


def onward() -> str:
    """Return the page that was asked for, where it is one of ours, else the start page."""
    asked = request.args.get("next", "")
    return asked if _OURS.fullmatch(asked) else url_for("home.show_start")


def _fresh(name: str, lasts: timedelta) -> dict[str, str] | None:
    state: dict[str, str] | None = session.get(name)
    if not state or clock.now() - datetime.fromisoformat(state["at"]) > lasts:
        session.pop(name, None)
        return None
    return state
