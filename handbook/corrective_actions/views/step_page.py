"""The page of a step, shown also after a refused form, and acting on it with the person proven."""

from collections.abc import Callable

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import TextAreaField

from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.policy import may_read_case
from handbook.corrective_actions.fields import ProvenForm
from handbook.corrective_actions.ladders.ladder import Step, step_title, step_words
from handbook.corrective_actions.steps import policy, queries
from handbook.corrective_actions.steps.appeals import AppealState, outcome_words
from handbook.corrective_actions.steps.forms_acts import (
    ApproveForm,
    DeclineForm,
    LookAgainForm,
    ReceiptForm,
    ServeForm,
    StatementForm,
    WithdrawForm,
)
from handbook.corrective_actions.steps.lifecycle import Move, State, may_move
from handbook.corrective_actions.steps.pages import StepPage
from handbook.corrective_actions.views.acting import prove_and_act, stale_words
from handbook.people.identity import chosen_language
from handbook.people.sign_in import Proof

FORMS: dict[str, type[FlaskForm]] = {
    "approve": ApproveForm,
    "decline": DeclineForm,
    "withdraw": WithdrawForm,
    "serve": ServeForm,
    "receipt": ReceiptForm,
    "look": LookAgainForm,
}

# What somebody must be able to do for a form to be on the page, where that has another name.
_NEEDS = {"decline": "approve", "statement": "reply", "receipt": "confirm"}


def step_page(actor: Actor, action_id: str, sent: FlaskForm | None = None, stale: str = "") -> str:
    """Show the step; whoever else than the employee reads it is written down first.

    `sent` is a form that was refused. A letter that the employee has not opened shows that it is there, and no more.
    """
    parties = queries.may_open(actor, action_id)
    subject_id = parties.case.subject_id
    own = actor.employee_id == subject_id
    if not own:
        note_reading(actor, subject_id if parties.is_served else None, "step", action_id, "opened the step")
    page = queries.opened_step(action_id, parties)
    if own and not parties.is_served:
        return render_template("corrective_actions/show_laid_open.html", step=page, form=FlaskForm())
    may = _what_may(actor, page)
    return render_template(
        "corrective_actions/show_action.html",
        step=page,
        title=step_title(Step(page.action.step)),
        step_words=step_words,
        outcome_words=outcome_words,
        forms=_forms(page, sent),
        stale=stale,
        left=_left(sent, may) if stale else [],
        own=own,
        may_read_case=may_read_case(actor, parties.case),
        may=may,
    )


def act(action_id: str, form: ProvenForm, do: Callable[[Actor, Proof], None]) -> ResponseReturnValue:
    """Check the form, prove the person, act in one transaction; after a fault or a stale text nothing typed is lost."""
    actor = acting()
    queries.may_open(actor, action_id)
    if not form.validate_on_submit():
        return step_page(actor, action_id, form), 400
    refusal = prove_and_act(actor, form, lambda proof: do(actor, proof))
    if refusal is None:
        return redirect(url_for("corrective_actions.show_action", action_id=action_id))
    return step_page(actor, action_id, form, stale=stale_words(refusal)), refusal.status


def write(action_id: str, form: FlaskForm, do: Callable[[Actor], None]) -> ResponseReturnValue:
    """Do the same where no proof is asked: check the form, act in one transaction."""
    actor = acting()
    queries.may_open(actor, action_id)
    if not form.validate_on_submit():
        return step_page(actor, action_id, form), 400
    try:
        with transaction():
            do(actor)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return step_page(actor, action_id, form), 400
    except Conflict as stale:
        return step_page(actor, action_id, form, stale=str(stale)), 409
    return redirect(url_for("corrective_actions.show_action", action_id=action_id))


def _left(sent: FlaskForm | None, may: dict[str, bool]) -> list[str]:
    """Return the words of a refused form for which there is no place on the page any more."""
    if sent is None or may[_NEEDS.get(name := sent._prefix.rstrip("-"), name)]:
        return []
    return [field.data for field in sent if isinstance(field, TextAreaField) and field.data]


def _forms(page: StepPage, sent: FlaskForm | None) -> dict[str, FlaskForm]:
    shown = {name: form(None, prefix=name) for name, form in FORMS.items()}
    shown["statement"] = StatementForm(None, prefix="statement", language=chosen_language())
    if sent is not None:
        shown[sent._prefix.rstrip("-")] = sent
    shown["serve"].offer()
    for name in ("serve", "withdraw", "look"):
        shown[name].row_version.data, shown[name].row_version.raw_data = page.action.row_version, None
    for name in ("approve", "decline"):
        shown[name].proposal.data = page.action.proposal_sha256
    return shown


def _what_may(actor: Actor, page: StepPage) -> dict[str, bool]:
    """Return by name what the actor may do with this step now; the page offers that and nothing else."""
    state, parties = State(page.action.state), page.parties
    decides, answers = policy.may_propose(actor, parties.case), policy.may_answer(actor, parties)
    serves = policy.may_serve(actor, parties)
    stage = AppealState(page.appeal.head.state) if page.appeal else None
    arranged = stage is not None and stage is not AppealState.DECIDED
    return {
        "approve": policy.may_approve(actor, parties),
        "revise": decides and may_move(state, Move.REVISE),
        "withdraw": decides and may_move(state, Move.WITHDRAW),
        "serve": serves and may_move(state, Move.SERVE),
        "reply": answers,
        "confirm": answers and may_move(state, Move.RECEIVE),
        "refuse": serves and may_move(state, Move.REFUSE),
        "appeal": answers and page.appeal is None,
        "arrange": arranged and policy.may_arrange(actor, parties),
        "decide": stage is AppealState.ARRANGED and policy.may_hear(actor, parties),
        "look": decides and parties.is_served and bool(page.to_look_at),
    }
