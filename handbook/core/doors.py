"""The first gate: every route carries a mark that says who may knock; a route without one stays shut."""

from collections.abc import Callable
from itertools import chain
from typing import Any, TypeVar

from flask import Flask, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.core.errors import Invalid
from handbook.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])
STATIC = frozenset({"static", "bootstrap.static"})


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a route: it opens for signed-in people whose roles hold this permission."""
    return _mark(permission)


def public(why: str) -> Callable[[View], View]:
    """Mark a route as open to everybody, and say why."""
    return _mark(why)


def door_of(app: Flask, endpoint: str) -> Permission | str | None:
    """Return the mark of an endpoint: a permission, the reason for being public, or None."""
    if endpoint in STATIC:
        return "static files"
    return getattr(app.view_functions.get(endpoint), "door", None)


def install(app: Flask, load_actor: Callable[[], Actor | None], sign_in: str) -> None:
    """Ask the mark before each request; `sign_in` is the endpoint where strangers are sent."""

    @app.before_request
    def knock() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint in STATIC:
            return None  # an unknown address becomes a 404 by itself
        door = door_of(app, request.endpoint)
        g.actor = load_actor()
        if door is None:
            abort(403)
        if not isinstance(door, Permission):
            return None
        if g.actor is None:
            here = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for(sign_in, next=here))
        if not g.actor.may(door):
            abort(403)
        return None

    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    """Refuse an address with what not every database can keep, before anything is asked of one."""
    given = [request.path, *chain(*request.args.listvalues())]
    if any("\0" in text for text in given):
        raise Invalid(_("There is a sign in the address that cannot be kept (NUL). Take it out and try again."))


def _mark(mark: Permission | str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        view.door = mark  # type: ignore[attr-defined]  # a plain function takes attributes
        return view

    return decorate
