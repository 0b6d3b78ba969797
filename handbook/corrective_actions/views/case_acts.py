"""The stations of a case, each one short page: notice, suspension, and the end without a step."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.corrective_actions.cases import closing, policy, suspending, telling
from handbook.corrective_actions.cases.forms import CloseForm
from handbook.corrective_actions.cases.forms_telling import NoticeForm, SuspensionForm
from handbook.corrective_actions.cases.lifecycle import CaseMove, CaseState, may_move
from handbook.corrective_actions.cases.queries import case_for, working_case
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.fields import ProvenForm
from handbook.corrective_actions.views.acting import prove_and_act
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.corrective_actions.views.case_pages import Refusal, case_page
from handbook.people.identity import chosen_language
from handbook.people.sign_in import Proof
from handbook.permissions import Permission

Page = Callable[[Actor, str, ProvenForm, Refusal | None], str]


@blueprint.get("/cases/<case_id>/notice")
@requires(Permission.CASE_OPEN)
def show_notice(case_id: str) -> ResponseReturnValue:
    """Show the form by which the person is told, filled with the allegation as the case was opened."""
    actor, form = acting(), NoticeForm()
    form.allegation.data = case_for(actor, case_id, chosen_language()).opened.allegation
    return _notice_page(actor, case_id, form)


@blueprint.post("/cases/<case_id>/notice")
@requires(Permission.CASE_OPEN)
def give_notice(case_id: str) -> ResponseReturnValue:
    """Tell the person in writing."""
    form = NoticeForm()
    working_case(acting(), case_id)
    form.offer(_titles(case_id))

    def do(actor: Actor, proof: Proof) -> None:
        telling.give_notice(actor, proof, case_id, form.draft(), form.row_version.data)

    return _proven(case_id, form, _notice_page, do, _("The person was told. The letter is being sealed."))


@blueprint.get("/cases/<case_id>/suspension")
@requires(Permission.CASE_OPEN)
def show_suspension(case_id: str) -> ResponseReturnValue:
    """Show the form by which a suspension from work begins, lasts or ends."""
    return _suspension_page(acting(), case_id, SuspensionForm())


@blueprint.post("/cases/<case_id>/suspension")
@requires(Permission.CASE_OPEN)
def suspend(case_id: str) -> ResponseReturnValue:
    """Begin a suspension from work, keep it after a look, or end it."""
    form = SuspensionForm()
    working_case(acting(), case_id)
    form.offer(lasts=story_of(case_id).suspension is not None)

    def do(actor: Actor, proof: Proof) -> None:
        suspending.suspend(actor, proof, case_id, form.draft(), form.row_version.data)

    return _proven(case_id, form, _suspension_page, do, _("The person gets a letter about it."))


@blueprint.get("/cases/<case_id>/close")
@requires(Permission.CASE_READ)
def show_close(case_id: str) -> ResponseReturnValue:
    """Show the form that ends a case without a step."""
    return _close_page(acting(), case_id, CloseForm())


@blueprint.post("/cases/<case_id>/close")
@requires(Permission.CASE_READ)
def close(case_id: str) -> ResponseReturnValue:
    """End a case without a step."""
    form = CloseForm()
    working_case(acting(), case_id)
    form.offer()

    def do(actor: Actor, proof: Proof) -> None:
        closing.close(actor, proof, case_id, form.draft(), form.row_version.data)

    return _proven(case_id, form, _close_page, do, _("The case is closed."))


def _notice_page(actor: Actor, case_id: str, form: ProvenForm, refusal: Refusal | None = None) -> str:
    case, parties = working_case(actor, case_id)
    form.offer(_titles(case_id))
    may = policy.may_investigate(actor, parties) and may_move(CaseState(case.state), CaseMove.NOTIFY)
    return case_page("corrective_actions/show_notice.html", case, parties, form, refusal, may=may)


def _suspension_page(actor: Actor, case_id: str, form: ProvenForm, refusal: Refusal | None = None) -> str:
    case, parties = working_case(actor, case_id)
    form.offer(lasts=story_of(case_id).suspension is not None)
    may = policy.may_investigate(actor, parties) and case.told_at is not None
    return case_page("corrective_actions/show_suspension.html", case, parties, form, refusal, may=may)


def _close_page(actor: Actor, case_id: str, form: ProvenForm, refusal: Refusal | None = None) -> str:
    case, parties = working_case(actor, case_id)
    form.offer()
    may = policy.may_hear(actor, parties) if case.told_at else policy.may_investigate(actor, parties)
    return case_page("corrective_actions/show_close_case.html", case, parties, form, refusal, may=may)


def _titles(case_id: str) -> dict[str, str]:
    """Return by id the entries of the folder that the person was not given yet."""
    story = story_of(case_id)
    return {note.id: note.title for note in story.notes if note.id not in story.released_ids}


def _proven(
    case_id: str, form: ProvenForm, page: Page, do: Callable[[Actor, Proof], None], done: str
) -> ResponseReturnValue:
    """Check the form, prove the person, act in one transaction; after a fault or a stale text nothing typed is lost."""
    actor = acting()
    if not form.validate_on_submit():
        return page(actor, case_id, form, None), 400
    refusal = prove_and_act(actor, form, lambda proof: do(actor, proof))
    if refusal is not None:
        return page(actor, case_id, form, refusal), refusal.status
    flash(done, "good")
    return redirect(url_for("corrective_actions.show_case", case_id=case_id))
