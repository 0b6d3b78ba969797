"""The pages of steps: reading, approving, taking back, serving, answering."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import NotFound
from handbook.core.transaction import transaction
from handbook.corrective_actions.steps import (
    answering,
    looking_again,
    operations,
    proposing,
    queries,
    sealing,
    serving,
)
from handbook.corrective_actions.steps.forms_acts import (
    ApproveForm,
    DeclineForm,
    LookAgainForm,
    ReceiptForm,
    ServeForm,
    StatementForm,
    WithdrawForm,
)
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.corrective_actions.views.step_page import act, step_page, write
from handbook.documents import queries as documents
from handbook.people.identity import chosen_language
from handbook.permissions import Permission


@blueprint.get("/actions/<action_id>")
@requires(Permission.STEP_ANSWER)
def show_action(action_id: str) -> ResponseReturnValue:
    """Show a step: to the people of its case, and once it is served to the employee and to HR."""
    return step_page(acting(), action_id)


@blueprint.post("/actions/<action_id>/approve")
@requires(Permission.STEP_APPROVE)
def approve(action_id: str) -> ResponseReturnValue:
    """Approve exactly the proposal that was shown."""
    form = ApproveForm(prefix="approve")
    return act(action_id, form, lambda actor, proof: operations.approve(actor, proof, action_id, form.proposal.data))


@blueprint.post("/actions/<action_id>/decline")
@requires(Permission.STEP_APPROVE)
def decline(action_id: str) -> ResponseReturnValue:
    """Do not approve the proposal that was shown, and say why."""
    form = DeclineForm(prefix="decline")
    return act(
        action_id,
        form,
        lambda actor, proof: operations.decline(actor, proof, action_id, form.proposal.data, form.reason.data),
    )


@blueprint.post("/actions/<action_id>/withdraw")
@requires(Permission.STEP_PROPOSE)
def withdraw(action_id: str) -> ResponseReturnValue:
    """Take a proposal back before it is served."""
    form = WithdrawForm(prefix="withdraw")
    return write(
        action_id,
        form,
        lambda actor: proposing.withdraw(actor, action_id, form.reason.data, form.row_version.data),
    )


@blueprint.post("/actions/<action_id>/serve")
@requires(Permission.STEP_SERVE)
def serve(action_id: str) -> ResponseReturnValue:
    """Serve the letter, or lay it open."""
    form = ServeForm(prefix="serve")
    form.offer()
    zone = queries.step_for(acting(), action_id).action.zone
    return act(
        action_id,
        form,
        lambda actor, proof: serving.serve(
            actor, proof, action_id, form.manner.data, form.row_version.data, form.happened_at(zone)
        ),
    )


@blueprint.post("/actions/<action_id>/open")
@requires(Permission.STEP_ANSWER)
def open_letter(action_id: str) -> ResponseReturnValue:
    """Open the letter that is laid open for the reader, who is served by that."""
    with transaction():
        serving.open_letter(acting(), action_id)
    return redirect(url_for("corrective_actions.show_action", action_id=action_id))


@blueprint.post("/actions/<action_id>/statement")
@requires(Permission.STEP_ANSWER)
def add_statement(action_id: str) -> ResponseReturnValue:
    """Keep the employee's own words with the letter."""
    form = StatementForm(prefix="statement")

    def keep(actor: Actor) -> None:
        answering.add_statement(actor, action_id, form.words.data, form.language.data, form.idempotency_key.data)

    answer = write(action_id, form, keep)
    if not form.errors:
        flash(_("Your statement is kept with the letter. Nobody can change or remove it."), "good")
    return answer


@blueprint.post("/actions/<action_id>/receipt")
@requires(Permission.STEP_ANSWER)
def confirm_receipt(action_id: str) -> ResponseReturnValue:
    """Confirm that the letter was received."""
    form = ReceiptForm(prefix="receipt")
    return act(
        action_id,
        form,
        lambda actor, proof: answering.confirm_receipt(actor, proof, action_id, chosen_language()),
    )


@blueprint.post("/actions/<action_id>/look-again")
@requires(Permission.STEP_PROPOSE)
def look_again(action_id: str) -> ResponseReturnValue:
    """Say why the step stands although one below it was overturned or reduced."""
    form = LookAgainForm(prefix="look")
    return act(
        action_id,
        form,
        lambda actor, proof: looking_again.look_again(actor, proof, action_id, form.words.data, form.row_version.data),
    )


@blueprint.post("/actions/<action_id>/seal")
@requires(Permission.STEP_SERVE)
def seal_again(action_id: str) -> ResponseReturnValue:
    """Let a letter that could not be sealed be tried once more."""
    with transaction():
        operations.seal_again(acting(), action_id)
    flash(_("The letter is being sealed again."), "calm")
    return redirect(url_for("corrective_actions.show_cases"))


@blueprint.get("/actions/<action_id>/letter.pdf")
@requires(Permission.STEP_ANSWER)
def show_letter(action_id: str) -> ResponseReturnValue:
    """Hand out a sealed document of a served step, by default the newest; every reading is written down first."""
    actor = acting()
    page = queries.step_for(actor, action_id)
    asked = request.args.get("document")
    sealed = [paper.document for paper in page.papers if paper.document and asked in (None, paper.document.id)]
    if not sealed:
        raise NotFound(_("This paper is not there, or it is still being sealed. Look again in a minute."))
    document = sealed[-1]
    note_reading(actor, page.action.subject_id, "letter", action_id, "opened the letter")
    headers = {"Content-Disposition": f"inline; filename={page.action.reference}-{document.code}.pdf"}
    return Response(documents.bytes_of(document), mimetype=sealing.MEDIA_TYPE, headers=headers)
