"""The list of rounds, opening one by choice, and the last day of a whole round."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from handbook.acknowledgements import audience, round_list, rounds
from handbook.acknowledgements.forms_rounds import DeadlineForm, NewRoundForm
from handbook.acknowledgements.views import board_frame
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.company.queries import locations
from handbook.core import clock
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Invalid
from handbook.core.transaction import transaction
from handbook.people.identity import LANGUAGES, reader_zone
from handbook.permissions import Permission
from handbook.rules import queries as rules

OPEN = "open"


@blueprint.get("/rounds")
@requires(Permission.ACKNOWLEDGEMENT_LIST)
def show_rounds() -> ResponseReturnValue:
    """List the rounds with how many of those asked have signed."""
    page = request.args.get("page", 1, type=int)
    listing = round_list.rounds_for(acting(), page if 1 <= page <= 10**6 else 1)
    return render_template(
        "acknowledgements/show_rounds.html",
        listing=listing,
        today=clock.today(reader_zone()),
        there=board_frame.there,
        may_open=acting().may(Permission.ROUND_MANAGE) and rules.newest_edition() is not None,
        turn=lambda number: url_for("acknowledgements.show_rounds", page=number),
    )


@blueprint.get("/rounds/new")
@requires(Permission.ROUND_MANAGE)
def show_new_round() -> ResponseReturnValue:
    """Show the form: whom to ask, until when, and why now."""
    form = NewRoundForm(deadline=clock.today(reader_zone()) + rounds.TIME_TO_SIGN)
    return _new_round(form)


@blueprint.post("/rounds/new")
@requires(Permission.ROUND_MANAGE)
def open_chosen_round() -> ResponseReturnValue:
    """Count the people first; on the second press ask them."""
    form, actor = NewRoundForm(), acting()
    _offer(form)
    if not form.validate_on_submit():
        return _new_round(form), 400
    edition = rules.newest_edition()
    if request.form.get("do") != OPEN or edition is None:
        return _new_round(form, audience.count_asked(form.draft().audience, edition.id) if edition else 0)
    try:
        with transaction():
            number = rounds.open_chosen(actor, form.draft())
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _new_round(form), 400
    flash(_("The round is open, and the invitations are on their way."), "good")
    return redirect(url_for("acknowledgements.show_round", number=number))


@blueprint.get("/rounds/<int:number>/deadline")
@requires(Permission.ROUND_MANAGE)
def show_deadline(number: int) -> ResponseReturnValue:
    """Show the form for another last day of the whole round."""
    round_ = round_list.round_by_number(number)
    return render_template(
        "acknowledgements/show_deadline.html", round=round_, form=DeadlineForm(deadline=round_.deadline_on)
    )


@blueprint.post("/rounds/<int:number>/deadline")
@requires(Permission.ROUND_MANAGE)
def change_deadline(number: int) -> ResponseReturnValue:
    """Move the last day of the whole round; individual days stay."""
    round_, form = round_list.round_by_number(number), DeadlineForm()
    page = "acknowledgements/show_deadline.html"
    if not form.validate_on_submit():
        return render_template(page, round=round_, form=form), 400
    try:
        with transaction():
            rounds.change_deadline(number, form.deadline.data)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return render_template(page, round=round_, form=form), 400
    flash(_("The last day of this round has moved. Days set for single people stay as they are."), "good")
    return redirect(url_for("acknowledgements.show_round", number=number))


def _new_round(form: NewRoundForm, people: int | None = None) -> str:
    _offer(form)
    words = "" if people is None else ngettext("%(num)s person will be asked", "%(num)s people will be asked", people)
    return render_template(
        "acknowledgements/show_new_round.html", form=form, people=people, words=words, edition=rules.newest_edition()
    )


def _offer(form: NewRoundForm) -> None:
    jobs, profiles = audience.jobs_and_profiles()
    form.offer({place.id: place.name for place in locations()}, jobs, profiles, LANGUAGES)
