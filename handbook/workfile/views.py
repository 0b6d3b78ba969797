"""My file for everybody, a person's file for HR, and the narrow view for whoever looks after people."""

from flask import Blueprint, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.adjustments import queries as adjustments
from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import NotFound
from handbook.core.transaction import transaction
from handbook.corrective_actions import queries as corrective_actions
from handbook.documents.queries import Document, pieces_of
from handbook.people import queries as people
from handbook.people.identity import chosen_language, reader_zone
from handbook.permissions import Permission
from handbook.workfile import operations, queries
from handbook.workfile.copies import operations as copying
from handbook.workfile.copies import queries as copies
from handbook.workfile.forms import CopyForm, StatementForm
from handbook.workfile.held import held_against
from handbook.workfile.kinds import Group, group_words
from handbook.workfile.policy import OF_OWN_PEOPLE, WHOLE, may_read_of_own_people, may_read_work_file
from handbook.workfile.purposes import purpose_words

blueprint = Blueprint("workfile", __name__)


@blueprint.get("/my-file")
@requires(Permission.OWN_FILE_READ)
def show_my_file() -> ResponseReturnValue:
    """Show the reader's own file."""
    actor = acting()
    return _show(actor, actor.employee_id)


@blueprint.get("/my-file/statement")
@requires(Permission.OWN_FILE_READ)
def show_statement() -> ResponseReturnValue:
    """Show the form for own words to the own file."""
    acting()
    return render_template("workfile/show_statement.html", form=StatementForm(idempotency_key=new_id()))


@blueprint.post("/my-file/statement")
@requires(Permission.OWN_FILE_READ)
def add_statement() -> ResponseReturnValue:
    """Keep own words in the own file; after a fault the form keeps what was typed."""
    actor, form = acting(), StatementForm()
    if not form.validate_on_submit():
        return render_template("workfile/show_statement.html", form=form), 400
    with transaction():
        operations.add_statement(actor, form.words.data.strip(), chosen_language(), form.idempotency_key.data)
    flash(_("Your words stand in your file now. They are never changed."), "good")
    return redirect(url_for("workfile.show_my_file"))


@blueprint.get("/people/<employee_id>/file")
@requires(Permission.WORK_FILE_READ)
def show_file(employee_id: str) -> ResponseReturnValue:
    """Show a person's file to HR; the reading is written down first."""
    actor = acting()
    if not may_read_work_file(actor, employee_id) or employee_id not in people.names([employee_id]):
        raise NotFound("There is no such file.")
    note_reading(actor, employee_id, "work file", employee_id, "opened the work file")
    return _show(actor, employee_id)


@blueprint.post("/people/<employee_id>/file/copies")
@requires(Permission.WORK_FILE_READ)
def order_copy(employee_id: str) -> ResponseReturnValue:
    """Let the worker make a sealed copy of a person's file as it stands."""
    actor, form = acting(), CopyForm()
    if employee_id not in people.names([employee_id]):
        raise NotFound("There is no such file.")
    if form.validate_on_submit():
        with transaction():
            copying.order_copy(actor, employee_id, form.idempotency_key.data)
        flash(_("The copy is being made. Look again in a minute."), "good")
    return redirect(url_for("workfile.show_file", employee_id=employee_id))


@blueprint.get("/people/<employee_id>/file/copies/<copy_id>.pdf")
@requires(Permission.WORK_FILE_READ)
def take_copy(employee_id: str, copy_id: str) -> ResponseReturnValue:
    """Hand a copy of a person's file out to HR; it is written down first."""
    actor = acting()
    document = copies.copy_for(actor, employee_id, copy_id)
    note_reading(actor, employee_id, "work file", copy_id, "took a copy of the work file")
    return _copy(document)


@blueprint.get("/my-file/copies/<copy_id>.pdf")
@requires(Permission.OWN_FILE_READ)
def take_own_copy(copy_id: str) -> ResponseReturnValue:
    """Hand a copy of the own file out, also to who has left."""
    actor = acting()
    return _copy(copies.copy_for(actor, actor.employee_id, copy_id))


@blueprint.get("/team/<employee_id>")
@requires(Permission.CONVERSATION_RECORD)
def show_of_team(employee_id: str) -> ResponseReturnValue:
    """Show steps and conversations of a person to whoever looks after them today; the reading is written down first."""
    actor = acting()
    if not may_read_of_own_people(actor, employee_id, people.own_people_today(actor.employee_id)):
        raise NotFound(_("There is no such person, or they are not placed with you today."))
    note_reading(actor, employee_id, "work file", employee_id, "opened steps and conversations")
    return render_template(
        "workfile/show_of_team.html",
        employee_id=employee_id,
        person=people.find_placed_today(employee_id),
        live=corrective_actions.live_steps_of([employee_id]),
        file=queries.work_file(employee_id, actor, request.args.get("before"), OF_OWN_PEOPLE),
    )


def _copy(document: Document) -> Response:
    """Stream a copy: the file may be large."""
    headers = {
        "Content-Disposition": f'attachment; filename="work-file-{document.code}.pdf"',
        "Content-Length": str(document.size),
    }
    return Response(stream_with_context(pieces_of(document)), mimetype="application/pdf", headers=headers)


def _show(actor: Actor, employee_id: str) -> ResponseReturnValue:
    asked, person = request.args.get("kind"), people.find_placed_today(employee_id)
    group = Group(asked) if asked in set(Group) else None
    return render_template(
        "workfile/show_file.html",
        own=actor.employee_id == employee_id,
        name=person.name if person else people.names([employee_id])[employee_id],
        person=person,
        employee_id=employee_id,
        file=queries.work_file(employee_id, actor, request.args.get("before"), {group} if group else WHOLE),
        groups={one: group_words(one) for one in Group},
        group=group,
        readers=queries.readers(employee_id),
        zone=reader_zone(),
        purpose_words=purpose_words,
        copies=copies.copies_for(actor, employee_id),
        form=CopyForm(idempotency_key=new_id()),
        held=held_against(employee_id, actor),
        agreed=adjustments.agreed_with(employee_id, chosen_language()),
    )
