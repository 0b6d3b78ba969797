"""The pages before a step: the seven tests of just cause, and what may bar a dismissal."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.corrective_actions.cases import bars, checking, hints, policy
from handbook.corrective_actions.cases.forms_checking import BarsForm, CauseForm, LookForm
from handbook.corrective_actions.cases.pages import OpenBars
from handbook.corrective_actions.cases.queries import case_for, working_case
from handbook.corrective_actions.cases.story import bar_answers, cause_answers, story_of
from handbook.corrective_actions.cases.telling import whereabouts
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.views.acting import stale_words
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.corrective_actions.views.case_pages import Refusal, act, case_page
from handbook.people.identity import chosen_language
from handbook.permissions import Permission


@blueprint.get("/cases/<case_id>/tests")
@requires(Permission.CASE_READ)
def show_tests(case_id: str) -> ResponseReturnValue:
    """Show the seven tests, filled with what was answered last, or with what the program knows."""
    actor, form = acting(), CauseForm()
    case = case_for(actor, case_id, chosen_language())
    story = story_of(case_id)
    known = cause_answers(story.causes[-1]) if story.causes else hints.known_causes(case.line, story)
    for answer in known:
        form[f"verdict_{answer.test.value}"].data = answer.verdict.value
        form[f"words_{answer.test.value}"].data = answer.words
        form[f"evidence_{answer.test.value}"].data = answer.evidence
    if story.causes:
        form.step.data = story.causes[-1].step
    return _tests_page(actor, case_id, form)


@blueprint.post("/cases/<case_id>/tests")
@requires(Permission.STEP_PROPOSE)
def answer_tests(case_id: str) -> ResponseReturnValue:
    """Answer the seven tests for one step."""
    actor, form = acting(), CauseForm()
    working_case(actor, case_id)
    form.offer()
    if not form.validate_on_submit():
        return _tests_page(actor, case_id, form), 400
    step, version = Step(form.step.data), form.row_version.data
    refusal = act(form, lambda: checking.answer_tests(actor, case_id, step, form.answers(), version))
    if refusal is not None:
        return _tests_page(actor, case_id, form, refusal), refusal.status
    return redirect(url_for("corrective_actions.show_case", case_id=case_id))


@blueprint.get("/cases/<case_id>/bars")
@requires(Permission.CASE_READ)
def show_bars(case_id: str) -> ResponseReturnValue:
    """Show what may bar a step to who decides, approves or must look; the reading is written down first."""
    actor = acting()
    opens = bars.may_open_bars(actor, case_id)
    note_reading(actor, opens.file_of, "case bars", case_id, "before a step")
    return _bars_page(opens)


@blueprint.post("/cases/<case_id>/bars")
@requires(Permission.STEP_PROPOSE)
def answer_bars(case_id: str) -> ResponseReturnValue:
    """Answer what may bar a step."""
    actor, form = acting(), BarsForm(prefix="bars")
    opens = bars.may_open_bars(actor, case_id)
    form.offer(bars.lookers(opens.parties))
    if not form.validate_on_submit():
        return _bars_page(opens, form), 400
    looker, version = form.looker_id.data or None, form.row_version.data
    refusal = act(form, lambda: checking.answer_bars(actor, case_id, form.answers(), looker, version))
    if refusal is not None:
        return _bars_page(opens, form, refusal=refusal), refusal.status
    return redirect(url_for("corrective_actions.show_bars", case_id=case_id))


@blueprint.post("/cases/<case_id>/bars/look")
@requires(Permission.STEP_PROPOSE)
def look_at_bars(case_id: str) -> ResponseReturnValue:
    """Say whether a step may go on although something may bar it."""
    actor, form = acting(), LookForm(prefix="look")
    opens = bars.may_open_bars(actor, case_id)
    form.offer()
    if not form.validate_on_submit():
        return _bars_page(opens, look=form), 400
    may_go_on = form.verdict.data == "yes"
    refusal = act(form, lambda: checking.look_at_bars(actor, case_id, form.words.data, may_go_on=may_go_on))
    if refusal is not None:
        return _bars_page(opens, look=form, refusal=refusal), refusal.status
    return redirect(url_for("corrective_actions.show_bars", case_id=case_id))


def _tests_page(actor: Actor, case_id: str, form: CauseForm, refusal: Refusal | None = None) -> str:
    case, parties = working_case(actor, case_id)
    form.offer()
    return case_page(
        "corrective_actions/show_tests.html", case, parties, form, refusal, may=policy.may_hear(actor, parties)
    )


def _bars_page(
    opens: OpenBars, sent: BarsForm | None = None, look: LookForm | None = None, refusal: Refusal | None = None
) -> str:
    page, stale = bars.opened_bars(opens), stale_words(refusal) if refusal else ""
    form, look = sent or BarsForm(None, prefix="bars"), look or LookForm(None, prefix="look")
    form.offer(page.lookers)
    look.offer()
    if stale or sent is None:
        form.row_version.data, form.row_version.raw_data = page.case.row_version, None
    answers = (
        bar_answers(page.bars) if page.bars else hints.known_bars(page.case.subject_id, whereabouts(page.case).today)
    )
    for answer in answers if sent is None else ():
        form[f"found_{answer.bar.value}"].data = "yes" if answer.found else "no"
        form[f"about_{answer.bar.value}"].data = answer.words
    return render_template("corrective_actions/show_bars.html", page=page, form=form, look=look, stale=stale)
