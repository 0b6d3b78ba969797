"""What colleagues say past their supervisor, for those to whom it is addressed: reading and answering it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from handbook.core.access_log import note_reading
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.permissions import Permission
from handbook.voices.forms import ListForm
from handbook.voices.speaking import operations, queries
from handbook.voices.speaking.forms import KeepFromForm, SpeakUpAnswerForm
from handbook.voices.views.blueprint import blueprint
from handbook.voices.wording import matter_words


@blueprint.get("/speak-up/inbox")
@requires(Permission.SPEAK_UP_READ)
def show_inbox() -> ResponseReturnValue:
    """List what is addressed to the reader."""
    form = ListForm(request.args)
    rows, has_more = queries.speak_ups_for(acting(), form.only_waiting, form.number)
    return render_template("voices/show_inbox.html", rows=rows, has_more=has_more, form=form, matters=matter_words())


@blueprint.get("/speak-up/inbox/<speak_up_id>")
@requires(Permission.SPEAK_UP_READ)
def show_in_inbox(speak_up_id: str) -> ResponseReturnValue:
    """Show it to whom it is addressed; the reading is written down first, without whose words they are."""
    actor = acting()
    queries.speak_up_for(actor, speak_up_id)
    note_reading(actor, None, "speak-up", speak_up_id, "hearing a colleague")
    return _one(speak_up_id)


@blueprint.post("/speak-up/inbox/<speak_up_id>/answers")
@requires(Permission.SPEAK_UP_READ)
def answer_speak_up(speak_up_id: str) -> ResponseReturnValue:
    """Answer it."""
    actor, form = acting(), SpeakUpAnswerForm(prefix="answer")
    queries.speak_up_for(actor, speak_up_id)
    if not form.validate_on_submit():
        return _one(speak_up_id, form), 400
    words, key, version = form.words.data, form.idempotency_key.data, form.row_version.data
    try:
        with transaction():
            operations.answer(actor, speak_up_id, words, chosen_language(), version, key)
    except Conflict as stale:
        return _one(speak_up_id, form, str(stale)), 409
    flash(_("The answer is kept, and the writer can read it now."), "good")
    return redirect(url_for("voices.show_in_inbox", speak_up_id=speak_up_id))


@blueprint.post("/speak-up/inbox/<speak_up_id>/people")
@requires(Permission.SPEAK_UP_READ)
def keep_from(speak_up_id: str) -> ResponseReturnValue:
    """Keep it from somebody whom it concerns."""
    actor, form = acting(), KeepFromForm(prefix="keep")
    queries.speak_up_for(actor, speak_up_id)
    if not form.validate_on_submit():
        return _one(speak_up_id, form), 400
    try:
        with transaction():
            operations.keep_from(actor, speak_up_id, form.person_id or "")
    except Invalid as fault:
        form.number.errors = list(fault.faults)
        return _one(speak_up_id, form), 400
    flash(_("From now on this person sees nothing of it."), "good")
    return redirect(url_for("voices.show_inbox"))


def _one(speak_up_id: str, sent: FlaskForm | None = None, stale: str = "") -> str:
    page = queries.speak_up_for(acting(), speak_up_id)
    forms: dict[str, FlaskForm] = {
        "answer": SpeakUpAnswerForm(None, prefix="answer"),
        "keep": KeepFromForm(None, prefix="keep"),
    }
    if sent is not None:
        forms[sent._prefix.rstrip("-")] = sent
    forms["answer"].row_version.data, forms["answer"].row_version.raw_data = page.row_version, None
    return render_template("voices/show_in_inbox.html", page=page, forms=forms, stale=stale, matters=matter_words())
