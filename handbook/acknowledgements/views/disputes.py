"""This was not me: the public page of a receipt, and the pages of those who examine."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.acknowledgements import disputed, disputes
from handbook.acknowledgements.disputed import EXAMINED, OPEN
from handbook.acknowledgements.forms_outcomes import DisputeForm, FindingForm, PageForm
from handbook.acknowledgements.receipt_lookup import Receipt, find_receipt
from handbook.acknowledgements.surroundings import Surroundings
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.core.access_log import note_reading
from handbook.core.actor import current_actor
from handbook.core.doors import public, requires
from handbook.core.edge import acting, address, device, short_address
from handbook.core.errors import Conflict, Invalid, TooMany
from handbook.core.flood import at_most
from handbook.core.transaction import transaction
from handbook.people.queries import device_words
from handbook.people.sign_in import Proof, prove_other, prove_password_again
from handbook.permissions import Permission


@blueprint.get("/r/<receipt>")
@public("whoever holds a receipt may say “this was not me”, also when their account is in other hands")
@at_most("60/minute")
def show_dispute(receipt: str) -> ResponseReturnValue:
    """Show what everybody may know of a receipt and the form, or that there is no such receipt."""
    return _receipt_page(DisputeForm(formdata=None), find_receipt(receipt))


@blueprint.post("/r/<receipt>")
@public("whoever holds a receipt may say “this was not me”, also when their account is in other hands")
@at_most("10/minute")
def dispute(receipt: str) -> ResponseReturnValue:
    """Write the dispute down. It goes to people who are not involved, never to a supervisor."""
    form, actor = DisputeForm(), current_actor()
    form.needs_contact = actor is None
    found = find_receipt(receipt)
    if found is None or not form.validate_on_submit():
        return _receipt_page(form, found, status=400)
    try:
        with transaction():
            disputes.dispute(actor, receipt, form.draft(), Surroundings(device(), short_address()))
    except Conflict as refusal:
        return _receipt_page(form, find_receipt(receipt), status=refusal.status)
    flash(_("Thank you. What you wrote goes only to people who are not involved."), "good")
    return redirect(url_for("acknowledgements.show_dispute", receipt=found.code))


@blueprint.get("/disputes")
@requires(Permission.DISPUTE_EXAMINE)
def show_disputes() -> ResponseReturnValue:
    """List the disputes in which the reader is not involved: open ones first."""
    show, page = PageForm(request.args).wanted(OPEN, EXAMINED)
    listing = disputed.disputes_for(acting(), show, page)
    return render_template("acknowledgements/disputes.html", listing=listing, show=show)


@blueprint.get("/disputes/<dispute_id>")
@requires(Permission.DISPUTE_EXAMINE)
def show_disputed(dispute_id: str) -> ResponseReturnValue:
    """Show a disputed signature with its facts; the reading is written down first."""
    actor = acting()
    page = disputed.dispute_for(actor, dispute_id)
    note_reading(actor, page.dispute.employee_id, "dispute", dispute_id, "examined a disputed signature")
    return _dispute_page(FindingForm(formdata=None), dispute_id)


@blueprint.post("/disputes/<dispute_id>")
@requires(Permission.DISPUTE_EXAMINE)
def find(dispute_id: str) -> ResponseReturnValue:
    """Prove the examiner once more, and the second one where there is one, and record the finding."""
    form, actor = FindingForm(), acting()
    disputed.dispute_for(actor, dispute_id)
    if not form.validate_on_submit():
        return _dispute_page(form, dispute_id, status=400)
    try:
        proof = prove_password_again(actor, form.password.data)
        second = _second(form)
        with transaction():
            disputes.find(actor, proof, dispute_id, form.finding.data, form.reasons.data, second)
    except (Invalid, Conflict, TooMany) as refusal:
        return _dispute_page(form, dispute_id, status=refusal.status, refusal=str(refusal))
    return redirect(url_for("acknowledgements.show_disputed", dispute_id=dispute_id))


def _second(form: FindingForm) -> Proof | None:
    """Return the proof of the second examiner, by password alone, or None where nobody typed one."""
    if not form.names_second:
        return None
    return prove_other(form.second_number.data, form.second_password.data, address(), on_shared_device=False)


def _receipt_page(form: DisputeForm, found: Receipt | None, status: int = 200) -> ResponseReturnValue:
    """Show the one page of all receipts; a name stands on it for its owner alone."""
    actor = current_actor()
    page = render_template(
        "acknowledgements/dispute.html",
        form=form,
        receipt=found,
        own=found is not None and actor is not None and actor.employee_id == found.employee_id,
        why_not=disputes.why_not(actor, found) if found else None,
    )
    return page, 404 if found is None else status


def _dispute_page(
    form: FindingForm, dispute_id: str, status: int = 200, refusal: str | None = None
) -> ResponseReturnValue:
    page = disputed.dispute_for(acting(), dispute_id)
    shown = {"page": page, "form": form, "refusal": refusal, "device_words": device_words}
    return render_template("acknowledgements/disputed.html", **shown), status
