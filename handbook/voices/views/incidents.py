"""What customers did to employees: reporting it, saying what was done, adding words, linking a complaint."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from handbook.company.queries import locations
from handbook.core import clock
from handbook.core.access_log import note_reading
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Invalid, Refused
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.people.queries import find_placed_today
from handbook.permissions import Permission
from handbook.voices.forms import ListForm
from handbook.voices.incidents import operations, queries
from handbook.voices.incidents.forms import AnswerForm, IncidentForm, LinkForm, WordsForm
from handbook.voices.views.blueprint import blueprint
from handbook.voices.wording import abuse_words, need_words

_FORMS: dict[str, type[FlaskForm]] = {"answer": AnswerForm, "add": WordsForm, "link": LinkForm}


@blueprint.get("/incidents")
@requires(Permission.COMPLAINT_FILE)
def show_incidents() -> ResponseReturnValue:
    """List the own incidents, and those that the reader stands by."""
    form = ListForm(request.args)
    rows, has_more = queries.incidents_for(acting(), form.only_waiting, form.number)
    return render_template("voices/show_incidents.html", rows=rows, has_more=has_more, form=form)


@blueprint.get("/incidents/new")
@requires(Permission.COMPLAINT_FILE)
def show_new_incident() -> ResponseReturnValue:
    """Show the form of two minutes."""
    form, placed = IncidentForm(formdata=None), find_placed_today(acting().employee_id)
    if placed:
        there = clock.local(clock.now(), placed.zone)
        form.location_id.data, form.happened_on.data = placed.location_id, there.date()
        form.happened_time.data = there.time().replace(second=0, microsecond=0)
    return _new(form)


@blueprint.post("/incidents/new")
@requires(Permission.COMPLAINT_FILE)
def report_incident() -> ResponseReturnValue:
    """Write it down; after a fault the form keeps what was typed."""
    actor, form = acting(), IncidentForm()
    form.offer(locations(), abuse_words(), need_words())
    if not form.validate_on_submit():
        return _new(form), 400
    try:
        with transaction():
            incident_id = operations.report_incident(actor, form.draft(chosen_language()))
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _new(form), 400
    flash(_("Thank you for saying it. Your supervisor and HR see it now and answer today."), "good")
    return redirect(url_for("voices.show_incident", incident_id=incident_id))


@blueprint.get("/incidents/<incident_id>")
@requires(Permission.OWN_FILE_READ)
def show_incident(incident_id: str) -> ResponseReturnValue:
    """Show an incident; that somebody else than the employee reads it is written down first."""
    actor = acting()
    person = queries.incident_for(actor, incident_id).employee_id
    if actor.employee_id != person:
        note_reading(actor, person, "incident", incident_id, "standing by a colleague")
    return _one(incident_id)


@blueprint.post("/incidents/<incident_id>/answers")
@requires(Permission.INCIDENT_ANSWER)
def answer_incident(incident_id: str) -> ResponseReturnValue:
    """Keep what was done."""
    actor, form = acting(), AnswerForm(prefix="answer")
    _refuse_own(incident_id)
    return _act(incident_id, form, lambda: operations.answer_incident(
        actor, incident_id, form.words.data, chosen_language(), form.idempotency_key.data))  # fmt: skip


@blueprint.post("/incidents/<incident_id>/words")
@requires(Permission.OWN_FILE_READ)
def add_words(incident_id: str) -> ResponseReturnValue:
    """Keep what the employee adds."""
    actor, form = acting(), WordsForm(prefix="add")
    if queries.incident_for(actor, incident_id).employee_id != actor.employee_id:
        raise queries.not_found()
    return _act(incident_id, form, lambda: operations.add_words(
        actor, incident_id, form.words.data, chosen_language(), form.idempotency_key.data))  # fmt: skip


@blueprint.post("/incidents/<incident_id>/complaint")
@requires(Permission.INCIDENT_ANSWER)
def link_complaint(incident_id: str) -> ResponseReturnValue:
    """Link a complaint by the same customer."""
    actor, form = acting(), LinkForm(prefix="link")
    _refuse_own(incident_id)
    return _act(incident_id, form, lambda: operations.link_complaint(actor, incident_id, form.reference.data.upper()))


def _refuse_own(incident_id: str) -> None:
    actor = acting()
    if queries.incident_for(actor, incident_id).employee_id == actor.employee_id:
        raise Refused(_("It happened to you, so somebody else says what was done."))


def _act(incident_id: str, form: FlaskForm, act: Callable[[], object]) -> ResponseReturnValue:
    """Check the form, act in one transaction, and go back; after a fault nothing typed is lost."""
    if not form.validate_on_submit():
        return _one(incident_id, form), 400
    try:
        with transaction():
            act()
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _one(incident_id, form), 400
    flash(_("It is kept."), "good")
    return redirect(url_for("voices.show_incident", incident_id=incident_id))


def _new(form: IncidentForm) -> str:
    form.offer(locations(), abuse_words(), need_words())
    return render_template("voices/new_incident.html", form=form)


def _one(incident_id: str, sent: FlaskForm | None = None) -> str:
    actor = acting()
    forms = {name: form(None, prefix=name) for name, form in _FORMS.items()}
    if sent is not None:
        forms[sent._prefix.rstrip("-")] = sent
    page = queries.incident_for(actor, incident_id)
    return render_template(
        "voices/show_incident.html",
        page=page,
        forms=forms,
        own=actor.employee_id == page.employee_id,
        kinds=abuse_words(),
        needs=need_words(),
    )
