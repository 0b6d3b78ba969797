"""My people: when we last talked, which goals are to be looked at; and all conversations with one person."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from handbook.conversations import board, queries
from handbook.conversations.forms import AddressForm
from handbook.conversations.views.blueprint import blueprint
from handbook.conversations.wording import kind_words
from handbook.core.access_log import note_reading
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.permissions import Permission


@blueprint.get("/conversations")
@requires(Permission.CONVERSATION_RECORD)
def show_board() -> ResponseReturnValue:
    """Show the own people of today."""
    return render_template("conversations/show_board.html", rows=board.board_for(acting()), kinds=kind_words())


@blueprint.get("/people/<employee_id>/conversations")
@requires(Permission.CONVERSATION_RECORD)
def show_person(employee_id: str) -> ResponseReturnValue:
    """Show all conversations with a person; that somebody else reads them is written down first."""
    actor, form = acting(), AddressForm(request.args)
    name = queries.read_partner_for(actor, employee_id)
    own = actor.employee_id == employee_id
    if not own:
        note_reading(actor, employee_id, "conversations", employee_id, "read what was talked about")
    talks, has_more = queries.conversations_with(employee_id, form.page_number)
    return render_template(
        "conversations/show_person.html",
        employee_id=employee_id,
        name=name,
        own=own,
        talks=talks,
        page=form.page_number,
        has_more=has_more,
        kinds=kind_words(),
    )
