"""The own second step: set up with an app on the telephone, taken away again."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company.queries import company
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Invalid, TooMany
from handbook.core.square_code import square_code
from handbook.core.transaction import transaction
from handbook.people import attempts, credentials_queries, second_step
from handbook.people.folding import number_key
from handbook.people.sign_in import prove_password_again
from handbook.people.tokens import grouped
from handbook.people.views.blueprint import blueprint
from handbook.people.views.entering import where
from handbook.people.ways_in_forms import CodeForm, PasswordForm, RemoveSecondStepForm
from handbook.permissions import Permission


@blueprint.get("/account/second-step")
@requires(Permission.OWN_ACCOUNT)
def show_second_step() -> ResponseReturnValue:
    """Show where the reader stands: nothing yet, a secret that waits for its first code, or set up."""
    return _page()


@blueprint.post("/account/second-step")
@requires(Permission.OWN_ACCOUNT)
def begin_second_step() -> ResponseReturnValue:
    """Make a new secret, once the reader's password is proven."""
    form, actor = PasswordForm(), acting()
    if not form.validate_on_submit():
        return _page(400, password_form=form)
    try:
        prove_password_again(actor, form.old.data)
    except (Invalid, TooMany) as refusal:
        return _page(refusal.status, str(refusal), password_form=form)
    with transaction():
        second_step.begin_set_up(actor)
    return redirect(url_for("people.show_second_step"))


@blueprint.post("/account/second-step/confirm")
@requires(Permission.OWN_ACCOUNT)
def confirm_second_step() -> ResponseReturnValue:
    """Let the second step count, once its first code is right."""
    form, actor = CodeForm(), acting()
    if not form.validate_on_submit():
        return _page(400, code_form=form)
    try:
        with transaction():
            second_step.confirm_set_up(actor, form.code.data, where())
    except Invalid as refusal:
        return _page(400, str(refusal), code_form=form)
    flash(_("Your second step is set up. From now on you type a code after your password."), "good")
    return redirect(url_for("people.show_account"))


@blueprint.post("/account/second-step/remove")
@requires(Permission.OWN_ACCOUNT)
def remove_second_step() -> ResponseReturnValue:
    """Take the own second step away, proven by password and code."""
    form, actor = RemoveSecondStepForm(), acting()
    if not form.validate_on_submit():
        return _page(400, remove_form=form)
    number = number_key(credentials_queries.subject(actor.employee_id).staff_number)
    try:
        prove_password_again(actor, form.old.data)
        with attempts.counted(number, f"{attempts.OWN_SESSION}{actor.session_id}") as this_try:
            with transaction():
                second_step.remove_own(actor, form.code.data, where())
            this_try.right = True
    except (Invalid, TooMany) as refusal:
        return _page(refusal.status, str(refusal), remove_form=form)
    flash(_("Your second step is taken away."), "good")
    return redirect(url_for("people.show_account"))


def _page(status: int = 200, refusal: str | None = None, **forms: object) -> ResponseReturnValue:
    actor = acting()
    person = credentials_queries.subject(actor.employee_id)
    secret = second_step.pending_secret(actor)
    address = second_step.address_for_app(secret, person.staff_number, company().name) if secret else ""
    given = {"password_form": PasswordForm, "code_form": CodeForm, "remove_form": RemoveSecondStepForm}
    shown = {name: forms.get(name) or form(formdata=None) for name, form in given.items()}
    return (
        render_template(
            "people/second_step.html",
            person=person,
            refusal=refusal,
            secret=grouped(secret) if secret else None,
            picture=square_code(address) if secret else None,
            **shown,
        ),
        status,
    )
