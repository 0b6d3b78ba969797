"""The public door: say what happened, without an account, in thirty seconds."""

from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company.queries import locations
from handbook.core.doors import public
from handbook.core.errors import Invalid, TooMany
from handbook.core.flood import at_most
from handbook.core.transaction import transaction
from handbook.customers import operations
from handbook.customers.forms import AtAPlaceForm, ComplainForm, what_is_promised
from handbook.customers.views.blueprint import blueprint
from handbook.customers.views.photos import photo_of
from handbook.people.identity import chosen_language

Form = TypeVar("Form", bound=AtAPlaceForm)
WHY = "a customer says what happened without an account, and nothing here tells who works where or who complained"


@blueprint.get("/complain")
@public(WHY)
def show_complain() -> ResponseReturnValue:
    """Show the form; the square code at a place has filled in where that is."""
    return _page(begun(ComplainForm(formdata=None)))


@blueprint.post("/complain")
@public(WHY)
def complain() -> ResponseReturnValue:
    """Write down what happened and lead to the receipt; whatever is refused, what was typed stays in the form."""
    form, refusal = taken(ComplainForm())
    if refusal is not None:
        return _page(form, str(refusal)), refusal.status
    if not form.validate_on_submit():
        return _page(form), 400
    photos, why_not = photo_of(form.photo)
    try:
        with transaction():
            code = operations.complain(form.draft(chosen_language()), photos)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _page(form), 400
    if why_not:
        flash(_("What you wrote is kept, but not the photo.") + " " + why_not, "wait")
    return redirect(url_for("customers.show_receipt", code=code))


def begun(form: Form) -> Form:
    """Return an empty form in which the place is chosen that the square code named."""
    form.offer(locations())
    form.begin(request.args)
    return form


def taken(form: Form) -> tuple[Form, TooMany | None]:
    """Return a form that was sent, and the refusal where there were too many from this address."""
    form.offer(locations())
    try:
        _count()
    except TooMany as refusal:
        return form, refusal
    return form, None


@at_most("10/minute")
def _count() -> None:
    """Count one thing said at the door from this address."""


def _page(form: ComplainForm, refusal: str = "") -> str:
    return render_template("customers/complain.html", form=form, promised=what_is_promised(), refusal=refusal)
