"""The ways in for who has no password, or none any more: link, slip, and the choice of a new one."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from handbook.company.queries import company
from handbook.core.doors import public
from handbook.core.errors import NotFound, TooMany
from handbook.core.flood import at_most
from handbook.core.transaction import transaction
from handbook.people import attempts, sessions
from handbook.people.credential_jobs import ask_for_own_link
from handbook.people.credentials_queries import Chooser, find_chooser
from handbook.people.folding import number_key
from handbook.people.one_time import Found, find_secret, no_longer_counts
from handbook.people.own_credentials import choose_credentials
from handbook.people.passwords import hash_password, hash_pin
from handbook.people.tokens import typed_code
from handbook.people.views.blueprint import blueprint
from handbook.people.views.cookies import device_at_hand
from handbook.people.views.entering import ask_code, begin_choosing, choosing, go_in, place_of_tries, where
from handbook.people.ways_in_forms import ChooseForm, ForgottenForm, GoOnForm, SlipForm

WHY = "whoever has no password yet, or none any more, is not signed in"


@blueprint.get("/sign-in/forgotten")
@public(WHY)
def show_forgotten() -> ResponseReturnValue:
    """Ask for the staff number."""
    return render_template("people/forgotten.html", form=ForgottenForm(), sent=False)


@blueprint.post("/sign-in/forgotten")
@public(WHY)
@at_most("20/minute")
def do_forgotten() -> ResponseReturnValue:
    """Let a job mail a link where that is possible; the answer is the same for every number."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("people/forgotten.html", form=form, sent=False), 400
    with transaction():
        ask_for_own_link(form.staff_number.data)
    return render_template("people/forgotten.html", form=form, sent=True)


@blueprint.get("/sign-in/slip")
@public(WHY)
def show_slip_entry() -> ResponseReturnValue:
    """Ask for the staff number and the code of a printed slip."""
    return render_template("people/slip_entry.html", form=SlipForm())


@blueprint.post("/sign-in/slip")
@public(WHY)
def do_slip_entry() -> ResponseReturnValue:
    """Check number and code, throttled like a sign-in, and go on to the choice of a password."""
    form = SlipForm()
    if not form.validate_on_submit():
        return render_template("people/slip_entry.html", form=form), 400
    try:
        found = _slip(number_key(form.staff_number.data), typed_code(form.code.data))
    except TooMany as refusal:
        return render_template("people/slip_entry.html", form=form, refusal=str(refusal)), refusal.status
    if found is None:
        return render_template("people/slip_entry.html", form=form, refusal=no_longer_counts()), 400
    return begin_choosing(found.id)


@blueprint.get("/welcome/<token>")
@public(WHY)
def show_welcome(token: str) -> ResponseReturnValue:
    """Show one button: programs that look into mails press none, so a link is never used up by them."""
    return render_template("people/welcome.html", form=GoOnForm(), token=token)


@blueprint.post("/welcome/<token>")
@public(WHY)
@at_most("60/minute")
def do_welcome(token: str) -> ResponseReturnValue:
    """Go on from a link, or from the square code of a slip, to the choice of a password."""
    found = find_secret(token)
    if found is None:
        return render_template("people/no_longer.html", words=no_longer_counts()), 404
    return begin_choosing(found.id)


@blueprint.get("/sign-in/choose")
@public(WHY)
def show_choose() -> ResponseReturnValue:
    """Show the form for a new password, and if wanted a PIN."""
    person = _chooser()
    if person is None:
        return redirect(url_for("people.show_slip_entry"))
    return render_template("people/choose.html", form=ChooseForm(), person=person)


@blueprint.post("/sign-in/choose")
@public(WHY)
def do_choose() -> ResponseReturnValue:
    """Store the password, which uses the link or slip up, and begin a session."""
    person = _chooser()
    if person is None:
        return redirect(url_for("people.show_slip_entry"))
    form = ChooseForm()
    if not form.is_fit(person.own_words(company().name), person.staff_number):
        return render_template("people/choose.html", form=form, person=person), 400
    password_hash = hash_password(form.password.data)
    pin_hash = hash_pin(form.pin.data) if form.pin.data else None
    device = device_at_hand()
    here = where(device.id if device else None)
    try:
        with transaction():
            chosen_at = choose_credentials(person.secret_id, password_hash, pin_hash, here)
            if not person.has_second_step:
                token = sessions.begin_session(person.account_id, sessions.BY_PASSWORD, here)
    except NotFound as gone:
        return render_template("people/no_longer.html", words=str(gone)), 404
    if person.has_second_step:  # a reset by whomever leaves the second step as it is
        return ask_code(person.account_id, chosen_at)
    return go_in(token, person.staff_number, shared=device is not None)


def _chooser() -> Chooser | None:
    secret_id = choosing()
    return find_chooser(secret_id) if secret_id else None


def _slip(number: str, code: str) -> Found | None:
    place, _shared = place_of_tries(number)
    attempts.refuse_early(number, place)
    with attempts.counted(number, place) as this_try:
        found = find_secret(code, number)
        this_try.right = found is not None
        return found
