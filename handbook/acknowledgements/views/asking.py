"""Asking before signing, and HR's answers."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from handbook.acknowledgements import asking, queries, questions
from handbook.acknowledgements.forms_outcomes import AnswerForm, PageForm, QuestionForm
from handbook.acknowledgements.questions import ANSWERED, WAITING
from handbook.acknowledgements.surroundings import Surroundings
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.acknowledgements.views.newer import newer_text
from handbook.core.doors import requires
from handbook.core.edge import acting, device, short_address
from handbook.core.errors import Conflict
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.permissions import Permission


@blueprint.get("/sign/question")
@requires(Permission.HANDBOOK_SIGN)
def show_question() -> ResponseReturnValue:
    """Show what the reader asked so far with the answers, and the form of a question."""
    form = QuestionForm(formdata=None)
    form.show(queries.signature_context(acting(), chosen_language()))
    return _question_page(form)


@blueprint.post("/sign/question")
@requires(Permission.HANDBOOK_SIGN)
def ask() -> ResponseReturnValue:
    """Write the question down; it needs no password, for it binds nobody."""
    form = QuestionForm()
    if not form.validate_on_submit():
        return _question_page(form, status=400)
    try:
        with transaction():
            asking.ask(acting(), form.shown(), form.words.data, Surroundings(device(), short_address()))
    except Conflict as newer:
        return newer_text(str(newer))
    return redirect(url_for("acknowledgements.show_question", lang=form.language.data))


@blueprint.get("/questions")
@requires(Permission.QUESTION_ANSWER)
def show_asked() -> ResponseReturnValue:
    """List the questions of others: those that wait first."""
    show, page = PageForm(request.args).wanted(WAITING, ANSWERED)
    listing = questions.questions_for(acting(), show, page)
    return render_template("acknowledgements/asked.html", listing=listing, show=show)


@blueprint.get("/questions/<outcome_id>")
@requires(Permission.QUESTION_ANSWER)
def show_one_asked(outcome_id: str) -> ResponseReturnValue:
    """Show one question with its answer, or the form of an answer."""
    question = questions.question_for(acting(), outcome_id)
    return render_template("acknowledgements/answer.html", question=question, form=AnswerForm(formdata=None))


@blueprint.post("/questions/<outcome_id>")
@requires(Permission.QUESTION_ANSWER)
def answer(outcome_id: str) -> ResponseReturnValue:
    """Answer a question; the asker is told."""
    form, actor = AnswerForm(), acting()
    question = questions.question_for(actor, outcome_id)
    if not form.validate_on_submit():
        return render_template("acknowledgements/answer.html", question=question, form=form), 400
    try:
        with transaction():
            asking.answer(actor, outcome_id, form.words.data)
    except Conflict as refusal:
        question = questions.question_for(actor, outcome_id)
        page = render_template("acknowledgements/answer.html", question=question, form=form, refusal=str(refusal))
        return page, refusal.status
    return redirect(url_for("acknowledgements.show_asked"))


def _question_page(form: QuestionForm, status: int = 200) -> ResponseReturnValue:
    actor = acting()
    context = queries.signature_context(actor, form.language.data or chosen_language())
    page = render_template(
        "acknowledgements/question.html",
        form=form,
        context=context,
        asked=questions.own_questions(actor.employee_id, context.edition.id),
        signed=queries.find_acknowledgement(context.edition.id, actor.employee_id),
    )
    return page, status
