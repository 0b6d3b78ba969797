"""The page of a complaint behind its code: the news, an answer, a photo, "not settled"; and the receipt to keep."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.doors import public
from handbook.core.errors import Conflict, Invalid, NotFound, TooMany
from handbook.core.flood import at_most
from handbook.core.installation import current_settings
from handbook.core.square_code import square_code
from handbook.core.transaction import transaction
from handbook.customers import letter_queries, operations, queries
from handbook.customers.codes import typed
from handbook.customers.forms_following import AddForm, CodeForm, UnsettledForm
from handbook.customers.views.blueprint import blueprint
from handbook.customers.views.photos import photo_of

WHY = "whoever holds the code of a complaint is its customer, and has no account"


@blueprint.get("/c")
@public(WHY)
def show_code_entry() -> ResponseReturnValue:
    """Ask for the code."""
    return render_template("customers/code.html", form=CodeForm(formdata=None))


@blueprint.post("/c")
@public(WHY)
@at_most("20/minute")
def enter_code() -> ResponseReturnValue:
    """Lead to the page behind a code; of a wrong one the code stays in the form."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            queries.complaint_of(form.code.data)
            return redirect(url_for("customers.show_news", code=form.code.data))
        except NotFound as unknown:
            form.code.errors = [str(unknown)]
    return render_template("customers/code.html", form=form), 400


@blueprint.get("/c/<code>")
@public(WHY)
@at_most("60/minute")
def show_news(code: str) -> ResponseReturnValue:
    """Show how far a complaint is."""
    return _news(code)


@blueprint.get("/c/<code>/receipt")
@public(WHY)
@at_most("60/minute")
def show_receipt(code: str) -> ResponseReturnValue:
    """Show reference, code, name and day, to be copied or printed."""
    page, address = queries.followed(code), f"{current_settings().base_url}/c/{typed(code)}"
    shown = {"page": page, "code": typed(code), "address": address, "picture": square_code(address)}
    return _unlisted(render_template("customers/receipt.html", **shown))


@blueprint.get("/c/<code>/letters/<letter_id>")
@public(WHY)
@at_most("60/minute")
def show_letter(code: str, letter_id: str) -> ResponseReturnValue:
    """Show one letter as it was sent, to be printed."""
    page = queries.followed(code)
    letter = letter_queries.letter_of(page.complaint_id, letter_id, page.zone)
    return _unlisted(render_template("customers/letter.html", page=page, letter=letter, code=typed(code)))


@blueprint.post("/c/<code>/words")
@public(WHY)
@at_most("60/minute")
def add(code: str) -> ResponseReturnValue:
    """Keep what the customer adds; what cannot be kept stays in the form."""
    form = AddForm(prefix="add")
    refused = _refused(code, form)
    if refused is not None:
        return refused
    photos, why_not = photo_of(form.photo)
    if why_not and not form.words.data:
        form.photo.errors = [why_not]
        return _news(code, form, 400)
    try:
        with transaction():
            operations.add(code, form.words.data, photos, form.idempotency_key.data)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _news(code, form, fault.status)
    flash(_("Thank you. It is with your complaint now.") + (f" {why_not}" if why_not else ""), "good")
    return redirect(url_for("customers.show_news", code=typed(code)))


@blueprint.post("/c/<code>/unsettled")
@public(WHY)
@at_most("60/minute")
def say_not_settled(code: str) -> ResponseReturnValue:
    """Let the customer say that the answer does not settle it."""
    form = UnsettledForm(prefix="unsettled")
    refused = _refused(code, form)
    if refused is not None:
        return refused
    try:
        with transaction():
            operations.say_not_settled(code, form.words.data)
    except Conflict as stale:
        form.form_errors.append(str(stale))
        return _news(code, form, stale.status)
    flash(_("Thank you for saying so. Somebody looks at it again."), "good")
    return redirect(url_for("customers.show_news", code=typed(code)))


@at_most("20/minute")
def _count() -> None:
    """Count one form sent from this address."""


def _refused(code: str, form: AddForm | UnsettledForm) -> ResponseReturnValue | None:
    """Return the page with the form as it was typed where it cannot be taken, else None; raise NotFound."""
    queries.complaint_of(code)
    try:
        _count()
    except TooMany as refusal:
        form.form_errors.append(str(refusal))
        return _news(code, form, refusal.status)
    return None if form.validate_on_submit() else _news(code, form, 400)


def _news(code: str, sent: AddForm | UnsettledForm | None = None, status: int = 200) -> ResponseReturnValue:
    page = queries.followed(code)
    forms = {"add": AddForm(None, prefix="add"), "unsettled": UnsettledForm(None, prefix="unsettled")}
    if sent is not None:
        forms["add" if isinstance(sent, AddForm) else "unsettled"] = sent
    return _unlisted(render_template("customers/news.html", page=page, code=typed(code), forms=forms)), status


def _unlisted(body: str) -> Response:
    """Return a page that no search engine lists and that no foreign page is told the address of."""
    response = make_response(body)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # Not "no-referrer": over https our own forms are only taken from our own pages, which the referrer proves.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
