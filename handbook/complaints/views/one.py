"""One complaint: reading it, taking it on, naming whom and what it concerns, moving it on."""

from collections.abc import Callable

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from handbook.complaints import cases, handlers, operations, policy, queries
from handbook.complaints.fields import VersionedForm
from handbook.complaints.forms import DayForm, MoveForm, PersonForm, RuleForm
from handbook.complaints.lifecycle import Move, moves_from
from handbook.complaints.next_act import next_of
from handbook.complaints.pages import ComplaintPage
from handbook.complaints.policy import Sight
from handbook.complaints.views import wordlists
from handbook.complaints.views.blueprint import address_of, blueprint, list_of
from handbook.complaints.views.filing import colleagues_of
from handbook.complaints.wording import details_of
from handbook.core import clock
from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.permissions import Permission
from handbook.rules import figures

FORMS = {"take": VersionedForm, "outside": VersionedForm, "person": PersonForm, "rule": RuleForm, "move": MoveForm}


@blueprint.get("/complaints/<complaint_id>")
@requires(Permission.COMPLAINT_FILE)
def show(complaint_id: str) -> ResponseReturnValue:
    """Show a complaint as far as the reader may see it; a handler's reading is written down first."""
    return _show(acting(), complaint_id)


@blueprint.get("/complaints/<complaint_id>/handling")
@requires(Permission.COMPLAINT_READ)
def show_handled(complaint_id: str) -> ResponseReturnValue:
    """Show a complaint to whoever handles it, also from outside; to nobody else."""
    actor = acting()
    queries.complaint_in_hand(actor, complaint_id)
    return _show(actor, complaint_id)


@blueprint.get("/complaints/<complaint_id>/customer")
@requires(Permission.COMPLAINT_READ)
def show_customer(complaint_id: str) -> ResponseReturnValue:
    """Show the handler who the customer is; each reading is written down first."""
    actor = acting()
    identity = queries.identity_for(actor, complaint_id)
    page = queries.complaint_for(actor, complaint_id)
    note_reading(actor, None, "customer identity", complaint_id, "reaching the customer")
    return render_template(
        "complaints/show_customer.html",
        identity=identity,
        complaint=page,
        here=address_of(actor, complaint_id),
        all_url=list_of(actor),
    )


@blueprint.post("/complaints/<complaint_id>/take-on")
@requires(Permission.COMPLAINT_OVERSEE)
def take_on(complaint_id: str) -> ResponseReturnValue:
    """Make the actor the handler."""
    form = VersionedForm(prefix="take")
    return _act(complaint_id, form, lambda actor: operations.take_on(actor, complaint_id, form.row_version.data))


@blueprint.post("/complaints/<complaint_id>/outside")
@requires(Permission.COMPLAINT_OVERSEE)
def send_outside(complaint_id: str) -> ResponseReturnValue:
    """Give the complaint to the named outsider."""
    form = VersionedForm(prefix="outside")
    return _act(complaint_id, form, lambda actor: operations.send_outside(actor, complaint_id, form.row_version.data))


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
    return redirect(after_acting(actor, complaint_id))


def after_acting(actor: Actor, complaint_id: str) -> str:
    """Return where somebody goes on after an act: back to the complaint, or to the list where it is theirs no more."""
    return address_of(actor, complaint_id) if queries.is_seen(actor, complaint_id) else list_of(actor)


def _show(actor: Actor, complaint_id: str, sent: VersionedForm | None = None, stale: str = "") -> str:
    """Show the complaint, also after a refused form; whoever reads its words is written down first."""
    page = queries.complaint_for(actor, complaint_id)
    if page.sight is Sight.WHOLE:
        # Of no employee's file: the person it is about must not learn of it by the list of readers.
        note_reading(actor, None, "complaint", complaint_id, "handling the complaint")
        page = queries.complaint_for(actor, complaint_id)  # the note has ended the read transaction
    titles, days = queries.rule_titles(chosen_language()), DayForm(request.args)
    as_of = days.as_of.data if days.validate() else None
    return render_template(
        "complaints/show.html",
        complaint=page,
        forms=_forms(page, sent, titles),
        sent=sent,
        stale=stale,
        days=days,
        as_of=as_of,
        lines=queries.notice_lines(actor, page, as_of, chosen_language()),
        titles=titles,
        words=wordlists.words(),
        details=details_of,
        moves=[move for move in moves_from(page.stage) if page.sight is Sight.WHOLE],
        here=address_of(actor, complaint_id),
        all_url=list_of(actor),
        colleagues=colleagues_of(actor),
        standards=figures.standard_words("complaint", page.filed_at.date(), chosen_language()),
        today=clock.today(page.zone),
        next=next_of(page),
        **_allowed(actor, page),
    )


def _allowed(actor: Actor, page: ComplaintPage) -> dict[str, object]:
    """Return what the reader may do besides, for the buttons of the page; the operations ask again."""
    whole = page.sight is Sight.WHOLE
    return {
        "may_take_on": policy.may_take_on(actor, page.parties),
        "may_assign": policy.may_assign(actor, page.parties),
        "may_send_outside": handlers.may_send_outside(actor, page.parties) and not page.parties.is_outside,
        "outsider": queries.complaint_outsider(),
        "why_not": policy.why_not_take_on(actor, page.parties) if policy.has_oversight(actor) and not whole else None,
        "no_case": cases.why_no_case_from(page) if whole else None,
    }


def _forms(page: ComplaintPage, sent: VersionedForm | None, titles: dict[str, str]) -> dict[str, VersionedForm]:
    shown = {name: form(None, prefix=name) for name, form in FORMS.items()}
    if sent is not None:
        shown[sent._prefix.rstrip("-")] = sent
    for form in shown.values():
        form.row_version.data, form.row_version.raw_data = page.row_version, None
    shown["rule"].offer(titles, page.people)
    return shown
