"""Reading on, signing, the receipt and the sealed paper."""

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.acknowledgements import operations, queries
from handbook.acknowledgements.forms import MarkReadForm, SignForm
from handbook.acknowledgements.operations import Surroundings
from handbook.acknowledgements.policy import may_read_paper
from handbook.acknowledgements.reading import SIGNED, read_rules
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.core import clock
from handbook.core.access_log import note_reading
from handbook.core.db import new_id
from handbook.core.doors import requires
from handbook.core.edge import acting, device, short_address
from handbook.core.errors import Conflict, Invalid, NotFound, TooMany
from handbook.core.faults import fault_point
from handbook.core.transaction import transaction
from handbook.documents import queries as documents
from handbook.people import queries as people
from handbook.people.identity import chosen_language
from handbook.people.sign_in import prove_again
from handbook.permissions import Permission
from handbook.rules import queries as rules


@blueprint.post("/handbook/read")
@requires(Permission.HANDBOOK_READ)
def mark_read() -> ResponseReturnValue:
    """Note that the reader goes on from a rule, and show the next one; after the last, the signing page."""
    form, actor = MarkReadForm(), acting()
    if not form.validate_on_submit():
        raise Invalid(_("This button was pressed on a damaged page. Open the rule again and press it there."))
    edition = rules.edition(int(form.edition.data))
    person = people.find_placed(actor.employee_id, clock.now().date())
    page = rules.page(edition.id, person.profile if person else "everyone", form.language.data)
    if form.rule_id.data not in page.rule_ids:
        raise NotFound(_("There is no such rule in this edition."))
    with transaction():
        operations.mark_read(actor, edition.id, page.language, form.rule_id.data)
    after = page.rule_ids[page.rule_ids.index(form.rule_id.data) + 1 :]
    if not after:
        return redirect(url_for("acknowledgements.show_sign", lang=page.language))
    return redirect(url_for("rules.show_rule", edition=edition.number, language=page.language, rule_id=after[0]))


@blueprint.get("/sign")
@requires(Permission.HANDBOOK_SIGN)
def show_sign() -> ResponseReturnValue:
    """Show what would be signed now, or what is still unread, or the receipt of what is signed already."""
    actor = acting()
    context = queries.signature_context(actor, chosen_language())
    signed = queries.find_acknowledgement(context.edition.id, actor.employee_id)
    if signed is not None:
        return redirect(url_for("acknowledgements.show_receipt", acknowledgement_id=signed))
    form = SignForm(
        formdata=None,
        edition=str(context.edition.number),
        manifest=context.edition.manifest_sha256,
        profile=context.page.profile,
        language=context.page.language,
        shown_at=clock.now().isoformat(),
        idempotency_key=new_id(),
        typed_name=actor.name,
    )
    return _signing_page(form)


@blueprint.post("/sign")
@requires(Permission.HANDBOOK_SIGN)
def sign() -> ResponseReturnValue:
    """Prove the person once more and write the signature; the same post twice leads to the same receipt."""
    form, actor = SignForm(), acting()
    if not form.validate_on_submit():
        return _signing_page(form, status=400)
    draft = form.draft()
    fault_point("after-parsing")
    edition = rules.edition(draft.edition_number)
    signed = queries.find_acknowledgement(edition.id, actor.employee_id)
    if signed is None:
        try:
            proof = prove_again(actor, form.password.data)
            with transaction():
                signed = operations.sign(actor, draft, proof, Surroundings(device(), short_address()))
        except Conflict as newer:
            return _newer_text(str(newer))
        except (Invalid, TooMany) as refusal:
            return _signing_page(form, status=refusal.status, refusal=str(refusal))
    fault_point("before-reply")
    return redirect(url_for("acknowledgements.show_receipt", acknowledgement_id=signed))


@blueprint.get("/sign/receipt/<acknowledgement_id>")
@requires(Permission.OWN_FILE_READ)
def show_receipt(acknowledgement_id: str) -> ResponseReturnValue:
    """Show the receipt of the reader's own signature."""
    row = queries.acknowledgement_for(acting(), acknowledgement_id)
    return render_template(
        "acknowledgements/receipt.html",
        row=row,
        edition=rules.edition_by_id(row.edition_id),
        position=queries.position_of(row.id),
        document=documents.documents_of([row.id]).get(row.id),
    )


@blueprint.get("/signatures/<acknowledgement_id>.pdf")
@requires(Permission.OWN_FILE_READ)
def show_paper(acknowledgement_id: str) -> ResponseReturnValue:
    """Hand out the sealed paper of a signature: to the signer, or to HR, whose reading is written down first."""
    actor = acting()
    owner = queries.find_signer(acknowledgement_id)
    if owner is None or not may_read_paper(actor, owner):
        raise NotFound(_("There is no such paper."))
    document = documents.document_of(acknowledgement_id)
    if actor.employee_id != owner:
        note_reading(actor, owner, "signature", acknowledgement_id, "opened the signed handbook")
    name = f"handbook-{document.code}.pdf"
    headers = {"Content-Disposition": f"inline; filename={name}"}
    return Response(documents.bytes_of(document), mimetype="application/pdf", headers=headers)


def _signing_page(form: SignForm, status: int = 200, refusal: str | None = None) -> ResponseReturnValue:
    actor = acting()
    context = queries.signature_context(actor, form.language.data or chosen_language())
    read = read_rules(actor.employee_id, context.edition.id, context.page.language)
    unread = [rule_id for rule_id in context.rule_ids if rule_id not in read]
    return (
        render_template(
            "acknowledgements/sign.html",
            form=form,
            context=context,
            unread=unread,
            refusal=refusal,
            signed=SIGNED in read,
            deadline=queries.find_invitation_deadline(context.edition.id, actor.employee_id),
        ),
        status,
    )


def _newer_text(words: str) -> ResponseReturnValue:
    context = queries.signature_context(acting(), chosen_language())
    return render_template("acknowledgements/newer.html", words=words, context=context), 409
