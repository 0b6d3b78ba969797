"""On the screen or on paper: the choice before the first signature, and the privacy notice."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from handbook.acknowledgements import consent, operations, queries
from handbook.acknowledgements.forms import ChoiceForm
from handbook.acknowledgements.readiness import readiness_of
from handbook.acknowledgements.surroundings import Surroundings
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.core.doors import public, requires
from handbook.core.edge import acting, device, short_address
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.permissions import Permission


@blueprint.get("/sign/how")
@requires(Permission.HANDBOOK_SIGN)
def show_how() -> ResponseReturnValue:
    """Ask whether to sign on the screen or on paper; a choice made before is shown."""
    language = chosen_language()
    ready = readiness_of(queries.signature_context(acting(), language))
    form = ChoiceForm(formdata=None, choice=ready.progress.choice or None)
    return _choice_page(form, language)


@blueprint.post("/sign/how")
@requires(Permission.HANDBOOK_SIGN)
def choose_how() -> ResponseReturnValue:
    """Record the choice, with the words that were shown."""
    form, actor, language = ChoiceForm(), acting(), chosen_language()
    if not form.validate_on_submit():
        return _choice_page(form, language), 400
    context = queries.signature_context(actor, language)
    with transaction():
        operations.choose_how(actor, context, form.choice.data, language, Surroundings(device(), short_address()))
    return redirect(url_for("acknowledgements.show_sign", lang=language))


@blueprint.get("/privacy-notice")
@public("whoever is asked to use the program may first read what it keeps")
def show_privacy_notice() -> ResponseReturnValue:
    """Say in plain words what the program keeps about people, why, who reads it, and what one may ask for."""
    return render_template("acknowledgements/privacy_notice.html")


def _choice_page(form: ChoiceForm, language: str) -> str:
    return render_template("acknowledgements/how.html", form=form, paragraphs=consent.paragraphs(language))
