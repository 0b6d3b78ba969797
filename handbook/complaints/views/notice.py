"""The answer about notice by itself, for any two days, in a form that prints as one line."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from handbook.complaints import queries
from handbook.complaints.forms_notice import NoticeForm
from handbook.complaints.views.blueprint import address_of, blueprint, list_of
from handbook.core.access_log import note_reading
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.people.identity import chosen_language
from handbook.permissions import Permission

blueprint.add_app_template_global(queries.notice_words)


@blueprint.get("/complaints/<complaint_id>/notice")
@requires(Permission.COMPLAINT_READ)
def show_notice(complaint_id: str) -> ResponseReturnValue:
    """Show whether the rules named were notified to the people named; the reading is written down first."""
    actor, form = acting(), NoticeForm(request.args)
    queries.complaint_in_hand(actor, complaint_id)
    # Of no employee's file: the person it is about must not learn of it by the list of readers.
    note_reading(actor, None, "complaint", complaint_id, "asked whether the rule was notified")
    page, is_sound = queries.complaint_in_hand(actor, complaint_id), form.validate()
    as_of, known_on = (form.as_of.data, form.known_on.data) if is_sound else (None, None)
    return render_template(
        "complaints/show_notice.html",
        complaint=page,
        form=form,
        lines=queries.notice_lines(actor, page, as_of, chosen_language(), known_on),
        here=address_of(actor, complaint_id),
        all_url=list_of(actor),
    )
