"""Signing, the receipt and the sealed paper."""

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.acknowledgements import operations, queries, strokes, wording
from handbook.acknowledgements.delta import words_changed
from handbook.acknowledgements.emails_receipt import dispute_address
from handbook.acknowledgements.forms import SignForm
from handbook.acknowledgements.policy import may_read_paper
from handbook.acknowledgements.readiness import Readiness, readiness_of
from handbook.acknowledgements.surroundings import Surroundings
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.acknowledgements.views.newer import newer_text
from handbook.adjustments import queries as adjustments
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
from handbook.rules.changes import parts_of


@blueprint.get("/sign")
@requires(Permission.HANDBOOK_SIGN)
def show_sign() -> ResponseReturnValue:
    """Show what would be signed now or what comes first; who has signed already is led to the receipt."""
    actor = acting()
    ready = readiness_of(queries.signature_context(actor, chosen_language()))
    if ready.has_signed:
        signed = queries.find_acknowledgement(ready.context.edition.id, actor.employee_id)
        return redirect(url_for("acknowledgements.show_receipt", acknowledgement_id=signed))
    if ready.wants_paper:
        return render_template("acknowledgements/on_paper.html", context=ready.context)
    first = None if ready.unread else _first(ready)
    if first is not None:
        return redirect(url_for(first, lang=ready.context.page.language))
    return _signing_page(_form(ready), ready)


@blueprint.post("/sign")
@requires(Permission.HANDBOOK_SIGN)
def sign() -> ResponseReturnValue:
    """Prove the person once more and write the signature; the same post twice leads to the same receipt."""
    form, actor = SignForm(), acting()
    if not form.validate_on_submit():
        return _again(form, 400)
    draft = form.draft()
    fault_point("after-parsing")
    edition = rules.edition(draft.edition_number)
    signed = queries.find_acknowledgement(edition.id, actor.employee_id)
    if signed is None:
        where = Surroundings(device(), short_address(), people.find_shared_device(actor.session_id))
        try:
            proof = prove_again(actor, form.password.data)
            with transaction():
                signed = operations.sign(actor, draft, proof, where)
        except Conflict as newer:
            return newer_text(str(newer))
        except (Invalid, TooMany) as refusal:
            return _again(form, refusal.status, str(refusal))
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
        drawn=strokes.path(row.strokes) if row.strokes else "",
        words=wording.for_signer(row),
        address=dispute_address(row),
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


def _first(ready: Readiness) -> str | None:
    """Return the page that comes between the last rule and the signature, or None."""
    if not ready.has_agreed:
        return "acknowledgements.show_how"
    return "acknowledgements.show_questions" if ready.open_questions else None


def _form(ready: Readiness) -> SignForm:
    context = ready.context
    return SignForm(
        formdata=None,
        edition=str(context.edition.number),
        manifest=context.edition.manifest_sha256,
        profile=context.page.profile,
        language=context.page.language,
        shown_at=clock.now().isoformat(),
        idempotency_key=new_id(),
        typed_name=context.person.name,
    )


def _again(form: SignForm, status: int, refusal: str | None = None) -> ResponseReturnValue:
    """Show the form once more, with what was typed."""
    context = queries.signature_context(acting(), form.language.data or chosen_language())
    return _signing_page(form, readiness_of(context), refusal), status


def _signing_page(form: SignForm, ready: Readiness, refusal: str | None = None) -> str:
    context, delta = ready.context, ready.delta
    mine = context.person.employee_id
    deadline = queries.find_invitation_deadline(context.edition.id, mine)
    return render_template(
        "acknowledgements/sign.html",
        form=form,
        ready=ready,
        context=context,
        refusal=refusal,
        words_changed=words_changed(context.edition, context.page.language, delta),
        parts_of=parts_of,
        signed_before=queries.signed_on(delta.since, mine) if delta.since else None,
        due=wording.due_words(deadline, clock.today(context.person.zone)) if deadline else "",
        agreed=[one for one in adjustments.agreed_with(mine, context.page.language) if one.rule_id in context.rule_ids],
    )
