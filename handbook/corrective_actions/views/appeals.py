"""The pages of an appeal: lodging it, naming who hears it, deciding it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.queries import not_found
from handbook.corrective_actions.ladders.ladder import Step, step_title
from handbook.corrective_actions.one_hand import may_bring_hearer
from handbook.corrective_actions.steps import appealing, queries
from handbook.corrective_actions.steps.appeals import reductions
from handbook.corrective_actions.steps.forms_appeals import AppealForm, DecisionForm, HearingForm
from handbook.corrective_actions.steps.pages import StepPage
from handbook.corrective_actions.views.acting import prove_and_act, stale_words
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.people.identity import chosen_language
from handbook.people.queries import same_people
from handbook.permissions import Permission


@blueprint.get("/actions/<action_id>/appeal")
@requires(Permission.STEP_ANSWER)
def show_appeal(action_id: str) -> ResponseReturnValue:
    """Show the employee the form of an appeal."""
    return _appeal_page(_own(acting(), action_id), AppealForm(None, language=chosen_language()))


@blueprint.post("/actions/<action_id>/appeal")
@requires(Permission.STEP_ANSWER)
def lodge_appeal(action_id: str) -> ResponseReturnValue:
    """Lodge an appeal in own words."""
    actor, form = acting(), AppealForm()
    page = _own(actor, action_id)
    if not form.validate_on_submit():
        return _appeal_page(page, form), 400
    try:
        with transaction():
            appealing.lodge_appeal(actor, action_id, form.draft())
    except Invalid as fault:
        form.late_reason.errors = [str(fault)]
        return _appeal_page(_own(actor, action_id), form), 400
    return redirect(url_for("corrective_actions.show_action", action_id=action_id))


@blueprint.get("/actions/<action_id>/appeal/hearing")
@requires(Permission.STEP_SERVE)
def show_appeal_hearing(action_id: str) -> ResponseReturnValue:
    """Show the form that names who hears an appeal, when and where."""
    actor, form = acting(), HearingForm(None)
    page = _appealed(actor, action_id)
    if page.appeal and page.appeal.arranged:
        at = clock.local(page.appeal.arranged.hearing_at, page.action.zone)
        form.hearer_id.data, form.hearing_place.data = page.parties.hearer_id, page.appeal.arranged.hearing_place
        form.hearing_on.data, form.hearing_time.data = at.date(), at.time()
    return _hearing_page(actor, page, form)


@blueprint.post("/actions/<action_id>/appeal/hearing")
@requires(Permission.STEP_SERVE)
def arrange_appeal_hearing(action_id: str) -> ResponseReturnValue:
    """Name who hears an appeal, when and where."""
    actor, form = acting(), HearingForm()
    page = _appealed(actor, action_id)
    form.offer(_but_self(actor, queries.hearers(page.action, page.parties.case)))
    if not form.validate_on_submit():
        return _hearing_page(actor, page, form), 400
    draft = form.draft(page.action.zone)
    try:
        with transaction():
            appealing.arrange_hearing(actor, action_id, draft, form.row_version.data)
    except (Invalid, Conflict, Refused) as fault:
        return _hearing_page(actor, _appealed(actor, action_id), form, str(fault)), fault.status
    return redirect(url_for("corrective_actions.show_action", action_id=action_id))


@blueprint.get("/actions/<action_id>/appeal/decision")
@requires(Permission.APPEAL_HEAR)
def show_appeal_decision(action_id: str) -> ResponseReturnValue:
    """Show the hearer the form of the decision."""
    actor = acting()
    return _decision_page(_heard(actor, action_id), DecisionForm(None))


@blueprint.post("/actions/<action_id>/appeal/decision")
@requires(Permission.APPEAL_HEAR)
def decide_appeal(action_id: str) -> ResponseReturnValue:
    """Decide an appeal: dismissed, reduced or allowed."""
    actor, form = acting(), DecisionForm()
    page = _heard(actor, action_id)
    form.offer(_milder(page))
    if not form.validate_on_submit():
        return _decision_page(page, form), 400
    refusal = prove_and_act(
        actor,
        form,
        lambda proof: appealing.decide_appeal(actor, proof, action_id, form.draft(), form.row_version.data),
    )
    if refusal is not None:
        return _decision_page(_heard(actor, action_id), form, stale_words(refusal)), refusal.status
    return redirect(url_for("corrective_actions.show_action", action_id=action_id))


def _own(actor: Actor, action_id: str) -> StepPage:
    """Return a served step of the actor; raise NotFound, the same for that of somebody else."""
    page = queries.step_for(actor, action_id)
    if page.action.subject_id != actor.employee_id or page.served is None:
        raise not_found()
    return page


def _appealed(actor: Actor, action_id: str) -> StepPage:
    """Return a step against which somebody appeals; raise NotFound where there is none."""
    page = queries.step_for(actor, action_id)
    if page.appeal is None or page.action.subject_id == actor.employee_id:
        raise not_found()
    return page


def _heard(actor: Actor, action_id: str) -> StepPage:
    """Return a step whose appeal the actor hears; raise NotFound, the same for any other."""
    page = _appealed(actor, action_id)
    if page.parties.hearer_id != actor.employee_id:
        raise not_found()
    return page


def _appeal_page(page: StepPage, form: AppealForm) -> str:
    served = page.served
    is_late = served is not None and clock.today(page.action.zone) > served.appeal_until
    return render_template(
        "corrective_actions/show_appeal.html", step=page, title=_title(page), form=form, is_late=is_late
    )


def _but_self(actor: Actor, able: dict[str, str]) -> dict[str, str]:
    """Return by id the names of those whom the actor can name to hear an appeal: nobody names themselves."""
    human = same_people([actor.employee_id])[actor.employee_id]
    return {one: name for one, name in able.items() if one not in human}


def _hearing_page(actor: Actor, page: StepPage, form: HearingForm, refusal: str = "") -> str:
    able = queries.hearers(page.action, page.parties.case)
    others = _but_self(actor, able)
    form.offer(others)
    _show_version(page, form)
    return render_template(
        "corrective_actions/show_appeal_hearing.html",
        step=page,
        title=_title(page),
        form=form,
        hearers=others,
        could_hear=actor.employee_id in able,
        may_invite=may_bring_hearer(actor, page.action.case_id),
        refusal=refusal,
    )


def _decision_page(page: StepPage, form: DecisionForm, stale: str = "") -> str:
    form.offer(_milder(page))
    _show_version(page, form)
    return render_template(
        "corrective_actions/show_appeal_decision.html", step=page, title=_title(page), form=form, stale=stale
    )


def _milder(page: StepPage) -> list[Step]:
    """Return the steps to which the one at hand may be reduced: milder ones, or itself for a shorter time."""
    return reductions(page.proposal.kept_ladder.steps, Step(page.action.step))


def _show_version(page: StepPage, form: HearingForm | DecisionForm) -> None:
    if page.appeal is not None:
        form.row_version.data, form.row_version.raw_data = page.appeal.head.row_version, None


def _title(page: StepPage) -> str:
    return step_title(Step(page.action.step))
