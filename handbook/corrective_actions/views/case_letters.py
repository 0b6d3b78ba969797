"""Handing out the sealed letters of a case, to who works on it and to the person who got them."""

from collections.abc import Sequence

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.access_log import note_reading
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import NotFound
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.disclosure import Letter, letters_of
from handbook.corrective_actions.cases.queries import working_case
from handbook.corrective_actions.cases.sealing_again import seal_again
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.documents import queries as documents
from handbook.permissions import Permission


@blueprint.get("/cases/<case_id>/letters/<record_id>.pdf")
@requires(Permission.CASE_READ)
def show_case_letter(case_id: str, record_id: str) -> Response:
    """Hand out a sealed letter to who works on the case; the reading is written down first."""
    actor = acting()
    case, _parties = working_case(actor, case_id)
    note_reading(
        actor, case.subject_id if case.told_at else None, "case letter", case_id, "opened a letter of the case"
    )
    return handed_out_letter(letters_of(story_of(case_id)), record_id, case.reference)


@blueprint.post("/cases/<case_id>/seal")
@requires(Permission.STEP_SERVE)
def seal_case_letters_again(case_id: str) -> ResponseReturnValue:
    """Let the letters of a case that could not be sealed be tried once more."""
    with transaction():
        seal_again(acting(), case_id)
    flash(_("The letter is being sealed again."), "calm")
    return redirect(url_for("corrective_actions.show_cases"))


def handed_out_letter(letters: Sequence[Letter], record_id: str, reference: str) -> Response:
    """Return the bytes of a sealed letter; raise NotFound where it is not there or still being sealed."""
    letter = next((one for one in letters if one.record_id == record_id), None)
    if letter is None or letter.document is None:
        raise NotFound(_("This paper is not there, or it is still being sealed. Look again in a minute."))
    headers = {"Content-Disposition": f"inline; filename={reference}-{letter.document.code}.pdf"}
    return Response(documents.bytes_of(letter.document), mimetype="application/pdf", headers=headers)
