"""Saying that the mail address on file, which somebody else wrote down, is the own one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid, TooMany
from handbook.core.transaction import transaction
from handbook.people import credentials_queries, own_credentials
from handbook.people.sign_in import prove_password_again
from handbook.people.views.blueprint import blueprint
from handbook.people.ways_in_forms import OwnAddressForm
from handbook.permissions import Permission


@blueprint.get("/account/address")
@requires(Permission.OWN_ACCOUNT)
def show_own_address() -> ResponseReturnValue:
    """Show the address on file and ask for the password; lead back where there is nothing to confirm."""
    person = credentials_queries.subject(acting().employee_id)
    if person.email is None or person.holder_of_address is None:
        return redirect(url_for("people.show_account"))
    return render_template("people/own_address.html", form=OwnAddressForm(address=person.email), address=person.email)


@blueprint.post("/account/address")
@requires(Permission.OWN_ACCOUNT)
def confirm_address() -> ResponseReturnValue:
    """Keep the address as the reader's own: from now on a link to it is their own doing."""
    form, actor = OwnAddressForm(), acting()
    address = form.address.data or ""
    if not form.validate_on_submit():
        return render_template("people/own_address.html", form=form, address=address), 400
    try:
        proof = prove_password_again(actor, form.old.data)
        with transaction():
            own_credentials.confirm_address(actor, proof, address)
    except Conflict as changed:
        flash(str(changed), "bad")
        return redirect(url_for("people.show_account"))
    except (Invalid, TooMany) as refusal:
        page = render_template("people/own_address.html", form=form, address=address, refusal=str(refusal))
        return page, refusal.status
    flash(_("The mail address is noted as your own."), "good")
    return redirect(url_for("people.show_account"))
