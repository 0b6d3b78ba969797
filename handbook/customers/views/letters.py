"""The handler's side: which letters were sent, writing one, looking at it, sending it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction
from handbook.customers import letter_queries, writing
from handbook.customers.forms_letters import LetterForm, kind_words, manner_words
from handbook.customers.lifecycle import LetterKind, kinds_at
from handbook.customers.pages import LetterHead
from handbook.customers.views.blueprint import blueprint
from handbook.documents.letters import LetterText
from handbook.permissions import Permission


@blueprint.get("/complaints/<complaint_id>/letters")
@requires(Permission.COMPLAINT_READ)
def show_letters(complaint_id: str) -> ResponseReturnValue:
    """Show the handler which letters were sent and which can be written now."""
    head = letter_queries.letter_head(acting(), complaint_id)
    return render_template(
        "customers/show_letters.html",
        head=head,
        kinds=kinds_at(head.stage),
        kind_words=kind_words(),
        manners=manner_words(),
        letters=letter_queries.letters_of(complaint_id, head.zone),
    )


@blueprint.get("/complaints/<complaint_id>/letters/new")
@requires(Permission.COMPLAINT_READ)
def show_new_letter(complaint_id: str) -> ResponseReturnValue:
    """Show the form of one kind of letter, with everything filled in that is known."""
    actor, kind = acting(), _kind()
    return _page(_form(LetterForm(formdata=None), kind, _head(actor, complaint_id)))


@blueprint.post("/complaints/<complaint_id>/letters/new")
@requires(Permission.COMPLAINT_READ)
def write_letter(complaint_id: str) -> ResponseReturnValue:
    """Show the letter as it would be sent; send it where just this one was looked at before."""
    actor, kind = acting(), _kind()
    form = _form(LetterForm(), kind, _head(actor, complaint_id))
    if not form.validate_on_submit():
        return _page(form), 400
    text = writing.written(actor, form.head, form.draft())
    if "send" not in request.form or form.seen.data != writing.hash_of(text):
        return _page(form, text)
    try:
        with transaction():
            letter_id = writing.send_letter(actor, complaint_id, form.draft(), text)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _page(form, text), 400
    except Conflict as stale:
        form.head = _head(actor, complaint_id)
        return _page(form, text, str(stale)), 409
    flash(_("The letter is kept, and it stands on the customer's page."), "good")
    return redirect(url_for("customers.show_sent_letter", complaint_id=complaint_id, letter_id=letter_id))


@blueprint.get("/complaints/<complaint_id>/letters/<letter_id>")
@requires(Permission.COMPLAINT_READ)
def show_sent_letter(complaint_id: str, letter_id: str) -> ResponseReturnValue:
    """Show a letter as it was sent, to be printed; it names the customer, so the reading is written down first."""
    head = _head(acting(), complaint_id)
    letter = letter_queries.letter_of(complaint_id, letter_id, head.zone)
    return render_template("customers/show_sent_letter.html", head=head, letter=letter, manners=manner_words())


def _kind() -> LetterKind:
    """Return the kind of letter that the address asks for."""
    asked = request.args.get("kind", "")
    return LetterKind(asked) if asked in set(LetterKind) else abort(404)


def _head(actor: Actor, complaint_id: str) -> LetterHead:
    """Return what a letter says of the complaint; that its handler reads who the customer is, is written down first."""
    letter_queries.letter_head(actor, complaint_id)
    note_reading(actor, None, "customer identity", complaint_id, "writing to the customer")
    return letter_queries.letter_head(actor, complaint_id)


def _form(form: LetterForm, kind: LetterKind, head: LetterHead) -> LetterForm:
    form.offer(kind, head)
    if form.row_version.data is None:
        form.row_version.data = head.row_version
    return form


def _page(form: LetterForm, text: LetterText | None = None, stale: str = "") -> str:
    """Show the form, and below it the letter as it would be sent; what is shown is what can be sent next."""
    head = form.head
    if stale:  # the reader sees what stands now, and decides again
        form.row_version.data, form.row_version.raw_data = head.row_version, None
    form.seen.data = writing.hash_of(text) if text else ""
    return render_template(
        "customers/new_letter.html",
        form=form,
        head=head,
        kind=form.kind,
        kind_words=kind_words(),
        text=text,
        stale=stale,
        letters=letter_queries.letters_of(head.complaint_id, head.zone),
    )
