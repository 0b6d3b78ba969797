"""Shared devices: the list, enrolling the browser at hand, ending one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company.queries import locations
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.transaction import transaction
from handbook.people import devices, identity, sessions
from handbook.people.views.blueprint import blueprint
from handbook.people.views.cookies import device_at_hand, keep_device
from handbook.people.ways_in_forms import DeviceForm
from handbook.permissions import Permission


@blueprint.get("/devices")
@requires(Permission.DEVICE_ENROL)
def show_devices() -> ResponseReturnValue:
    """Show the shared devices, and a form that makes this browser one."""
    return _page(_form())


@blueprint.post("/devices")
@requires(Permission.DEVICE_ENROL)
def enrol_device() -> ResponseReturnValue:
    """Make this browser a shared device, and sign out: nobody's session stays on a tablet for all."""
    form, actor = _form(), acting()
    if not form.validate_on_submit():
        return _page(form, 400)
    with transaction():
        token = devices.enrol_device(actor, form.name.data, form.location_id.data)
    sessions.end_session(actor)
    identity.leave()
    keep_device(token)
    flash(_("This is a shared device now, and you are signed out of it."), "good")
    return redirect(url_for("people.show_kiosk"))


@blueprint.post("/devices/<device_id>/end")
@requires(Permission.DEVICE_ENROL)
def end_device(device_id: str) -> ResponseReturnValue:
    """End a shared device; whoever is signed in on it is out at once."""
    with transaction():
        devices.end_device(acting(), device_id)
    flash(_("The device is no longer a shared one. Every session on it has ended."), "good")
    return redirect(url_for("people.show_devices"))


def _form() -> DeviceForm:
    form = DeviceForm()
    form.location_id.choices = [(place.id, place.name) for place in locations()]
    return form


def _page(form: DeviceForm, status: int = 200) -> ResponseReturnValue:
    return (
        render_template("people/devices.html", form=form, devices=devices.devices(), here=device_at_hand()),
        status,
    )
