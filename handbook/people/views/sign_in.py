"""Signing in with staff number and password, and out."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from handbook.core.actor import current_actor
from handbook.core.doors import public
from handbook.core.errors import Invalid, TooMany
from handbook.people import identity, sessions
from handbook.people.forms import SignInForm
from handbook.people.sign_in import prove
from handbook.people.views.blueprint import blueprint
from handbook.people.views.cookies import device_at_hand
from handbook.people.views.entering import let_in, onward, place_of_tries


@blueprint.get("/sign-in")
@public("a person who is not signed in yet must be able to")
def show_sign_in() -> ResponseReturnValue:
    """Show the form, or go on where the person is signed in already; a shared device has a page of its own."""
    if current_actor():
        return redirect(onward())
    if device_at_hand() is not None:
        return redirect(url_for("people.show_kiosk", next=_asked()))
    return render_template("people/sign_in.html", form=SignInForm())


@blueprint.post("/sign-in")
@public("a person who is not signed in yet must be able to")
def do_sign_in() -> ResponseReturnValue:
    """Prove the person, begin a session and go on; with a second step, ask for the code first."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("people/sign_in.html", form=form), 400
    number = form.staff_number.data
    place, shared_device_id = place_of_tries(number)
    try:
        return let_in(prove(number, form.password.data, place), number, shared_device_id)
    except (Invalid, TooMany) as refusal:
        return render_template("people/sign_in.html", form=form, refusal=str(refusal)), refusal.status


@blueprint.post("/sign-out")
@public("signing out must work with a session that has ended meanwhile")
def do_sign_out() -> ResponseReturnValue:
    """End the session in the table and in the browser."""
    actor = current_actor()
    if actor:
        sessions.end_session(actor)
    identity.leave()
    return redirect(url_for("people.show_sign_in"))


def _asked() -> str | None:
    """Return the page that was asked for, to be carried on; the start page needs no mention."""
    page = onward()
    return None if page == url_for("home.show_start") else page
