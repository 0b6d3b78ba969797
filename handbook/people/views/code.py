"""The second step at the door: the code from the person's own telephone, after the password."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.doors import public
from handbook.core.errors import TooMany
from handbook.core.transaction import transaction
from handbook.people import attempts, sessions
from handbook.people.credentials_queries import HalfIn, find_half_in, is_still_half_in
from handbook.people.second_step import take_code
from handbook.people.views.blueprint import blueprint
from handbook.people.views.entering import go_in, half_open, onward, place_of_tries, where
from handbook.people.ways_in_forms import CodeForm


@blueprint.get("/sign-in/code")
@public("a person whose password was right is not signed in yet")
def show_code() -> ResponseReturnValue:
    """Ask for the code, or lead back to the password where none is awaited."""
    if _half_in() is None:
        return _back()
    return render_template("people/code.html", form=CodeForm())


@blueprint.post("/sign-in/code")
@public("a person whose password was right is not signed in yet")
def do_code() -> ResponseReturnValue:
    """Take the code, begin a session and go on."""
    half = _half_in()
    if half is None:
        return _back()
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("people/code.html", form=form), 400
    place, shared_device_id = place_of_tries(half.staff_number)
    try:
        token = _token_for(half, form.code.data, place, shared_device_id)
    except TooMany as refusal:
        return render_template("people/code.html", form=form, refusal=str(refusal)), refusal.status
    if token is None:
        words = _("That code does not fit. Look at the app again and type the newest one.")
        return render_template("people/code.html", form=form, refusal=words), 400
    return go_in(token, half.staff_number, shared=shared_device_id is not None)


def _token_for(half: HalfIn, code: object, place: str, shared_device_id: str | None) -> str | None:
    """Count the try, and begin a session where the code is right and the password still the one that was typed."""
    attempts.refuse_early(half.number_key, place)
    with attempts.counted(half.number_key, place) as this_try, transaction():
        this_try.right = is_still_half_in(half) and take_code(half.account_id, code)
        if not this_try.right:
            return None
        return sessions.begin_session(half.account_id, sessions.BY_PASSWORD_AND_CODE, where(shared_device_id))


def _half_in() -> HalfIn | None:
    half = half_open()
    return find_half_in(half.account_id, half.password_set_at) if half else None


def _back() -> ResponseReturnValue:
    asked = onward()
    return redirect(url_for("people.show_sign_in", next=None if asked == url_for("home.show_start") else asked))
