"""The pages on which another person confirms that only the wording of a rule changed, or says that it is more."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid, TooMany
from handbook.core.transaction import end_read, transaction
from handbook.people.sign_in import prove_password_again
from handbook.permissions import Permission
from handbook.publishing import confirming
from handbook.publishing.forms_publication import ConfirmForm, MaterialForm
from handbook.publishing.pending import pending
from handbook.publishing.views.blueprint import blueprint
from handbook.rules.changes import parts_of


@blueprint.get("/handbook/draft/confirm")
@requires(Permission.EDITORIAL_CONFIRM)
def show_confirmations() -> ResponseReturnValue:
    """List the changes that wait for another person's word."""
    return render_template("publishing/show_confirmations.html", waiting=confirming.waiting_for(acting()))


@blueprint.get("/handbook/draft/confirm/<rule_id>")
@requires(Permission.EDITORIAL_CONFIRM)
def show_confirmation(rule_id: str) -> ResponseReturnValue:
    """Show exactly what differs, and the two answers."""
    return _page(rule_id, ConfirmForm(formdata=None))


@blueprint.post("/handbook/draft/confirm/<rule_id>")
@requires(Permission.EDITORIAL_CONFIRM)
def confirm(rule_id: str) -> ResponseReturnValue:
    """Record the confirmation of exactly what was shown, once the password was typed again."""
    actor, form = acting(), ConfirmForm()
    confirming.change_to_confirm(actor, rule_id)
    if not form.validate_on_submit():
        return _page(rule_id, form), 400
    try:
        proof = prove_password_again(actor, form.password.data)
        seen = pending()
        end_read()
        with transaction():
            confirming.confirm(actor, proof, seen, rule_id, form.seen.data)
    except (Invalid, TooMany) as wrong:
        form.password.errors = [str(wrong)]
        return _page(rule_id, form), wrong.status
    except Conflict as stale:
        return _page(rule_id, form, str(stale)), 409
    flash(_("Confirmed: only the wording changed. It is written down under your name."), "good")
    return redirect(url_for("publishing.show_confirmations"))


@blueprint.post("/handbook/draft/confirm/<rule_id>/material")
@requires(Permission.EDITORIAL_CONFIRM)
def call_material(rule_id: str) -> ResponseReturnValue:
    """Say of exactly what was shown that it asks for something else."""
    actor, form = acting(), MaterialForm()
    confirming.change_to_confirm(actor, rule_id)
    seen = pending()
    end_read()
    try:
        with transaction():
            confirming.call_material(actor, seen, rule_id, form.seen.data or "")
    except Conflict as stale:
        return _page(rule_id, ConfirmForm(formdata=None), str(stale)), 409
    flash(_("The change counts as material: people are asked to sign again."), "good")
    return redirect(url_for("publishing.show_confirmations"))


def _page(rule_id: str, form: ConfirmForm, stale: str = "") -> str:
    found = confirming.change_to_confirm(acting(), rule_id)
    for one in (form, (material := MaterialForm(formdata=None))):
        one.seen.data, one.seen.raw_data = found.seen_sha256, None
    return render_template(
        "publishing/confirm.html", found=found, form=form, material=material, stale=stale, parts_of=parts_of
    )
