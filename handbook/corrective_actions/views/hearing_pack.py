"""The pages of the hearing pack: what was printed of a case, one more print, taking one away."""

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from handbook.core.access_log import note_reading
from handbook.core.db import new_id
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.transaction import transaction
from handbook.corrective_actions.hearing_pack import operations, queries
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.documents.queries import store
from handbook.people.identity import chosen_language, reader_zone
from handbook.permissions import Permission


class PackForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """One more print; the same form gives one."""

    idempotency_key = HiddenField(validators=[InputRequired(), Length(min=32, max=32)])


@blueprint.get("/cases/<case_id>/hearing-pack")
@requires(Permission.CASE_READ)
def show_hearing_pack(case_id: str) -> ResponseReturnValue:
    """Show what was printed of a case, and the button for one more print."""
    actor = acting()
    case, form = queries.packed_case_for(actor, case_id), PackForm(idempotency_key=new_id())
    return render_template(
        "corrective_actions/show_hearing_pack.html",
        case=case,
        packs=queries.packs_of(case),
        zone=reader_zone(),
        form=form,
    )


@blueprint.post("/cases/<case_id>/hearing-pack")
@requires(Permission.CASE_READ)
def ask_for_hearing_pack(case_id: str) -> ResponseReturnValue:
    """Let the worker print the case as it stands."""
    actor, form = acting(), PackForm()
    case = queries.packed_case_for(actor, case_id)
    if form.validate_on_submit():
        with transaction():
            operations.ask_for_pack(actor, case_id, chosen_language(), form.idempotency_key.data)
    return redirect(url_for("corrective_actions.show_hearing_pack", case_id=case.id))


@blueprint.get("/cases/<case_id>/hearing-pack/<pack_id>.pdf")
@requires(Permission.CASE_READ)
def take_hearing_pack(case_id: str, pack_id: str) -> ResponseReturnValue:
    """Hand a print out; it is written down first."""
    actor = acting()
    reference = queries.packed_case_for(actor, case_id).reference
    pack = queries.pack_for(actor, case_id, pack_id)
    # Of no employee's file: nobody learns of a case by the list of readers before a letter is served.
    note_reading(actor, None, "hearing pack", pack.id, "took the hearing pack")
    name = f'inline; filename="hearing-pack-{reference}.pdf"'
    return Response(store().get(pack.sha256 or ""), mimetype="application/pdf", headers={"Content-Disposition": name})
