"""The pages of cases and steps."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from handbook.complaints import queries as complaints
from handbook.core import clock
from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid, NotFound, TooMany
from handbook.core.transaction import transaction
from handbook.corrective_actions import lists, operations, policy, queries, sealing
from handbook.corrective_actions.forms import (
    ApproveForm,
    DeclineForm,
    OpenCaseForm,
    ProposalForm,
    ProvenForm,
    ReceiptForm,
    ServeForm,
    StatementForm,
)
from handbook.corrective_actions.ladder import Step, step_title
from handbook.corrective_actions.lifecycle import Move, State, may_move
from handbook.corrective_actions.pages import CasePage, StepPage
from handbook.documents import queries as documents
from handbook.people.identity import chosen_language
from handbook.people.sign_in import Proof, prove_again
from handbook.permissions import Permission

blueprint = Blueprint("corrective_actions", __name__)


@blueprint.get("/cases")
@requires(Permission.CASE_READ)
def show_cases() -> ResponseReturnValue:
    """List the reader's cases, first those that wait for the reader, and the letters that could not be sealed."""
    actor = acting()
    return render_template(
        "corrective_actions/show_cases.html",
        listing=lists.cases_for(actor, min(max(1, request.args.get("page", 1, int)), 10**6)),
        failed=lists.failed_seals(actor),
        titles=complaints.rule_titles(chosen_language()),
        step_title=step_title,
    )


@blueprint.get("/complaints/<complaint_id>/case")
@requires(Permission.CASE_OPEN)
def show_open_case(complaint_id: str) -> ResponseReturnValue:
    """Show the form that opens a case about one person whom a complaint names."""
    actor, form = acting(), OpenCaseForm()
    complaint = complaints.complaint_in_hand(actor, complaint_id)
    form.allegation.data = complaint.words
    return _open_case_page(actor, complaint_id, form)


@blueprint.post("/complaints/<complaint_id>/case")
@requires(Permission.CASE_OPEN)
def open_case(complaint_id: str) -> ResponseReturnValue:
    """Open a case; after a fault the form keeps what was typed."""
    actor, form = acting(), OpenCaseForm()
    _offer_case(actor, complaint_id, form)
    if not form.validate_on_submit():
        return _open_case_page(actor, complaint_id, form), 400
    try:
        with transaction():
            case_id = operations.open_case(actor, complaint_id, form.draft())
    except (Invalid, Conflict) as fault:
        form.form_errors.extend(str(fault).splitlines())
        return _open_case_page(actor, complaint_id, form), fault.status
    return redirect(url_for("corrective_actions.show_case", case_id=case_id))


@blueprint.get("/cases/<case_id>")
@requires(Permission.CASE_READ)
def show_case(case_id: str) -> ResponseReturnValue:
    """Show a case to those who work on it; the reading is written down first."""
    actor = acting()
    page = queries.case_for(actor, case_id, chosen_language())
    # Of no employee's file: nobody learns of a case by the list of readers before a letter is served.
    note_reading(actor, None, "case", case_id, "working on the case")
    page = queries.case_for(actor, case_id, chosen_language())
    return render_template(
        "corrective_actions/show_case.html",
        case=page,
        may_propose=policy.may_propose(actor, page.parties) and not _has_open_step(page),
        step_title=step_title,
        titles=complaints.rule_titles(chosen_language()),
    )


@blueprint.get("/cases/<case_id>/propose")
@requires(Permission.STEP_PROPOSE)
def show_propose(case_id: str) -> ResponseReturnValue:
    """Show the decider the form of a proposal, filled with what stands where it waits for approval already."""
    actor, form = acting(), ProposalForm()
    case = queries.case_for(actor, case_id, chosen_language())
    waiting = queries.find_open_step(case_id)
    if waiting is not None and State(waiting.state) is State.PROPOSED:
        _fill(form, queries.step_for(actor, waiting.id))
    elif waiting is None:
        form.observed_on.data, form.observed_time.data = case.line.happened_at.date(), case.line.happened_at.time()
        form.place.data = ", ".join(part for part in (case.opened.location, case.opened.place) if part)
    return _propose_page(actor, case, form)


@blueprint.post("/cases/<case_id>/propose")
@requires(Permission.STEP_PROPOSE)
def propose(case_id: str) -> ResponseReturnValue:
    """Propose a step; after a fault or a stale version the form keeps what was typed and what stands is shown."""
    actor, form = acting(), ProposalForm()
    case = queries.case_for(actor, case_id, chosen_language())
    form.offer(queries.approvers(case.parties, actor.employee_id))
    if not form.validate_on_submit():
        return _propose_page(actor, case, form), 400
    made: list[str] = []

    def act(proof: Proof) -> None:
        made.append(operations.propose(actor, proof, case_id, form.draft(case.opened.zone)))

    refusal = _prove_and_act(actor, form, act)
    if refusal is not None:
        return _propose_page(actor, case, form, stale=_stale(refusal)), refusal.status
    return redirect(url_for("corrective_actions.show_action", action_id=made[0]))


@blueprint.get("/actions/<action_id>")
@requires(Permission.STEP_ANSWER)
def show_action(action_id: str) -> ResponseReturnValue:
    """Show a step: to the people of its case, and once it is served to the employee and to HR."""
    return _action_page(acting(), action_id)


@blueprint.post("/actions/<action_id>/approve")
@requires(Permission.STEP_APPROVE)
def approve(action_id: str) -> ResponseReturnValue:
    """Approve exactly the proposal that was shown."""
    form = ApproveForm(prefix="approve")
    return _act(action_id, form, lambda actor, proof: operations.approve(actor, proof, action_id, form.proposal.data))


@blueprint.post("/actions/<action_id>/decline")
@requires(Permission.STEP_APPROVE)
def decline(action_id: str) -> ResponseReturnValue:
    """Do not approve the proposal that was shown, and say why."""
    form = DeclineForm(prefix="decline")
    return _act(
        action_id,
        form,
        lambda actor, proof: operations.decline(actor, proof, action_id, form.proposal.data, form.reason.data),
    )


@blueprint.post("/actions/<action_id>/serve")
@requires(Permission.STEP_SERVE)
def serve(action_id: str) -> ResponseReturnValue:
    """Serve the letter."""
    form = ServeForm(prefix="serve")
    form.offer()
    return _act(
        action_id,
        form,
        lambda actor, proof: operations.serve(actor, proof, action_id, form.manner.data, form.row_version.data),
    )


@blueprint.post("/actions/<action_id>/statement")
@requires(Permission.STEP_ANSWER)
def add_statement(action_id: str) -> ResponseReturnValue:
    """Keep the employee's own words with the letter."""
    actor, form = acting(), StatementForm(prefix="statement")
    queries.step_for(actor, action_id)
    if not form.validate_on_submit():
        return _action_page(actor, action_id, form), 400
    try:
        with transaction():
            operations.add_statement(actor, action_id, form.words.data, form.language.data, form.idempotency_key.data)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _action_page(actor, action_id, form), 400
    flash(_("Your statement is kept with the letter. Nobody can change or remove it."), "good")
    return redirect(url_for("corrective_actions.show_action", action_id=action_id))


@blueprint.post("/actions/<action_id>/receipt")
@requires(Permission.STEP_ANSWER)
def confirm_receipt(action_id: str) -> ResponseReturnValue:
    """Confirm that the letter was received."""
    form = ReceiptForm(prefix="receipt")
    return _act(
        action_id,
        form,
        lambda actor, proof: operations.confirm_receipt(actor, proof, action_id, chosen_language()),
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


def _offer_case(actor: Actor, complaint_id: str, form: OpenCaseForm) -> dict[str, str]:
    complaint, titles = complaints.complaint_in_hand(actor, complaint_id), complaints.rule_titles(chosen_language())
    people = complaint.people
    able = queries.deciders_of_complaint(actor, complaint)
    form.offer(people, {rule.rule_id: titles.get(rule.rule_id, rule.rule_id) for rule in complaint.rules}, able)
    return able


def _open_case_page(actor: Actor, complaint_id: str, form: OpenCaseForm) -> str:
    able = _offer_case(actor, complaint_id, form)
    complaint = complaints.complaint_for(actor, complaint_id)
    return render_template("corrective_actions/show_open_case.html", form=form, complaint=complaint, deciders=able)


def _propose_page(actor: Actor, case: CasePage, form: ProposalForm, stale: str = "") -> str:
    able = queries.approvers(case.parties, actor.employee_id)
    form.offer(able)
    now = queries.find_open_step(case.id) if stale else None
    stands = queries.step_for(actor, now.id) if now else None
    if stands is not None:
        form.row_version.data, form.row_version.raw_data = stands.action.row_version, None
    return render_template(
        "corrective_actions/show_propose.html",
        case=case,
        form=form,
        approvers=able,
        stale=stale,
        stands=stands,
        may_propose=policy.may_propose(actor, case.parties),
    )


def _fill(form: ProposalForm, page: StepPage) -> None:
    proposal = page.proposal
    for name in ("place", "observed", "heard", "reasons", "change", "change_by", "help", "not_notified_reason"):
        form[name].data = getattr(proposal, name)
    observed = clock.local(proposal.observed_at, proposal.zone)
    form.observed_on.data, form.observed_time.data = observed.date(), observed.time()
    form.approver_id.data, form.step.data = proposal.approver_id, proposal.step
    form.row_version.data = page.action.row_version


def _action_page(actor: Actor, action_id: str, sent: FlaskForm | None = None, stale: str = "") -> str:
    """Show the step, also after a refused form; whoever else than the employee reads it is written down first."""
    page = queries.step_for(actor, action_id)
    if actor.employee_id != page.action.subject_id:
        note_reading(actor, page.action.subject_id if page.served else None, "step", action_id, "opened the step")
        page = queries.step_for(actor, action_id)  # the note has ended the read transaction
    state = State(page.action.state)
    forms = {"approve": ApproveForm, "decline": DeclineForm, "serve": ServeForm, "receipt": ReceiptForm}
    shown = {name: form(None, prefix=name) for name, form in forms.items()}
    shown["statement"] = StatementForm(None, prefix="statement", language=chosen_language())
    if sent is not None:
        shown[sent._prefix.rstrip("-")] = sent
    shown["serve"].offer()
    shown["serve"].row_version.data, shown["serve"].row_version.raw_data = page.action.row_version, None
    for name in ("approve", "decline"):
        shown[name].proposal.data = page.action.proposal_sha256
    answers = policy.may_answer(actor, page.parties)
    return render_template(
        "corrective_actions/show_action.html",
        step=page,
        title=step_title(Step(page.action.step)),
        forms=shown,
        stale=stale,
        own=actor.employee_id == page.action.subject_id,
        may_read_case=policy.may_read_case(actor, page.parties.case),
        may_approve=policy.may_approve(actor, page.parties) and may_move(state, Move.APPROVE),
        may_revise=policy.may_propose(actor, page.parties.case) and may_move(state, Move.REVISE),
        may_serve=policy.may_serve(actor, page.parties) and may_move(state, Move.SERVE),
        may_reply=answers and may_move(state, Move.REPLY),
        may_confirm=answers and may_move(state, Move.RECEIVE),
    )


def _act(action_id: str, form: ProvenForm, act: Callable[[Actor, Proof], None]) -> ResponseReturnValue:
    """Check the form, prove the person, act in one transaction; after a fault or a stale text nothing typed is lost."""
    actor = acting()
    queries.step_for(actor, action_id)
    if not form.validate_on_submit():
        return _action_page(actor, action_id, form), 400
    refusal = _prove_and_act(actor, form, lambda proof: act(actor, proof))
    if refusal is None:
        return redirect(url_for("corrective_actions.show_action", action_id=action_id))
    return _action_page(actor, action_id, form, stale=_stale(refusal)), refusal.status


def _prove_and_act(actor: Actor, form: ProvenForm, act: Callable[[Proof], None]) -> Invalid | TooMany | Conflict | None:
    """Return None where all went well, else the refusal, whose words stand in the form."""
    try:
        proof = prove_again(actor, form.password.data)
    except (Invalid, TooMany) as wrong:
        form.password.errors = [str(wrong)]
        return wrong
    try:
        with transaction():
            act(proof)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return fault
    except Conflict as stale:
        return stale
    return None


def _stale(refusal: Invalid | TooMany | Conflict) -> str:
    return str(refusal) if isinstance(refusal, Conflict) else ""


def _has_open_step(page: CasePage) -> bool:
    return any(step.state is not State.DECLINED for step in page.steps)
