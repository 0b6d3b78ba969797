"""What the company has settled about complaints: the outsider, and whom else a customer can turn to."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.complaints import operations, policy, settled
from handbook.complaints.forms_settled import SettingsForm
from handbook.complaints.views.blueprint import blueprint
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction
from handbook.people.identity import reader_zone
from handbook.permissions import Permission


@blueprint.get("/complaints/settings")
@requires(Permission.PEOPLE_CHANGE)
def show_settings() -> ResponseReturnValue:
    """Show what counts now, with its form, and what counted before."""
    form, now = SettingsForm(formdata=None), settled.settled()
    form.outsider_id.data, form.recourse.data = now.outsider_id or "", now.recourse
    return _settings(acting(), form)


@blueprint.post("/complaints/settings")
@requires(Permission.PEOPLE_CHANGE)
def change_settings() -> ResponseReturnValue:
    """Let other settings count from now on."""
    actor, form = acting(), SettingsForm()
    form.offer(settled.guests())
    if not form.validate_on_submit():
        return _settings(actor, form), 400
    try:
        with transaction():
            operations.settle(actor, form.draft())
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _settings(actor, form), 400
    except Conflict as stale:
        return _settings(actor, form, str(stale)), 409
    flash(_("It counts from now on. What is with an outsider already stays there."), "good")
    return redirect(url_for("complaints.show_settings"))


def _settings(actor: Actor, form: SettingsForm, stale: str = "") -> str:
    history = settled.history()
    now = history[0] if history else settled.Settled()
    form.offer(settled.guests())
    form.seen.data, form.seen.raw_data = now.from_at.isoformat() if now.from_at else "", None
    return render_template(
        "complaints/show_settings.html",
        form=form,
        now=now,
        history=history,
        stale=stale,
        zone=reader_zone(),
        oversees=policy.has_oversight(actor),
    )
