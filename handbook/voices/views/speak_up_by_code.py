"""Following what was said without a name: the code is typed and sent, and stands in no address and no log."""

from flask import render_template
from flask.typing import ResponseReturnValue

from handbook.core.doors import public
from handbook.core.errors import NotFound
from handbook.core.flood import at_most
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.voices.speaking import operations, queries
from handbook.voices.speaking.forms import CodeForm, CodeWordsForm
from handbook.voices.speaking.pages import SpeakUpPage
from handbook.voices.views.blueprint import blueprint
from handbook.voices.wording import matter_words

_WHY = "Whoever spoke up without a name follows it without signing in: the code is all they need."


@blueprint.get("/speak-up/follow")
@public(_WHY)
def show_follow() -> ResponseReturnValue:
    """Ask for the code."""
    return _ask(CodeForm(formdata=None))


@blueprint.post("/speak-up/follow")
@public(_WHY)
@at_most("30/minute")
def follow() -> ResponseReturnValue:
    """Show what belongs to a code."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _ask(form), 400
    try:
        page = queries.speak_up_by_code(form.code.data)
    except NotFound as unknown:
        form.code.errors = [str(unknown)]
        return _ask(form), 404
    return _page(page, CodeWordsForm(formdata=None, code=form.code.data))


@blueprint.post("/speak-up/follow/words")
@public(_WHY)
@at_most("30/minute")
def add_by_code() -> ResponseReturnValue:
    """Add words to what belongs to a code."""
    form = CodeWordsForm()
    page = queries.speak_up_by_code(form.code.data or "")
    if not form.validate_on_submit():
        return _page(page, form), 400
    with transaction():
        operations.add_by_code(form.code.data, form.words.data, chosen_language(), form.idempotency_key.data)
    return _page(queries.speak_up_by_code(form.code.data), CodeWordsForm(formdata=None, code=form.code.data))


def _ask(form: CodeForm) -> str:
    return render_template("voices/show_follow.html", form=form)


def _page(page: SpeakUpPage, form: CodeWordsForm) -> str:
    return render_template("voices/followed.html", page=page, form=form, matters=matter_words())
