"""What staff need for customers: the sheet with the square code, a code on paper, and who is named to customers."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.company.queries import location, locations
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Invalid
from handbook.core.installation import current_settings
from handbook.core.moments import locale_of
from handbook.core.square_code import square_code
from handbook.core.transaction import transaction
from handbook.customers import letter_queries, operations, queries
from handbook.customers.forms_letters import ContactForm
from handbook.customers.views.blueprint import blueprint
from handbook.people.identity import LANGUAGES
from handbook.permissions import Permission


@blueprint.get("/complain/poster")
@requires(Permission.COMPLAINT_FILE)
def show_poster() -> ResponseReturnValue:
    """Show the sheet for the counter of one location, to be printed; without one, the locations to choose from."""
    asked, place = request.args.get("location", ""), request.args.get("place", "").strip()[:200]
    if not asked:
        return render_template("customers/show_poster.html", locations=locations(), at=None)
    at = location(asked)
    address = f"{current_settings().base_url}{url_for('customers.show_complain', at=at.id, place=place or None)}"
    return render_template(
        "customers/show_poster.html",
        locations=locations(),
        at=at,
        place=place,
        picture=square_code(address),
        texts=_texts(),
        short=f"{current_settings().base_url}/complain",
    )


@blueprint.post("/complaints/<complaint_id>/code")
@requires(Permission.COMPLAINT_READ)
def give_code(complaint_id: str) -> ResponseReturnValue:
    """Make one more code for a complaint and show it this once, to be printed and handed to the customer."""
    actor = acting()
    letter_queries.letter_head(actor, complaint_id)
    with transaction():
        code = operations.give_code(actor, complaint_id)
    page, address = queries.followed(code), f"{current_settings().base_url}/c/{code}"
    shown = {"page": page, "code": code, "address": address, "picture": square_code(address)}
    return render_template("customers/code_on_paper.html", **shown)


@blueprint.get("/complaints/contacts")
@requires(Permission.COMPLAINT_OVERSEE)
def show_contacts() -> ResponseReturnValue:
    """Show who is named to customers of each location until a complaint has its handler."""
    return _contacts(ContactForm(formdata=None))


@blueprint.post("/complaints/contacts")
@requires(Permission.COMPLAINT_OVERSEE)
def name_contact() -> ResponseReturnValue:
    """Name somebody to customers from now on, or nobody any more."""
    actor, form = acting(), ContactForm()
    form.offer(locations())
    if not form.validate_on_submit():
        return _contacts(form), 400
    try:
        with transaction():
            operations.name_contact(actor, form.location_id.data or None, form.employee_id)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _contacts(form), 400
    flash(_("From now on customers read this name."), "good")
    return redirect(url_for("customers.show_contacts"))


def _texts() -> dict[str, str]:
    """Return what the sheet says, in each of our languages."""
    texts = {}
    for language in LANGUAGES:
        with force_locale(locale_of(language)):
            texts[language] = _("How was it? Did something go wrong? Tell us here, and we answer you.")
    return texts


def _contacts(form: ContactForm) -> str:
    places = locations()
    form.offer(places)
    return render_template("customers/show_contacts.html", form=form, locations=places, contacts=queries.contacts())
