"""Check questions: between the last rule and the signature."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.acknowledgements import operations, queries
from handbook.acknowledgements.forms import QuestionsForm
from handbook.acknowledgements.readiness import Readiness, readiness_of
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.acknowledgements.views.newer import newer_text
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.permissions import Permission

CHOSEN = "answer-"


@blueprint.get("/sign/questions")
@requires(Permission.HANDBOOK_SIGN)
def show_questions() -> ResponseReturnValue:
    """Ask what is still open; whoever is not so far yet, or is done, goes to the signing page."""
    ready = readiness_of(queries.signature_context(acting(), chosen_language()))
    if ready.has_signed or ready.unread or not ready.open_questions:
        return redirect(url_for("acknowledgements.show_sign", lang=ready.context.page.language))
    return _questions_page(ready, {})


@blueprint.post("/sign/questions")
@requires(Permission.HANDBOOK_SIGN)
def answer_questions() -> ResponseReturnValue:
    """Take the answers; a wrong one leads back to the rule and is kept under no name."""
    form, actor = QuestionsForm(), acting()
    if not form.validate_on_submit():
        raise Invalid(_("This form is damaged. Open the signing page again."))
    given = {name.removeprefix(CHOSEN): value for name, value in request.form.items() if name.startswith(CHOSEN)}
    try:
        with transaction():
            judged = operations.answer(actor, int(form.edition.data), form.language.data, given)
    except Conflict as newer:
        return newer_text(str(newer))
    ready = readiness_of(queries.signature_context(actor, form.language.data))
    if not ready.open_questions:
        return redirect(url_for("acknowledgements.show_sign", lang=ready.context.page.language))
    return _questions_page(ready, judged)


def _questions_page(ready: Readiness, judged: dict[str, bool]) -> ResponseReturnValue:
    """Show every question: those done, those not quite right, those to come. The answer is the same for all three."""
    form = QuestionsForm(formdata=None, edition=str(ready.context.edition.number), language=ready.context.page.language)
    return render_template("acknowledgements/questions.html", ready=ready, form=form, judged=judged, prefix=CHOSEN)
