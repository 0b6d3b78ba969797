"""Recording a conversation: choose the person, the kind, a few words."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.conversations import board, operations, queries
from handbook.conversations.forms import AddressForm, ConversationForm
from handbook.conversations.lifecycle import Kind
from handbook.conversations.pages import Partner
from handbook.conversations.policy import sees_everybody
from handbook.conversations.views.blueprint import blueprint
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Invalid, NotFound
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.people.queries import employee_by_number
from handbook.permissions import Permission


@blueprint.get("/conversations/new")
@requires(Permission.CONVERSATION_RECORD)
def show_new() -> ResponseReturnValue:
    """Show the form for a person, or the own people to choose one of."""
    address = AddressForm(request.args)
    if address.number.data and sees_everybody(acting()):
        return _by_number(address)
    if not address.person.data:
        return _choose(address)
    partner = queries.partner_for(acting(), address.person.data)
    form = ConversationForm(formdata=None, happened_on=partner.today)
    if address.kind.data in list(Kind):
        form.kind.data = address.kind.data
    return _new(partner, form)


@blueprint.post("/people/<employee_id>/conversations")
@requires(Permission.CONVERSATION_RECORD)
def record(employee_id: str) -> ResponseReturnValue:
    """Write a conversation down; after a fault the form keeps what was typed."""
    actor, form = acting(), ConversationForm()
    partner = queries.partner_for(actor, employee_id)
    if not form.validate_on_submit():
        return _new(partner, form), 400
    try:
        with transaction():
            conversation_id = operations.record(actor, form.draft(employee_id, chosen_language()))
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _new(partner, form), 400
    flash(_("It is kept, and %(name)s can read it now.", name=partner.name), "good")
    return redirect(url_for("conversations.show", conversation_id=conversation_id))


def _by_number(address: AddressForm) -> ResponseReturnValue:
    """Lead HR from a staff number to the form for that person."""
    try:
        person = employee_by_number(address.number.data)
    except NotFound as unknown:
        address.number.errors = [str(unknown)]
        return _choose(address), 404
    return redirect(url_for("conversations.show_new", person=person.id))


def _choose(address: AddressForm) -> str:
    actor = acting()
    return render_template(
        "conversations/choose.html", rows=board.board_for(actor), everybody=sees_everybody(actor), form=address
    )


def _new(partner: Partner, form: ConversationForm) -> str:
    return render_template("conversations/show_new.html", partner=partner, form=form)
