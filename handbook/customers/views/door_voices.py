"""The other two things that one can say at the public door: thank someone, and say something in ten seconds."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from handbook.core.doors import public
from handbook.core.errors import Invalid, TooMany
from handbook.core.transaction import transaction
from handbook.customers.forms_voices import RemarkForm, ThankForm
from handbook.customers.views.blueprint import blueprint
from handbook.customers.views.door import WHY, begun, taken
from handbook.people.identity import chosen_language
from handbook.voices import operations as voices


@blueprint.get("/complain/thanks")
@public(WHY)
def show_thank() -> ResponseReturnValue:
    """Show the form with which a customer thanks someone."""
    return _thank(begun(ThankForm(formdata=None)))


@blueprint.post("/complain/thanks")
@public(WHY)
def thank() -> ResponseReturnValue:
    """Keep the thanks; somebody who works there says later who is meant."""
    form, refusal = taken(ThankForm())
    if refusal is not None or not form.validate_on_submit():
        return _thank(form, refusal), refusal.status if refusal else 400
    try:
        with transaction():
            voices.keep_compliment(None, form.draft(chosen_language()))
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _thank(form), 400
    return redirect(url_for("customers.show_kept"))


@blueprint.get("/complain/remark")
@public(WHY)
def show_remark() -> ResponseReturnValue:
    """Show the form of a remark: a few words and one choice."""
    return _remark(begun(RemarkForm(formdata=None)))


@blueprint.post("/complain/remark")
@public(WHY)
def remark() -> ResponseReturnValue:
    """Count a remark."""
    form, refusal = taken(RemarkForm())
    if refusal is not None or not form.validate_on_submit():
        return _remark(form, refusal), refusal.status if refusal else 400
    try:
        with transaction():
            voices.keep_remark(form.draft(chosen_language()))
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _remark(form), 400
    return redirect(url_for("customers.show_kept"))


@blueprint.get("/complain/kept")
@public(WHY)
def show_kept() -> ResponseReturnValue:
    """Thank whoever said something that needs no answer."""
    return render_template("customers/kept.html")


def _thank(form: ThankForm, refusal: TooMany | None = None) -> str:
    return render_template("customers/thank.html", form=form, refusal=refusal)


def _remark(form: RemarkForm, refusal: TooMany | None = None) -> str:
    return render_template("customers/remark.html", form=form, refusal=refusal)
