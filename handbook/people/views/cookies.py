"""The two cookies beside that of the session: which shared device this is, and who signed in here before."""

from flask import Response, after_this_request, current_app, request

from handbook.people.devices import Device, find_device
from handbook.people.known_browsers import mark_for, place_of

_DEVICE, _KNOWN = "handbook-device", "handbook-known"
_TWO_YEARS = 2 * 365 * 86400


def device_at_hand() -> Device | None:
    """Return the shared device that this browser is enrolled as, or None; no query without its cookie."""
    return find_device(request.cookies.get(_name(_DEVICE)))


def keep_device(token: str) -> None:
    """Let this browser carry the token of a shared device from this answer on."""
    _keep(_DEVICE, token)


def known_place(staff_number: str) -> str | None:
    """Return the place under which this browser's tries at this number count, where its owner signed in before."""
    return place_of(request.cookies.get(_name(_KNOWN)), staff_number, str(current_app.config["SECRET_KEY"]))


def keep_known(staff_number: str) -> None:
    """Let this browser be known from this answer on as one in which this person signed in."""
    if known_place(staff_number) is None:
        _keep(_KNOWN, mark_for(staff_number, str(current_app.config["SECRET_KEY"])))


def _keep(name: str, value: str) -> None:
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])

    @after_this_request
    def add(response: Response) -> Response:
        response.set_cookie(_name(name), value, max_age=_TWO_YEARS, httponly=True, secure=secure, samesite="Lax")
        return response


def _name(name: str) -> str:
    return f"__Host-{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name
