"""Speaking up: the form, what one said by name, and adding to it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company.queries import locations
from handbook.complaints.queries import complaint_outsider
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Invalid
from handbook.core.flood import at_most_in_a_session
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.people.queries import names
from handbook.permissions import Permission
from handbook.voices.speaking import operations, queries
from handbook.voices.speaking.codes import code_of
from handbook.voices.speaking.forms import AddForm, SpeakUpForm
from handbook.voices.views.blueprint import blueprint
from handbook.voices.wording import addressee_words, matter_words


@blueprint.get("/speak-up")
@requires(Permission.SPEAK_UP_FILE)
def show_speak_up() -> ResponseReturnValue:
    """Show the form, with honest words of what is kept, and what the reader said by name."""
    return _new(SpeakUpForm(formdata=None))


@blueprint.post("/speak-up")
@requires(Permission.SPEAK_UP_FILE)
@at_most_in_a_session("20/hour")
def speak_up() -> ResponseReturnValue:
    """Keep it. Without a name the code is shown at once, and neither actor nor code are written anywhere."""
    form, actor = SpeakUpForm(), acting()
    _offer(form)
    if not form.validate_on_submit():
        return _new(form), 400
    try:
        with transaction():
            speak_up_id = operations.speak_up(actor if form.is_by_name else None, form.draft(chosen_language()))
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _new(form), 400
    if form.is_by_name:
        flash(_("Thank you. You find the answer here."), "good")
        return redirect(url_for("voices.show_own_speak_up", speak_up_id=speak_up_id))
    code = code_of(form.idempotency_key.data)
    return render_template("voices/speak_up_code.html", code=code, page=queries.speak_up_by_code(code))


@blueprint.get("/speak-up/mine/<speak_up_id>")
@requires(Permission.OWN_FILE_READ)
def show_own_speak_up(speak_up_id: str) -> ResponseReturnValue:
    """Show what the reader said by name, and the answers."""
    return _own(speak_up_id, AddForm(formdata=None))


@blueprint.post("/speak-up/mine/<speak_up_id>/words")
@requires(Permission.OWN_FILE_READ)
def add_to_speak_up(speak_up_id: str) -> ResponseReturnValue:
    """Add to what was said by name."""
    actor, form = acting(), AddForm()
    queries.own_speak_up(actor, speak_up_id)
    if not form.validate_on_submit():
        return _own(speak_up_id, form), 400
    with transaction():
        key = form.idempotency_key.data
        operations.add_by_name(actor, speak_up_id, form.words.data, chosen_language(), key)
    flash(_("It is kept."), "good")
    return redirect(url_for("voices.show_own_speak_up", speak_up_id=speak_up_id))


def _offer(form: SpeakUpForm) -> None:
    outsider = complaint_outsider()
    name = names([outsider]).get(outsider) if outsider else None
    form.offer(locations(), matter_words(), addressee_words(name))


def _new(form: SpeakUpForm) -> str:
    _offer(form)
    own = queries.own_speak_ups(acting())
    return render_template("voices/show_speak_up.html", form=form, own=own, matters=matter_words())


def _own(speak_up_id: str, form: AddForm) -> str:
    page = queries.own_speak_up(acting(), speak_up_id)
    return render_template("voices/own_speak_up.html", page=page, form=form, matters=matter_words())
