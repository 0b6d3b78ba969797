"""The pages of complaints."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company.queries import locations
from handbook.complaints import lists, operations, policy, queries
from handbook.complaints.forms import (
    MOVES,
    DayForm,
    FilterForm,
    MoveForm,
    NewComplaintForm,
    PersonForm,
    RuleForm,
    VersionedForm,
)
from handbook.complaints.lifecycle import Move, Stage, moves_from
from handbook.complaints.policy import Sight
from handbook.core import clock
from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.people.queries import find_placed
from handbook.permissions import Permission
from handbook.rules import figures

blueprint = Blueprint("complaints", __name__)


@blueprint.get("/complaints")
@requires(Permission.COMPLAINT_FILE)
def show_list() -> ResponseReturnValue:
    """List the complaints that the reader may know of; filters stand in the address."""
    titles, form = queries.rule_titles(chosen_language()), FilterForm(request.args)
    form.offer(stage_words(), locations(), titles)
    listing = lists.complaints_for(acting(), form.filters())
    return render_template(
        "complaints/show_list.html", form=form, listing=listing, titles=titles, stages=stage_words(), turn=_turn
    )


@blueprint.get("/complaints/new")
@requires(Permission.COMPLAINT_FILE)
def show_new() -> ResponseReturnValue:
    """Show the form: what, where, when."""
    actor = acting()
    form = NewComplaintForm()
    placed = find_placed(actor.employee_id, clock.now().date())
    if placed:
        form.location_id.data = placed.location_id
        form.happened_on.data = clock.today(placed.zone)
    return _new(actor, form)


@blueprint.post("/complaints/new")
@requires(Permission.COMPLAINT_FILE)
def file_complaint() -> ResponseReturnValue:
    """Write a complaint down; after a fault the form keeps what was typed."""
    actor = acting()
    form = NewComplaintForm()
    _offer_new(form)
    if not form.validate_on_submit():
        return _new(actor, form), 400
    try:
        with transaction():
            complaint_id = operations.file_complaint(actor, form.draft())
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _new(actor, form), 400
    flash(_("Thank you. It is written down, with its number and its place in the ledger."), "good")
    return redirect(url_for("complaints.show", complaint_id=complaint_id))


@blueprint.get("/complaints/<complaint_id>")
@requires(Permission.COMPLAINT_FILE)
def show(complaint_id: str) -> ResponseReturnValue:
    """Show a complaint as far as the reader may see it; a handler's reading is written down first."""
    actor = acting()
    return _show(actor, complaint_id)


@blueprint.get("/complaints/<complaint_id>/customer")
@requires(Permission.COMPLAINT_FILE)
def show_customer(complaint_id: str) -> ResponseReturnValue:
    """Show the handler who the customer is; each reading is written down first."""
    actor = acting()
    identity = queries.identity_for(actor, complaint_id)
    page = queries.complaint_for(actor, complaint_id)
    note_reading(actor, None, "customer identity", complaint_id, "reaching the customer")
    return render_template("complaints/show_customer.html", identity=identity, complaint=page)


@blueprint.post("/complaints/<complaint_id>/take-on")
@requires(Permission.CASE_OPEN)
def take_on(complaint_id: str) -> ResponseReturnValue:
    """Make the actor the handler."""
    form = VersionedForm(prefix="take")
    return _act(complaint_id, form, lambda actor: operations.take_on(actor, complaint_id, form.row_version.data))


@blueprint.post("/complaints/<complaint_id>/people")
@requires(Permission.COMPLAINT_READ)
def name_person(complaint_id: str) -> ResponseReturnValue:
    """Name a person whom the complaint is said to be about."""
    form = PersonForm(prefix="person")
    return _act(
        complaint_id,
        form,
        lambda actor: operations.name_person(actor, complaint_id, form.person_id or "", form.row_version.data),
    )


@blueprint.post("/complaints/<complaint_id>/rules")
@requires(Permission.COMPLAINT_READ)
def name_rule(complaint_id: str) -> ResponseReturnValue:
    """Name a rule that the complaint is said to touch."""
    page, form = queries.complaint_for(acting(), complaint_id), RuleForm(prefix="rule")
    form.offer(queries.rule_titles(chosen_language()), page.people)
    return _act(
        complaint_id,
        form,
        lambda actor: operations.name_rule(
            actor, complaint_id, form.rule_id.data, form.employee_id.data or None, form.row_version.data
        ),
    )


@blueprint.post("/complaints/<complaint_id>/stage")
@requires(Permission.COMPLAINT_READ)
def move(complaint_id: str) -> ResponseReturnValue:
    """Move the complaint on to its next stage."""
    form = MoveForm(prefix="move")
    return _act(
        complaint_id,
        form,
        lambda actor: operations.move(
            actor, complaint_id, Move(form.step.data), form.words.data, form.row_version.data
        ),
    )


def stage_words() -> dict[Stage, str]:
    """Return the stages in the reader's language."""
    return {
        Stage.RECEIVED: _("Received"),
        Stage.ASSESSED: _("Assessed"),
        Stage.INVESTIGATING: _("Being investigated"),
        Stage.CASE_OPENED: _("Case opened"),
        Stage.CLOSED: _("Closed"),
    }


def _offer_new(form: NewComplaintForm) -> None:
    form.offer(locations(), queries.rule_titles(chosen_language()))


def _new(actor: Actor, form: NewComplaintForm) -> str:
    _offer_new(form)
    return render_template("complaints/show_new.html", form=form, colleagues=_colleagues(actor))


def _colleagues(actor: Actor) -> list[tuple[str, str]]:
    """Suggest colleagues to those who read complaints; nobody else gets a list of staff numbers here."""
    return queries.colleagues(actor, clock.now().date()) if actor.may(Permission.COMPLAINT_READ) else []


def _act(complaint_id: str, form: VersionedForm, act: Callable[[Actor], None]) -> ResponseReturnValue:
    """Check the form, act in one transaction, and go back; after a fault or a stale version nothing typed is lost."""
    actor = acting()
    queries.complaint_for(actor, complaint_id)
    if not form.validate_on_submit():
        return _show(actor, complaint_id, form), 400
    try:
        with transaction():
            act(actor)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _show(actor, complaint_id, form), 400
    except Conflict as stale:
        return _show(actor, complaint_id, form, stale=str(stale)), 409
    return redirect(url_for("complaints.show", complaint_id=complaint_id))


def _show(actor: Actor, complaint_id: str, sent: VersionedForm | None = None, stale: str = "") -> str:
    """Show the complaint, also after a refused form; whoever reads its words is written down first."""
    page = queries.complaint_for(actor, complaint_id)
    if page.sight is Sight.WHOLE:
        # Of no employee's file: the person it is about must not learn of it by the list of readers.
        note_reading(actor, None, "complaint", complaint_id, "handling the complaint")
        page = queries.complaint_for(actor, complaint_id)  # the note has ended the read transaction
    titles, days = queries.rule_titles(chosen_language()), DayForm(request.args)
    as_of = days.as_of.data if days.validate() else None
    forms = {"take": VersionedForm, "person": PersonForm, "rule": RuleForm, "move": MoveForm}
    shown = {name: form(None, prefix=name) for name, form in forms.items()}
    if sent is not None:
        shown[sent._prefix.rstrip("-")] = sent
    for form in shown.values():
        form.row_version.data, form.row_version.raw_data = page.row_version, None
    shown["rule"].offer(titles, page.people)
    return render_template(
        "complaints/show.html",
        complaint=page,
        forms=shown,
        sent=sent,
        stale=stale,
        days=days,
        as_of=as_of,
        lines=queries.notice_lines(actor, page, as_of, chosen_language()),
        titles=titles,
        stages=stage_words(),
        moves=[move for move in moves_from(page.stage) if move in MOVES],
        may_take_on=policy.may_take_on(actor, page.parties),
        may_open_case=Move.OPEN_CASE in moves_from(page.stage) and page.sight is Sight.WHOLE and bool(page.people),
        colleagues=_colleagues(actor),
        standards=figures.standard_words("complaint", clock.local(page.filed_at, page.zone).date(), chosen_language()),
    )


def _turn(page: int) -> str:
    """Return the address of another page of the same list."""
    kept = {name: request.args[name] for name in ("stage", "location", "rule", "lang") if request.args.get(name)}
    return f"{url_for('complaints.show_list')}?{urlencode({**kept, 'page': page})}"
