"""Signing in and out."""

import re

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from handbook.core.actor import current_actor
from handbook.core.doors import public
from handbook.core.errors import Invalid, TooMany
from handbook.people import identity, sign_in
from handbook.people.forms import SignInForm
from handbook.people.views.blueprint import blueprint

# A path of our own: what a browser could take for another host (//, a backslash, blanks that it leaves out) is not.
_OURS = re.compile(r"/(?!/)[^\\\s\x00-\x1f]*")


@blueprint.get("/sign-in")
@public("a person who is not signed in yet must be able to")
def show_sign_in() -> ResponseReturnValue:
    """Show the form, or go on where the person is signed in already."""
    if current_actor():
        return redirect(_onward())
    return render_template("people/sign_in.html", form=SignInForm())


@blueprint.post("/sign-in")
@public("a person who is not signed in yet must be able to")
def do_sign_in() -> ResponseReturnValue:
    """Prove the person, begin a session and go on."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("people/sign_in.html", form=form), 400
    try:
        proof = sign_in.prove(form.staff_number.data, form.password.data, request.remote_addr or "")
    except (Invalid, TooMany) as refusal:
        return render_template("people/sign_in.html", form=form, refusal=str(refusal)), refusal.status
    identity.enter(sign_in.open_session(proof, request.user_agent.string))
    return redirect(_onward())


@blueprint.post("/sign-out")
@public("signing out must work with a session that has ended meanwhile")
def do_sign_out() -> ResponseReturnValue:
    """End the session in the table and in the browser."""
    actor = current_actor()
    if actor:
        sign_in.end_session(actor)
    identity.leave()
    return redirect(url_for("people.show_sign_in"))


def _onward() -> str:
    """Return the page that was asked for, where it is one of ours, else the start page."""
    asked = request.args.get("next", "")
    return asked if _OURS.fullmatch(asked) else url_for("home.show_start")
