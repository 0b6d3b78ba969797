"""The person's side of their own case: what is alleged, what they were given, and what they can say until when."""

from collections.abc import Callable

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases import answering, telling
from handbook.corrective_actions.cases.disclosure import disclosure_for
from handbook.corrective_actions.cases.folder_kinds import AnswerKind, NoteKind, answer_words, note_words
from handbook.corrective_actions.cases.forms_telling import InterpreterForm, NameForm, SayForm, TimeForm
from handbook.corrective_actions.cases.lifecycle import state_words
from handbook.corrective_actions.cases.queries import not_found
from handbook.corrective_actions.steps.own_outcome import own_outcome
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.corrective_actions.views.case_letters import handed_out_letter
from handbook.corrective_actions.views.case_pages import act
from handbook.corrective_actions.views.folder import handed_out
from handbook.people.identity import chosen_language
from handbook.permissions import Permission

_FORMS: dict[AnswerKind, type[FlaskForm]] = {
    AnswerKind.ANSWER: SayForm,
    AnswerKind.NOTES_ADDED: SayForm,
    AnswerKind.COMPANION: NameForm,
    AnswerKind.INTERPRETER: InterpreterForm,
    AnswerKind.POSTPONE: TimeForm,
}


@blueprint.get("/my-file/cases/<case_id>")
@requires(Permission.OWN_FILE_READ)
def show_own_case(case_id: str) -> ResponseReturnValue:
    """Show the person what they were told and what they can do; before the letter is opened only that it is there."""
    return _page(acting(), case_id)


@blueprint.post("/my-file/cases/<case_id>/open")
@requires(Permission.STEP_ANSWER)
def open_notice(case_id: str) -> ResponseReturnValue:
    """Open the letter: from today the days for an answer run."""
    with transaction():
        telling.open_notice(acting(), case_id, new_id())
    return redirect(url_for("corrective_actions.show_own_case", case_id=case_id))


@blueprint.post("/my-file/cases/<case_id>/answer")
@requires(Permission.STEP_ANSWER)
def answer_allegation(case_id: str) -> ResponseReturnValue:
    """Keep the person's answer in their own words."""
    return _say(case_id, AnswerKind.ANSWER)


@blueprint.post("/my-file/cases/<case_id>/companion")
@requires(Permission.STEP_ANSWER)
def name_companion(case_id: str) -> ResponseReturnValue:
    """Keep who comes along to the hearing."""
    return _say(case_id, AnswerKind.COMPANION)


@blueprint.post("/my-file/cases/<case_id>/interpreter")
@requires(Permission.STEP_ANSWER)
def ask_for_interpreter(case_id: str) -> ResponseReturnValue:
    """Keep for which language an interpreter is asked."""
    return _say(case_id, AnswerKind.INTERPRETER)


@blueprint.post("/my-file/cases/<case_id>/time")
@requires(Permission.STEP_ANSWER)
def ask_for_another_time(case_id: str) -> ResponseReturnValue:
    """Ask for another time of the hearing; where the companion cannot come it is granted at once."""
    actor, form = acting(), TimeForm(prefix=AnswerKind.POSTPONE.value)
    shown = disclosure_for(actor, case_id, chosen_language())
    zone = shown.hearing.zone if shown.hearing else shown.notice.zone
    key = form.idempotency_key.data
    return _send(
        actor,
        case_id,
        AnswerKind.POSTPONE,
        form,
        lambda: answering.ask_for_another_time(
            actor, case_id, form.words.data, form.wanted(zone), chosen_language(), key
        ),
    )


@blueprint.post("/my-file/cases/<case_id>/notes/add")
@requires(Permission.STEP_ANSWER)
def add_to_notes(case_id: str) -> ResponseReturnValue:
    """Keep the person's own words beside the notes of the hearing."""
    return _say(case_id, AnswerKind.NOTES_ADDED)


@blueprint.post("/my-file/cases/<case_id>/notes/confirm")
@requires(Permission.STEP_ANSWER)
def confirm_notes(case_id: str) -> ResponseReturnValue:
    """Keep that the notes of the hearing say what was said."""
    actor = acting()
    disclosure_for(actor, case_id, chosen_language())
    with transaction():
        answering.confirm_notes(actor, case_id, new_id())
    return redirect(url_for("corrective_actions.show_own_case", case_id=case_id))


@blueprint.get("/my-file/cases/<case_id>/given/<note_id>")
@requires(Permission.OWN_FILE_READ)
def show_given_file(case_id: str, note_id: str) -> ResponseReturnValue:
    """Hand out a paper or photo that the person was given with the notice."""
    shown = disclosure_for(acting(), case_id, chosen_language())
    given = shown.released if shown.is_opened else ()
    note = next((one for one in given if one.id == note_id), None)
    if note is None:
        raise not_found()
    return handed_out(note)


@blueprint.get("/my-file/cases/<case_id>/letters/<record_id>.pdf")
@requires(Permission.OWN_FILE_READ)
def show_own_case_letter(case_id: str, record_id: str) -> Response:
    """Hand out a sealed letter of the case to the person."""
    shown = disclosure_for(acting(), case_id, chosen_language())
    return handed_out_letter(shown.letters, record_id, shown.reference)


def _say(case_id: str, kind: AnswerKind) -> ResponseReturnValue:
    actor, form = acting(), _FORMS[kind](prefix=kind.value)
    disclosure_for(actor, case_id, chosen_language())
    language = form.language.data if isinstance(form, SayForm) else chosen_language()
    key = form.idempotency_key.data
    return _send(
        actor, case_id, kind, form, lambda: answering.say(actor, case_id, kind, form.words.data.strip(), language, key)
    )


def _send(
    actor: Actor, case_id: str, kind: AnswerKind, form: FlaskForm, do: Callable[[], object]
) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _page(actor, case_id, kind, form), 400
    refusal = act(form, do)
    if refusal is not None:
        form.form_errors.extend([] if form.form_errors else str(refusal).splitlines())
        return _page(actor, case_id, kind, form), refusal.status
    flash(_("It is kept. Nobody can change or remove it."), "good")
    return redirect(url_for("corrective_actions.show_own_case", case_id=case_id))


def _page(actor: Actor, case_id: str, kind: AnswerKind | None = None, sent: FlaskForm | None = None) -> str:
    shown = disclosure_for(actor, case_id, chosen_language())
    forms = {one.value: make(None, prefix=one.value) for one, make in _FORMS.items()}
    for form in forms.values():
        if isinstance(form, SayForm):
            form.language.data = chosen_language()
    if kind is not None and sent is not None:
        forms[kind.value] = sent
    return render_template(
        "corrective_actions/show_own_case.html",
        case=shown,
        forms=forms,
        state=state_words(shown.state),
        outcome=own_outcome(case_id, shown.state, shown.closing),
        answer_words={one.value: answer_words(one) for one in AnswerKind},
        kinds={one.value: note_words(one) for one in NoteKind},
    )
