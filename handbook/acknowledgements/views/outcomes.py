"""Declining for oneself; the page of one invited person, and what others record there."""

from collections.abc import Callable

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from handbook.acknowledgements import invitee_lines, invitees, outcomes, queries
from handbook.acknowledgements.forms_outcomes import DeclineForm, HandedOverForm, RefusalForm, ServiceForm
from handbook.acknowledgements.invitees import Invitee
from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.queries import SignatureContext
from handbook.acknowledgements.surroundings import Surroundings
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.acknowledgements.views.newer import newer_text
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting, address, device, short_address
from handbook.core.errors import Conflict, Invalid, Refused, TooMany
from handbook.core.transaction import transaction
from handbook.people import queries as people
from handbook.people.identity import LANGUAGES, chosen_language
from handbook.people.sign_in import prove_again, prove_other
from handbook.permissions import Permission
from handbook.rules import queries as rules


@blueprint.get("/sign/decline")
@requires(Permission.HANDBOOK_SIGN)
def show_decline() -> ResponseReturnValue:
    """Show what happens when the reader declines, or that it is written down."""
    actor = acting()
    context = queries.signature_context(actor, chosen_language())
    if queries.find_acknowledgement(context.edition.id, actor.employee_id) is not None:
        return redirect(url_for("acknowledgements.show_sign"))
    form = DeclineForm(formdata=None)
    form.show(context)
    return _decline_page(form, context)


@blueprint.post("/sign/decline")
@requires(Permission.HANDBOOK_SIGN)
def decline() -> ResponseReturnValue:
    """Prove the person once more and write down that the text was shown and declined."""
    form, actor = DeclineForm(), acting()
    context = queries.signature_context(actor, form.language.data or chosen_language())
    if not form.validate_on_submit():
        return _decline_page(form, context, status=400)
    try:
        proof = prove_again(actor, form.password.data)
        with transaction():
            outcomes.decline(actor, proof, form.shown(), form.words.data, _here())
    except Conflict as newer:
        return newer_text(str(newer))
    except (Invalid, TooMany) as refusal:
        return _decline_page(form, context, status=refusal.status, refusal=str(refusal))
    return redirect(url_for("acknowledgements.show_decline", lang=form.language.data))


@blueprint.get("/rounds/<int:number>/people/<employee_id>")
@requires(Permission.OUTCOME_RECORD)
def show_invitee(number: int, employee_id: str) -> ResponseReturnValue:
    """Show one invited person: how far, everything that came of it, and what can be recorded."""
    actor = acting()
    invitee = invitees.invitee_for(actor, number, employee_id)
    lines = invitee_lines.lines_of(actor, invitee)
    return render_template("acknowledgements/invitee.html", invitee=invitee, lines=lines, edition=_edition(invitee))


@blueprint.get("/rounds/<int:number>/people/<employee_id>/refused")
@requires(Permission.OUTCOME_RECORD)
def show_refusal(number: int, employee_id: str) -> ResponseReturnValue:
    """Show the form of a refusal before two witnesses."""
    return _service_page(RefusalForm(formdata=None), number, employee_id, "refused")


@blueprint.post("/rounds/<int:number>/people/<employee_id>/refused")
@requires(Permission.OUTCOME_RECORD)
def record_refusal(number: int, employee_id: str) -> ResponseReturnValue:
    """Prove both witnesses and write the refusal down."""

    def record(actor: Actor, form: RefusalForm) -> None:
        first = prove_again(actor, form.password.data)
        shared = people.find_shared_device(actor.session_id) is not None
        second = prove_other(form.witness_number.data, form.witness_password.data, address(), shared)
        with transaction():
            outcomes.record_refusal(actor, first, second, number, employee_id, form.draft(), _here())

    return _recorded(RefusalForm(), number, employee_id, "refused", record)


@blueprint.get("/rounds/<int:number>/people/<employee_id>/served")
@requires(Permission.OUTCOME_RECORD)
def show_service(number: int, employee_id: str) -> ResponseReturnValue:
    """Show the form of a text served by hand."""
    return _service_page(HandedOverForm(formdata=None), number, employee_id, "served")


@blueprint.post("/rounds/<int:number>/people/<employee_id>/served")
@requires(Permission.OUTCOME_RECORD)
def record_service(number: int, employee_id: str) -> ResponseReturnValue:
    """Prove who handed the text over and write it down."""
    return _recorded(
        HandedOverForm(), number, employee_id, "served", _service(Kind.SERVED_BY_HAND, number, employee_id)
    )


@blueprint.get("/rounds/<int:number>/people/<employee_id>/read-aloud")
@requires(Permission.OUTCOME_RECORD)
def show_reading_aloud(number: int, employee_id: str) -> ResponseReturnValue:
    """Show the form of a text read aloud."""
    return _service_page(ServiceForm(formdata=None), number, employee_id, "read_aloud")


@blueprint.post("/rounds/<int:number>/people/<employee_id>/read-aloud")
@requires(Permission.OUTCOME_RECORD)
def record_reading_aloud(number: int, employee_id: str) -> ResponseReturnValue:
    """Prove who read the text aloud and write it down."""
    return _recorded(ServiceForm(), number, employee_id, "read_aloud", _service(Kind.READ_ALOUD, number, employee_id))


def _service(kind: Kind, number: int, employee_id: str) -> Callable[[Actor, ServiceForm], None]:
    def record(actor: Actor, form: ServiceForm) -> None:
        proof = prove_again(actor, form.password.data)
        with transaction():
            outcomes.record_service(actor, proof, kind, number, employee_id, form.draft(), _here())

    return record


def _recorded(
    form: ServiceForm, number: int, employee_id: str, act: str, record: Callable[[Actor, ServiceForm], None]
) -> ResponseReturnValue:
    """Check the form, record, and lead to the person's page; after a fault the form keeps what was typed."""
    actor = acting()
    invitee = invitees.invitee_for(actor, number, employee_id)
    form.offer(_languages(invitee), invitee.language)
    if not form.validate_on_submit():
        return _service_page(form, number, employee_id, act, status=400)
    try:
        record(actor, form)
    except (Invalid, Conflict, Refused, TooMany) as refusal:
        return _service_page(form, number, employee_id, act, status=refusal.status, refusal=str(refusal))
    return redirect(url_for("acknowledgements.show_invitee", number=number, employee_id=employee_id))


def _service_page(
    form: ServiceForm, number: int, employee_id: str, act: str, status: int = 200, refusal: str | None = None
) -> ResponseReturnValue:
    invitee = invitees.invitee_for(acting(), number, employee_id)
    form.offer(_languages(invitee), invitee.language)
    page = render_template(
        "acknowledgements/record.html", form=form, invitee=invitee, act=act, refusal=refusal, edition=_edition(invitee)
    )
    return page, status


def _here() -> Surroundings:
    return Surroundings(device(), short_address())


def _edition(invitee: Invitee) -> rules.EditionRow:
    return rules.edition_by_id(invitee.edition_id)


def _languages(invitee: Invitee) -> dict[str, str]:
    """Return the languages of the edition by their own names."""
    return {code: LANGUAGES.get(code, code) for code in rules.outline_of(invitee.edition_id).languages}


def _decline_page(
    form: DeclineForm, context: SignatureContext, status: int = 200, refusal: str | None = None
) -> ResponseReturnValue:
    actor = acting()
    last = invitees.find_own_outcome(context.edition.id, actor.employee_id)
    page = render_template(
        "acknowledgements/decline.html",
        form=form,
        context=context,
        refusal=refusal,
        declined=last if last is not None and last.kind == Kind.DECLINED else None,
        has_opened=invitees.has_opened(context.edition.id, actor.employee_id),
    )
    return page, status
