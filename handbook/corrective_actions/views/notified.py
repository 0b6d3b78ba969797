"""The answer about notice of a case by itself, for any two days, from the text to the hearing."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from handbook.complaints.forms_notice import NoticeForm
from handbook.core.access_log import note_reading
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.corrective_actions.cases.story import suspension_on
from handbook.corrective_actions.hearing_pack.queries import notice_of_case, packed_case_for
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.people.identity import chosen_language
from handbook.permissions import Permission


@blueprint.get("/cases/<case_id>/notified")
@requires(Permission.CASE_READ)
def show_notified(case_id: str) -> ResponseReturnValue:
    """Show whether the rule was notified to the person of the case; the reading is written down first."""
    actor, form = acting(), NoticeForm(request.args)
    case = packed_case_for(actor, case_id)
    # Of no employee's file: nobody learns of a case by the list of readers before a letter is served.
    note_reading(actor, None, "case", case_id, "asked whether the rule was notified")
    as_of, known_on = (form.as_of.data, form.known_on.data) if form.validate() else (None, None)
    line = notice_of_case(case.id, chosen_language(), as_of, known_on)
    away = suspension_on(case.id, as_of, known_on) if as_of else None
    template = "corrective_actions/show_notified.html"
    return render_template(template, case=case, form=form, lines=[line], as_of=as_of, away=away)
