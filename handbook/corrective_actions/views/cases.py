"""The pages of cases: the list, opening one, the case itself, and who has which part in it."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from handbook.complaints import queries as complaints
from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction
from handbook.corrective_actions import lists
from handbook.corrective_actions.cases import operations, queries, stations
from handbook.corrective_actions.cases import policy as of_cases
from handbook.corrective_actions.cases.disclosure import letters_of
from handbook.corrective_actions.cases.forms import OpenCaseForm
from handbook.corrective_actions.cases.forms_list import CaseFilterForm
from handbook.corrective_actions.cases.lifecycle import CaseState, state_words
from handbook.corrective_actions.cases.pages import CasePage
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.small_firm import one_may_do_both_at
from handbook.corrective_actions.cases.story import CaseStory, story_of
from handbook.corrective_actions.cases.waiting import vacant_cases
from handbook.corrective_actions.ladders.ladder import step_title
from handbook.corrective_actions.steps import policy
from handbook.corrective_actions.steps.lifecycle import State
from handbook.corrective_actions.steps.queries import steps_of
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.people.identity import chosen_language
from handbook.permissions import Permission


@blueprint.get("/cases")
@requires(Permission.CASE_READ)
def show_cases() -> ResponseReturnValue:
    """List the reader's cases, first those that wait for the reader, and the letters that could not be sealed.

    The filter and the page stand in the address.
    """
    actor, form = acting(), CaseFilterForm(request.args)
    form.offer()
    return render_template(
        "corrective_actions/show_cases.html",
        form=form,
        listing=lists.cases_for(actor, form.asked_page, form.asked_state),
        failed=lists.failed_seals(actor),
        vacant=vacant_cases(actor),
        titles=complaints.rule_titles(chosen_language()),
        states={state: state_words(state) for state in CaseState},
        step_title=step_title,
    )


@blueprint.get("/complaints/<complaint_id>/case")
@requires(Permission.CASE_OPEN)
def show_open_case(complaint_id: str) -> ResponseReturnValue:
    """Show the form that opens a case about one person whom a complaint names."""
    actor, form = acting(), OpenCaseForm()
    complaints.complaint_in_hand(actor, complaint_id)
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
    opens = queries.may_open(actor, case_id)
    note_reading(actor, opens.file_of, "case", case_id, "working on the case")
    page, steps, story = queries.opened_case(opens, chosen_language()), steps_of(case_id), story_of(case_id)
    return render_template(
        "corrective_actions/show_case.html",
        case=page,
        steps=steps,
        story=story,
        letters=letters_of(story),
        stations=stations.stations(page.head, story, page.opened.zone),
        next=_next(actor, page, story),
        act_by=page.act_by,
        today=page.today,
        may_investigate=of_cases.may_investigate(actor, page.parties),
        may_hear=of_cases.may_hear(actor, page.parties),
        may_propose=policy.may_propose(actor, page.parties) and all(step.state is State.DECLINED for step in steps),
        step_title=step_title,
        titles=complaints.rule_titles(chosen_language()),
    )


@blueprint.post("/cases/<case_id>/begin")
@requires(Permission.CASE_OPEN)
def begin(case_id: str) -> ResponseReturnValue:
    """Begin to look into a case; pressed twice it has begun all the same."""
    actor = acting()
    case, _parties = queries.working_case(actor, case_id)
    try:
        with transaction():
            operations.begin(actor, case_id, case.row_version)
    except Conflict:
        return redirect(url_for("corrective_actions.show_case", case_id=case_id))
    return redirect(url_for("corrective_actions.show_folder", case_id=case_id))


@dataclass(frozen=True, slots=True)
class NextAct:
    """What is next in a case, who must do it, and the page for it where that is the reader."""

    words: str
    who: str
    url: str | None


def _next(actor: Actor, page: CasePage, story: CaseStory) -> NextAct | None:
    found = stations.next_of(page.head, story)
    if found is None:
        return None
    holder = page.parties.investigator_id if found.part is Part.INVESTIGATOR else page.parties.decider_id
    url = url_for(f"corrective_actions.show_{found.page}", case_id=page.id) if holder == actor.employee_id else None
    return NextAct(found.words, page.names[holder], url)


def _offer_case(actor: Actor, complaint_id: str, form: OpenCaseForm) -> dict[str, str]:
    complaint, titles = complaints.complaint_in_hand(actor, complaint_id), complaints.rule_titles(chosen_language())
    people = complaint.people
    able = queries.deciders_of_complaint(actor, complaint)
    form.offer(people, {rule.rule_id: titles.get(rule.rule_id, rule.rule_id) for rule in complaint.rules}, able)
    return able


def _open_case_page(actor: Actor, complaint_id: str, form: OpenCaseForm) -> str:
    able = _offer_case(actor, complaint_id, form)
    complaint = complaints.complaint_for(actor, complaint_id)
    return render_template(
        "corrective_actions/show_open_case.html",
        form=form,
        complaint=complaint,
        deciders=able,
        is_small=one_may_do_both_at(complaint.location_id, complaint.zone),
    )
