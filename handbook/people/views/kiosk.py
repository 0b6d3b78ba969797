"""The door of a shared device: staff number and own PIN, or password."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.actor import current_actor
from handbook.core.doors import public
from handbook.core.errors import Invalid, TooMany
from handbook.people.attempts import SHARED_DEVICE
from handbook.people.sign_in import prove
from handbook.people.views.blueprint import blueprint
from handbook.people.views.cookies import device_at_hand
from handbook.people.views.entering import let_in, onward
from handbook.people.ways_in_forms import KioskForm


@blueprint.get("/kiosk")
@public("people sign in here on a tablet that they share")
def show_kiosk() -> ResponseReturnValue:
    """Show the form of a shared device, or say that this browser is none."""
    if current_actor():
        return redirect(onward())
    return render_template("people/kiosk.html", form=KioskForm(), device=device_at_hand())


@blueprint.post("/kiosk")
@public("people sign in here on a tablet that they share")
def do_kiosk() -> ResponseReturnValue:
    """Prove the person by PIN or password and begin a short session; a PIN opens nothing on any other device."""
    form, device = KioskForm(), device_at_hand()
    if device is None:
        words = _("This browser is not a shared device. Sign in with your password.")
        return render_template("people/kiosk.html", form=form, device=None, refusal=words), 400
    if not form.validate_on_submit():
        return render_template("people/kiosk.html", form=form, device=device), 400
    number = form.staff_number.data
    try:
        proof = prove(number, form.secret.data, f"{SHARED_DEVICE}{device.id}", on_shared_device=True)
        return let_in(proof, number, device.id)
    except (Invalid, TooMany) as refusal:
        return render_template("people/kiosk.html", form=form, device=device, refusal=str(refusal)), refusal.status
