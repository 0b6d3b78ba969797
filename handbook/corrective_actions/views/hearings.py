"""The pages of the hearing: arranging and moving it, and what was said at it."""

from collections.abc import Callable

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.corrective_actions.cases import hearings, policy
from handbook.corrective_actions.cases.forms_telling import HearingForm, HeldForm, KeepTimeForm
from handbook.corrective_actions.cases.lifecycle import CaseMove, CaseState, may_move
from handbook.corrective_actions.cases.queries import working_case
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.corrective_actions.views.case_pages import Refusal, act, case_page, zone_of
from handbook.people.identity import chosen_language
from handbook.permissions import Permission

Page = Callable[[Actor, str, FlaskForm, Refusal | None], str]


@blueprint.get("/cases/<case_id>/hearing")
@requires(Permission.CASE_READ)
def show_case_hearing(case_id: str) -> ResponseReturnValue:
    """Show the form that arranges the hearing, filled with what stands where one is arranged."""
    actor, form = acting(), HearingForm()
    case, _parties = working_case(actor, case_id)
    hearing = story_of(case_id).hearing
    if hearing is not None and hearing.starts_at is not None:
        starts = clock.local(hearing.starts_at, zone_of(case))
        form.day.data, form.time.data = starts.date(), starts.time()
        form.place.data, form.present.data = hearing.place, hearing.present
    return _hearing_page(actor, case_id, form)


@blueprint.post("/cases/<case_id>/hearing")
@requires(Permission.CASE_READ)
def arrange_case_hearing(case_id: str) -> ResponseReturnValue:
    """Arrange the hearing, or move it."""
    actor, form = acting(), HearingForm()
    zone = zone_of(working_case(actor, case_id)[0])
    return _act(
        case_id,
        form,
        _hearing_page,
        lambda: hearings.arrange(actor, case_id, form.draft(zone), form.row_version.data),
    )


@blueprint.post("/cases/<case_id>/hearing/keep")
@requires(Permission.STEP_PROPOSE)
def keep_hearing_time(case_id: str) -> ResponseReturnValue:
    """Leave the hearing where it is although the person asked for another time, and say why."""
    actor, form = acting(), KeepTimeForm(prefix="keep")
    working_case(actor, case_id)
    return _act(
        case_id,
        form,
        _keep_page,
        lambda: hearings.keep_time(actor, case_id, form.reasons.data, form.row_version.data),
    )


@blueprint.get("/cases/<case_id>/hearing/notes")
@requires(Permission.CASE_READ)
def show_hearing_notes(case_id: str) -> ResponseReturnValue:
    """Show the form for what was put and answered."""
    actor, form = acting(), HeldForm(language=chosen_language())
    case, _parties = working_case(actor, case_id)
    now = clock.local(clock.now(), zone_of(case))
    form.day.data, form.time.data = now.date(), now.time().replace(second=0, microsecond=0)
    return _notes_page(actor, case_id, form)


@blueprint.post("/cases/<case_id>/hearing/notes")
@requires(Permission.STEP_PROPOSE)
def record_hearing(case_id: str) -> ResponseReturnValue:
    """Keep what was put and answered."""
    actor, form = acting(), HeldForm()
    zone = zone_of(working_case(actor, case_id)[0])
    form.offer()
    return _act(
        case_id,
        form,
        _notes_page,
        lambda: hearings.record_hearing(actor, case_id, form.draft(zone), form.row_version.data),
    )


def _hearing_page(actor: Actor, case_id: str, form: FlaskForm, refusal: Refusal | None = None) -> str:
    case, parties = working_case(actor, case_id)
    state = CaseState(case.state)
    may = policy.may_arrange(actor, parties) and (
        may_move(state, CaseMove.SCHEDULE) or may_move(state, CaseMove.POSTPONE)
    )
    keep = KeepTimeForm(None, prefix="keep")
    keep.row_version.data = case.row_version
    return case_page(
        "corrective_actions/show_case_hearing.html",
        case,
        parties,
        form,
        refusal,
        keep=keep,
        may=may,
        may_keep=policy.may_hear(actor, parties),
    )


def _keep_page(actor: Actor, case_id: str, form: FlaskForm, refusal: Refusal | None = None) -> str:
    case, parties = working_case(actor, case_id)
    if refusal is not None and refusal.status == 409:
        form.row_version.data, form.row_version.raw_data = case.row_version, None
    may_keep = policy.may_hear(actor, parties)
    return case_page(
        "corrective_actions/show_case_hearing.html",
        case,
        parties,
        HearingForm(None),
        refusal,
        keep=form,
        may=True,
        may_keep=may_keep,
    )


def _notes_page(actor: Actor, case_id: str, form: FlaskForm, refusal: Refusal | None = None) -> str:
    case, parties = working_case(actor, case_id)
    form.offer()
    may = policy.may_hear(actor, parties) and may_move(CaseState(case.state), CaseMove.HEAR)
    return case_page("corrective_actions/show_hearing_notes.html", case, parties, form, refusal, may=may)


def _act(case_id: str, form: FlaskForm, page: Page, do: Callable[[], None]) -> ResponseReturnValue:
    actor = acting()
    if not form.validate_on_submit():
        return page(actor, case_id, form, None), 400
    refusal = act(form, do)
    if refusal is not None:
        return page(actor, case_id, form, refusal), refusal.status
    return redirect(url_for("corrective_actions.show_case", case_id=case_id))
