"""One conversation: for the person, and for whoever looks after them; the reply; how a goal goes."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.conversations import operations, queries
from handbook.conversations.forms import CheckInForm, ReplyForm
from handbook.conversations.views.blueprint import blueprint
from handbook.conversations.wording import kind_words, outcome_words
from handbook.core.access_log import note_reading
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.permissions import Permission


@blueprint.get("/conversations/<conversation_id>")
@requires(Permission.OWN_FILE_READ)
def show(conversation_id: str) -> ResponseReturnValue:
    """Show a conversation; that somebody else than the person reads it is written down first."""
    actor = acting()
    person = queries.conversation_for(actor, conversation_id).partner.employee_id
    if actor.employee_id != person:
        note_reading(actor, person, "conversation", conversation_id, "read what was talked about")
    return _page(conversation_id)


@blueprint.post("/conversations/<conversation_id>/reply")
@requires(Permission.OWN_FILE_READ)
def reply(conversation_id: str) -> ResponseReturnValue:
    """Keep what the person says of it."""
    actor, form = acting(), ReplyForm(prefix="reply")
    if queries.conversation_for(actor, conversation_id).partner.employee_id != actor.employee_id:
        raise queries.not_found()
    if not form.validate_on_submit():
        return _page(conversation_id, reply=form), 400
    with transaction():
        operations.reply(actor, conversation_id, form.words.data, chosen_language(), form.idempotency_key.data)
    flash(_("Your words stand beside the conversation now."), "good")
    return redirect(url_for("conversations.show", conversation_id=conversation_id))


@blueprint.post("/conversations/<conversation_id>/check-in")
@requires(Permission.CONVERSATION_RECORD)
def check_in(conversation_id: str) -> ResponseReturnValue:
    """Keep how a goal goes."""
    actor, form = acting(), CheckInForm(prefix="goal")
    queries.partner_for(actor, queries.conversation_for(actor, conversation_id).partner.employee_id)
    if not form.validate_on_submit():
        return _page(conversation_id, goal=form), 400
    try:
        with transaction():
            operations.check_in(actor, conversation_id, form.draft(chosen_language()))
    except Conflict as stale:
        return _page(conversation_id, goal=form, stale=str(stale)), 409
    flash(_("It is kept, and the person can read it now."), "good")
    return redirect(url_for("conversations.show", conversation_id=conversation_id))


def _page(
    conversation_id: str, reply: ReplyForm | None = None, goal: CheckInForm | None = None, stale: str = ""
) -> str:
    actor = acting()
    page = queries.conversation_for(actor, conversation_id)
    own = actor.employee_id == page.partner.employee_id
    goal = goal or CheckInForm(None, prefix="goal")
    if page.open_dates:
        goal.due_on.data, goal.due_on.raw_data = page.open_dates[0], None
    return render_template(
        "conversations/show.html",
        page=page,
        own=own,
        reply=reply or ReplyForm(None, prefix="reply"),
        goal=goal if page.open_dates and not own else None,
        stale=stale,
        kinds=kind_words(),
        outcomes=outcome_words(),
    )
