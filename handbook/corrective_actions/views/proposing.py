"""The page on which a decider proposes a step."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.corrective_actions.cases.pages import CasePage
from handbook.corrective_actions.cases.queries import case_for
from handbook.corrective_actions.ladders.ladder import Step, step_title, step_words
from handbook.corrective_actions.steps import policy, proposing, queries
from handbook.corrective_actions.steps.comparing import comparables
from handbook.corrective_actions.steps.forms import ProposalForm
from handbook.corrective_actions.steps.grounds import Grounds, grounds_of
from handbook.corrective_actions.steps.lifecycle import State
from handbook.corrective_actions.steps.models import StepProposed
from handbook.corrective_actions.steps.whole import proposal_of
from handbook.corrective_actions.views.acting import prove_and_act, stale_words
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.people.identity import chosen_language
from handbook.people.sign_in import Proof
from handbook.permissions import Permission

_WORDS = (
    "place",
    "observed",
    "heard",
    "reasons",
    "change",
    "change_by",
    "help",
    "not_notified_reason",
    "deviation_reason",
    "going_on_reason",
    "first_on",
    "last_on",
    "step",
)


@blueprint.get("/cases/<case_id>/propose")
@requires(Permission.STEP_PROPOSE)
def show_propose(case_id: str) -> ResponseReturnValue:
    """Show the decider the form of a proposal, filled with what stands where it waits for approval already."""
    actor, form = acting(), ProposalForm()
    case = case_for(actor, case_id, chosen_language())
    waiting = queries.find_open_step(case_id)
    if waiting is not None and State(waiting.state) is State.PROPOSED:
        _fill(form, waiting.row_version, proposal_of(waiting))
    elif waiting is None:
        form.observed_on.data = case.line.happened_at.date()
        form.observed_time.data = case.line.happened_at.time() if case.line.time_known else None
        form.place.data = ", ".join(part for part in (case.opened.location, case.opened.place) if part)
    return _propose_page(actor, case, form, _offer(actor, case, form))


@blueprint.post("/cases/<case_id>/propose")
@requires(Permission.STEP_PROPOSE)
def propose(case_id: str) -> ResponseReturnValue:
    """Propose a step; after a fault or a stale version the form keeps what was typed and what stands is shown."""
    actor, form = acting(), ProposalForm()
    case = case_for(actor, case_id, chosen_language())
    grounds = _offer(actor, case, form)
    if not form.validate_on_submit():
        return _propose_page(actor, case, form, grounds), 400
    made: list[str] = []

    def act(proof: Proof) -> None:
        made.append(proposing.propose(actor, proof, case_id, form.draft(case.opened.zone)))

    refusal = prove_and_act(actor, form, act)
    if refusal is not None:
        return _propose_page(actor, case, form, _offer(actor, case, form), stale_words(refusal)), refusal.status
    return redirect(url_for("corrective_actions.show_action", action_id=made[0]))


def _propose_page(actor: Actor, case: CasePage, form: ProposalForm, grounds: Grounds, stale: str = "") -> str:
    now = queries.find_open_step(case.id) if stale else None
    stands = queries.step_for(actor, now.id) if now else None
    if stands is not None:
        form.row_version.data, form.row_version.raw_data = stands.action.row_version, None
    return render_template(
        "corrective_actions/show_propose.html",
        case=case,
        form=form,
        grounds=grounds,
        chosen=Step(form.step.data) if form.step.data in set(Step) else None,
        others=comparables(case.opened.rule_id, case.head.subject_id, grounds.day),
        stale=stale,
        stands=stands,
        step_title=step_title,
        step_words=step_words,
        may_propose=policy.may_propose(actor, case.parties),
    )


def _offer(actor: Actor, case: CasePage, form: ProposalForm) -> Grounds:
    """Fill the choices of the form; return what there is to go by for the step chosen, or the one recommended."""
    chosen = form.step.data
    grounds = grounds_of(case, Step(chosen) if chosen in set(Step) else None)
    if chosen is None:
        form.step.data = grounds.advice.step
    form.offer(grounds.ladder.steps, queries.approvers(case.id, case.parties, actor.employee_id))
    return grounds


def _fill(form: ProposalForm, row_version: int, proposal: StepProposed) -> None:
    for name in _WORDS:
        form[name].data = getattr(proposal, name)
    observed = clock.local(proposal.observed_at, proposal.zone)
    form.observed_on.data, form.observed_time.data = observed.date(), observed.time()
    for field, approver in zip((form.approver_id, form.second_approver_id), proposal.approver_ids, strict=False):
        field.data = approver
    form.row_version.data = row_version
