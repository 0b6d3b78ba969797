"""The own account: password, PIN, sessions, language, and what happened to the ways in. Former employees too."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company.queries import company
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Invalid, NotFound, TooMany
from handbook.core.transaction import transaction
from handbook.people import credentials_queries, own_credentials, sessions
from handbook.people.device_words import device_words
from handbook.people.identity import LANGUAGES, forget_chosen_language, reader_zone
from handbook.people.passwords import hash_password, hash_pin
from handbook.people.sign_in import prove_password_again
from handbook.people.views.blueprint import blueprint
from handbook.people.views.entering import where
from handbook.people.ways_in_forms import ChangePasswordForm, LanguageForm, PinForm
from handbook.permissions import Permission


@blueprint.get("/account")
@requires(Permission.OWN_ACCOUNT)
def show_account() -> ResponseReturnValue:
    """Show how the reader signs in, where they are signed in, and what happened."""
    account = credentials_queries.own_account(acting())
    form = LanguageForm(language=account.person.language)
    form.language.choices = list(LANGUAGES.items())
    return render_template(
        "people/account.html", account=account, form=form, zone=reader_zone(), device_words=device_words
    )


@blueprint.get("/account/password")
@requires(Permission.OWN_ACCOUNT)
def show_change_password() -> ResponseReturnValue:
    """Ask for the password there is and the new one."""
    return render_template("people/change_password.html", form=ChangePasswordForm())


@blueprint.post("/account/password")
@requires(Permission.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Store the new password; every other session ends."""
    form, actor = ChangePasswordForm(), acting()
    person = credentials_queries.subject(actor.employee_id)
    if not form.is_fit([person.name, person.staff_number, company().name], person.staff_number):
        return render_template("people/change_password.html", form=form), 400
    try:
        proof = prove_password_again(actor, form.old.data)
        hashed = hash_password(form.password.data)
        with transaction():
            own_credentials.change_password(actor, proof, hashed, where())
    except (Invalid, TooMany) as refusal:
        return render_template("people/change_password.html", form=form, refusal=str(refusal)), refusal.status
    flash(
        _("Your new password counts from now on. Everywhere else you are signed out, and your PIN has ended."), "good"
    )
    return redirect(url_for("people.show_account"))


@blueprint.get("/account/pin")
@requires(Permission.OWN_ACCOUNT)
def show_choose_pin() -> ResponseReturnValue:
    """Ask for the password and a PIN."""
    return render_template("people/pin.html", form=PinForm())


@blueprint.post("/account/pin")
@requires(Permission.OWN_ACCOUNT)
def choose_pin() -> ResponseReturnValue:
    """Store the PIN for shared tablets."""
    form, actor = PinForm(), acting()
    person = credentials_queries.subject(actor.employee_id)
    if not form.is_fit([], person.staff_number):
        return render_template("people/pin.html", form=form), 400
    try:
        proof = prove_password_again(actor, form.old.data)
        hashed = hash_pin(form.pin.data)
        with transaction():
            own_credentials.choose_pin(actor, proof, hashed, where())
    except (Invalid, TooMany) as refusal:
        return render_template("people/pin.html", form=form, refusal=str(refusal)), refusal.status
    flash(_("Your PIN counts from now on, on the shared tablets at work."), "good")
    return redirect(url_for("people.show_account"))


@blueprint.post("/account/sessions/<session_id>/end")
@requires(Permission.OWN_ACCOUNT)
def end_own_session(session_id: str) -> ResponseReturnValue:
    """Sign the reader out of one device."""
    actor = acting()
    with transaction():
        if not sessions.end_one_of_own(actor, session_id):
            raise NotFound(_("There is no such device. You may have signed out there meanwhile."))
    flash(_("You are signed out there."), "good")
    return redirect(url_for("people.show_account"))


@blueprint.post("/account/sessions/end-others")
@requires(Permission.OWN_ACCOUNT)
def end_other_sessions() -> ResponseReturnValue:
    """Sign the reader out everywhere but here."""
    actor = acting()
    with transaction():
        sessions.end_sessions(actor.account_id, but=actor.session_id)
    flash(_("Everywhere else you are signed out."), "good")
    return redirect(url_for("people.show_account"))


@blueprint.post("/account/language")
@requires(Permission.OWN_ACCOUNT)
def choose_language() -> ResponseReturnValue:
    """Store the reader's own language; it counts at once."""
    form = LanguageForm()
    with transaction():
        own_credentials.choose_language(acting(), form.language.data or "", frozenset(LANGUAGES))
    forget_chosen_language()
    return redirect(url_for("people.show_account"))


@blueprint.post("/account/seen")
@requires(Permission.OWN_ACCOUNT)
def mark_seen() -> ResponseReturnValue:
    """Note that the reader has seen what others did; it stays in the list below."""
    with transaction():
        own_credentials.mark_news_seen(acting())
    return redirect(url_for("people.show_account"))
