"""One adjustment: for the person, their supervisor and HR; the person's answer; its end."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.adjustments import operations, policy, queries
from handbook.adjustments.forms import EndForm, ReplyForm
from handbook.adjustments.lifecycle import ReplyKind
from handbook.adjustments.queries import Agreed
from handbook.adjustments.views.blueprint import blueprint
from handbook.core.access_log import note_reading
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.permissions import Permission


@blueprint.get("/adjustments/<adjustment_id>")
@requires(Permission.OWN_FILE_READ)
def show_one(adjustment_id: str) -> ResponseReturnValue:
    """Show what is agreed to the person, and to others who may read it, whose reading is written down first."""
    actor = acting()
    found = queries.adjustment_for(actor, adjustment_id, chosen_language())
    if actor.employee_id != found.employee_id:
        note_reading(actor, found.employee_id, "adjustment", adjustment_id, "read what is agreed about a rule")
    return _page(found, ReplyForm(formdata=None))


@blueprint.post("/adjustments/<adjustment_id>/reply")
@requires(Permission.OWN_FILE_READ)
def reply(adjustment_id: str) -> ResponseReturnValue:
    """Keep what the person says of what is agreed with them."""
    actor, form = acting(), ReplyForm()
    queries.own_adjustment(actor, adjustment_id)
    if not form.validate_on_submit():
        return _page(queries.adjustment_for(actor, adjustment_id, chosen_language()), form), 400
    kind = ReplyKind(form.kind.data)
    with transaction():
        operations.reply(actor, adjustment_id, kind, form.words.data, chosen_language())
    if kind is ReplyKind.OBJECTED:
        flash(_("Thank you. HR reads it and talks with you."), "good")
    else:
        flash(_("Thank you. It is kept with what is agreed."), "good")
    return redirect(url_for("adjustments.show_one", adjustment_id=adjustment_id))


@blueprint.get("/adjustments/<adjustment_id>/end")
@requires(Permission.ADJUSTMENT_RECORD)
def show_end(adjustment_id: str) -> ResponseReturnValue:
    """Ask for the last day and why it ends."""
    found = _to_end(adjustment_id)
    return _end_page(found, EndForm(formdata=None, last_on=found.today))


@blueprint.post("/adjustments/<adjustment_id>/end")
@requires(Permission.ADJUSTMENT_RECORD)
def end(adjustment_id: str) -> ResponseReturnValue:
    """Let it end; words that read like a reason are asked about once more."""
    actor, form, found = acting(), EndForm(), _to_end(adjustment_id)
    if not form.validate_on_submit():
        return _end_page(found, form), 400
    if form.doubts:
        return _end_page(found, form, doubts=form.doubts), 400
    try:
        with transaction():
            operations.end(actor, adjustment_id, form.last_on.data, form.reason.data)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _end_page(found, form), 400
    except Conflict as late:
        return _end_page(found, form, stale=str(late)), 409
    flash(_("It is kept. The person is told."), "good")
    return redirect(url_for("adjustments.show_one", adjustment_id=adjustment_id))


def _to_end(adjustment_id: str) -> Agreed:
    """Return an adjustment that the actor may end; raise NotFound, or Refused for the own one."""
    actor = acting()
    found = queries.adjustment_for(actor, adjustment_id, chosen_language())
    why = policy.why_not_record(actor, found.employee_id)
    if why is not None:
        raise Refused(why)
    return found


def _page(found: Agreed, form: ReplyForm) -> str:
    actor = acting()
    return render_template(
        "adjustments/show_one.html",
        agreed=found,
        form=form,
        own=actor.employee_id == found.employee_id,
        replies=queries.replies_to(found.id) if policy.may_read_replies(actor, found) else [],
        may_end=policy.why_not_record(actor, found.employee_id) is None,
    )


def _end_page(found: Agreed, form: EndForm, doubts: list[str] | None = None, stale: str = "") -> str:
    shown = {"agreed": found, "form": form, "doubts": doubts, "stale": stale}
    return render_template("adjustments/show_end.html", **shown)
