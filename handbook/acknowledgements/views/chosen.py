"""For chosen people of a round: remind, share a text, print slips, another last day, leave."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from handbook.acknowledgements import chosen, round_list, sharing
from handbook.acknowledgements.board_lines import RoundRow
from handbook.acknowledgements.chosen import Chosen, Target
from handbook.acknowledgements.forms_rounds import LeaveForm, OwnDeadlineForm
from handbook.acknowledgements.views import board_frame
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.company.queries import company
from handbook.core import clock
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Invalid
from handbook.core.transaction import transaction
from handbook.people.identity import LANGUAGES, reader_zone
from handbook.permissions import Permission

SIZES = ("a4", "a6")
PAGES = {"slips": "show_slips", "other": "show_chosen"}


@blueprint.post("/rounds/<int:number>/chosen")
@requires(Permission.OUTCOME_RECORD)
def act_for_chosen(number: int) -> ResponseReturnValue:
    """Remind the chosen people by mail, or go on to a page for them."""
    round_, picked = round_list.round_by_number(number), request.form.getlist("p")
    everybody = request.form.get("all") == "1"
    if not picked and not everybody:
        flash(_("Nobody is chosen yet. Check the boxes beside the names first."), "wait")
        return redirect(_board(number))
    page = PAGES.get(request.form.get("do", ""))
    if page is not None:
        who: dict[str, Any] = {"all": "1"} if everybody else {"p": picked[: chosen.PIECE]}
        return redirect(url_for(f"acknowledgements.{page}", number=number, **who, **board_frame.kept_filters()))
    targets = chosen.targets_for(acting(), round_, _chosen(picked, everybody))
    with transaction():
        done = chosen.remind(acting(), round_.id, targets)
    _say(done)
    return redirect(_board(number))


@blueprint.get("/rounds/<int:number>/chosen")
@requires(Permission.OUTCOME_RECORD)
def show_chosen(number: int) -> ResponseReturnValue:
    """Show what else can be done for the chosen people."""
    round_, targets = _targets(number)
    return render_template(
        "acknowledgements/show_chosen.html",
        round=round_,
        targets=targets,
        link=lambda page: url_for(f"acknowledgements.{page}", number=number, **_address()),
        manages=acting().may(Permission.ROUND_MANAGE),
    )


@blueprint.get("/rounds/<int:number>/text")
@requires(Permission.OUTCOME_RECORD)
def show_text(number: int) -> ResponseReturnValue:
    """Show ready words: for everybody in each language, or for the chosen people one by one."""
    round_, targets = _targets(number)
    return render_template(
        "acknowledgements/show_text.html",
        round=round_,
        texts=[] if targets else sharing.texts_of(round_, LANGUAGES),
        people=sharing.texts_to(targets),
        here=url_for("acknowledgements.note_text", number=number, **_address()),
    )


@blueprint.post("/rounds/<int:number>/text")
@requires(Permission.OUTCOME_RECORD)
def note_text(number: int) -> ResponseReturnValue:
    """Write down that the chosen people got the text."""
    _round, targets = _targets(number)
    with transaction():
        chosen.note_sent(acting(), targets, chosen.TEXT)
    flash(ngettext("Written down for %(num)s person.", "Written down for %(num)s people.", len(targets)), "good")
    return redirect(_board(number))


@blueprint.get("/rounds/<int:number>/slips")
@requires(Permission.OUTCOME_RECORD)
def show_slips(number: int) -> ResponseReturnValue:
    """Show slips to print: four on a sheet of A4, or one on a page of A6."""
    round_, targets = _targets(number)
    return render_template(
        "acknowledgements/show_slips.html",
        round=round_,
        slips=sharing.slips_of(targets, company().name),
        single=request.args.get("size") == "a6",
        sizes={
            size: url_for("acknowledgements.show_slips", number=number, **_address(), size=size)
            for size in ("a4", "a6")
        },
        here=url_for("acknowledgements.note_slips", number=number, **_address()),
    )


@blueprint.post("/rounds/<int:number>/slips")
@requires(Permission.OUTCOME_RECORD)
def note_slips(number: int) -> ResponseReturnValue:
    """Write down that the chosen people were handed their slips."""
    _round, targets = _targets(number)
    with transaction():
        chosen.note_sent(acting(), targets, chosen.SLIP)
    flash(ngettext("Written down for %(num)s person.", "Written down for %(num)s people.", len(targets)), "good")
    return redirect(_board(number))


@blueprint.get("/rounds/<int:number>/own-deadline")
@requires(Permission.ROUND_MANAGE)
def show_own_deadline(number: int) -> ResponseReturnValue:
    """Show the form that gives the chosen people a last day of their own."""
    return _form_page(number, OwnDeadlineForm())


@blueprint.post("/rounds/<int:number>/own-deadline")
@requires(Permission.ROUND_MANAGE)
def set_own_deadline(number: int) -> ResponseReturnValue:
    """Give the chosen people a last day of their own, with its reason."""
    form = OwnDeadlineForm()
    return _act(
        number, form, lambda targets: chosen.set_deadline(acting(), targets, form.deadline.data, form.reason.data)
    )


@blueprint.get("/rounds/<int:number>/leave")
@requires(Permission.ROUND_MANAGE)
def show_leave(number: int) -> ResponseReturnValue:
    """Show the form that writes down that the chosen people are on leave."""
    return _form_page(number, LeaveForm(from_on=clock.today(reader_zone())))


@blueprint.post("/rounds/<int:number>/leave")
@requires(Permission.ROUND_MANAGE)
def note_leave(number: int) -> ResponseReturnValue:
    """Write down that the chosen people are on leave."""
    form = LeaveForm()
    return _act(number, form, lambda targets: chosen.excuse(acting(), targets, form.from_on.data, form.until_on.data))


def _act(number: int, form: FlaskForm, act: Callable[[Sequence[Target]], int]) -> ResponseReturnValue:
    """Check the form, act in one transaction, and go back to the board; after a fault nothing typed is lost."""
    _round, targets = _targets(number)
    if not form.validate_on_submit():
        return _form_page(number, form), 400
    try:
        with transaction():
            count = act(targets)
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _form_page(number, form), 400
    flash(ngettext("Written down for %(num)s person.", "Written down for %(num)s people.", count), "good")
    return redirect(_board(number))


def _form_page(number: int, form: FlaskForm) -> str:
    round_, targets = _targets(number)
    page = "acknowledgements/show_people_form.html"
    return render_template(page, round=round_, targets=targets, form=form, here=request.full_path)


def _targets(number: int) -> tuple[RoundRow, Sequence[Target]]:
    """Return the round and the people whom the address names, as far as the reader may see them."""
    round_, picked = round_list.round_by_number(number), request.args.getlist("p")
    everybody = request.args.get("all") == "1"
    if not picked and not everybody:
        return round_, []
    return round_, chosen.targets_for(acting(), round_, _chosen(picked, everybody))


def _chosen(picked: Sequence[str], everybody: bool) -> Chosen:
    return Chosen(picked, everybody, board_frame.filters_of_address(acting()))


def _address() -> dict[str, Any]:
    """Return what the address says of who was chosen, for the next page."""
    kept: dict[str, Any] = {**board_frame.kept_filters()}
    if request.args.get("all") == "1":
        return kept | {"all": "1"}
    return kept | ({"p": request.args.getlist("p")} if "p" in request.args else {})


def _board(number: int) -> str:
    return url_for("acknowledgements.show_round", number=number, **board_frame.kept_filters())


def _say(done: chosen.Reminded) -> None:
    if done.by_mail:
        words = ngettext("A reminder goes to %(num)s person.", "A reminder goes to %(num)s people.", done.by_mail)
        flash(words, "good")
    if done.without_mail:
        flash(
            ngettext(
                "%(num)s person has no mail address: print a slip or send a text.",
                "%(num)s people have no mail address: print slips or send a text.",
                done.without_mail,
            ),
            "wait",
        )
    if done.in_peace:
        flash(
            ngettext(
                "%(num)s person needs no reminder: signed, answered, away or waiting for us.",
                "%(num)s people need no reminder: signed, answered, away or waiting for us.",
                done.in_peace,
            ),
            "calm",
        )
