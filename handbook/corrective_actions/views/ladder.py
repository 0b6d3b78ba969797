"""The pages of the ladder: what counts for everybody to read, a change proposed by one and confirmed by another."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company.queries import country_names, is_country
from handbook.core import clock
from handbook.core.doors import requires
from handbook.core.edge import acting, page_asked
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction
from handbook.corrective_actions.ladders import operations, policy, queries, words
from handbook.corrective_actions.ladders.forms import ConfirmForm, DeclineForm, LadderForm
from handbook.corrective_actions.ladders.ladder import Ladder, Severity, step_title
from handbook.corrective_actions.ladders.packs import countries, pack
from handbook.corrective_actions.views.acting import prove_and_act, stale_words
from handbook.corrective_actions.views.blueprint import blueprint
from handbook.people.identity import reader_zone
from handbook.people.queries import find_placed_today, names, same_people
from handbook.people.sign_in import Proof
from handbook.permissions import Permission


@blueprint.get("/ladder")
@requires(Permission.HANDBOOK_READ)
def show_ladder() -> ResponseReturnValue:
    """Show which steps there are, how long they count and who decides, at the reader's place or in a country chosen."""
    actor, day = acting(), clock.today(reader_zone())
    asked, page = request.args.get("country"), page_asked()
    country = _known(asked) if asked is not None else _own_country(actor.employee_id)
    versions, total = queries.versions(country, page)
    waiting = queries.waiting_changes() if policy.may_change_ladder(actor) else []
    return render_template(
        "corrective_actions/show_ladder.html",
        ladder=queries.ladder_of_country(day, country),
        country=country,
        places=queries.ladder_places(),
        versions=versions,
        waiting=waiting,
        proposers=names([change.proposer_id for change in waiting]),
        may_change=policy.may_change_ladder(actor),
        paging=_paging(country, page, total),
        **_wording(),
    )


@blueprint.get("/ladder/change")
@requires(Permission.LADDER_CHANGE)
def show_change_ladder() -> ResponseReturnValue:
    """Show the form with the ladder that counts, or with the one that comes with the program for a country."""
    form, country = LadderForm(), _known(request.args.get("country", ""))
    form.offer()
    form.from_on.data = queries.first_possible_day()
    form.fill(_base(country, form.from_on.data))
    return _change_page(form, country)


@blueprint.post("/ladder/change")
@requires(Permission.LADDER_CHANGE)
def propose_ladder() -> ResponseReturnValue:
    """Propose a ladder; it counts once another person has confirmed it."""
    actor, form, country = acting(), LadderForm(), _known(request.args.get("country", ""))
    form.offer()
    if not form.validate_on_submit():
        return _change_page(form, country), 400
    base, made = _base(country, form.from_on.data), []

    def act(proof: Proof) -> None:
        made.append(operations.propose_ladder(actor, proof, form.draft(base)))

    refusal = prove_and_act(actor, form, act)
    if refusal is not None:
        return _change_page(form, country, stale_words(refusal)), refusal.status
    flash(_("The ladder is proposed. It counts when another person has confirmed it."), "good")
    return redirect(url_for("corrective_actions.show_ladder_change", change_id=made[0]))


@blueprint.get("/ladder/changes/<change_id>")
@requires(Permission.LADDER_CHANGE)
def show_ladder_change(change_id: str) -> ResponseReturnValue:
    """Show a proposed ladder beside the one that counts on its first day."""
    return _show_change(change_id)


@blueprint.post("/ladder/changes/<change_id>/confirm")
@requires(Permission.LADDER_CHANGE)
def confirm_ladder(change_id: str) -> ResponseReturnValue:
    """Confirm exactly the ladder that was shown."""
    actor, form = acting(), ConfirmForm(prefix="confirm")
    queries.change_page(change_id)
    if not form.validate_on_submit():
        return _show_change(change_id, confirm=form), 400
    refusal = prove_and_act(
        actor, form, lambda proof: operations.confirm_ladder(actor, proof, change_id, form.sha256.data)
    )
    if refusal is not None:
        return _show_change(change_id, confirm=form, stale=stale_words(refusal)), refusal.status
    flash(_("The ladder is confirmed. It counts from its first day on."), "good")
    return redirect(url_for("corrective_actions.show_ladder_change", change_id=change_id))


@blueprint.post("/ladder/changes/<change_id>/decline")
@requires(Permission.LADDER_CHANGE)
def decline_ladder(change_id: str) -> ResponseReturnValue:
    """Do not confirm a proposed ladder, or take the own one back."""
    actor, form = acting(), DeclineForm(prefix="decline")
    queries.change_page(change_id)
    if not form.validate_on_submit():
        return _show_change(change_id, decline=form), 400
    try:
        with transaction():
            operations.decline_ladder(actor, change_id, form.sha256.data, form.reason.data)
    except Conflict as stale:
        return _show_change(change_id, decline=form, stale=str(stale)), 409
    flash(_("The proposal is off. The ladder stays as it is."), "good")
    return redirect(url_for("corrective_actions.show_ladder_change", change_id=change_id))


def _show_change(
    change_id: str, confirm: ConfirmForm | None = None, decline: DeclineForm | None = None, stale: str = ""
) -> str:
    actor, shown = acting(), queries.change_page(change_id)
    confirm = confirm or ConfirmForm(None, prefix="confirm")
    decline = decline or DeclineForm(None, prefix="decline")
    for form in (confirm, decline):
        form.sha256.data = shown.change.sha256
    return render_template(
        "corrective_actions/show_ladder_change.html",
        page=shown,
        proposer=names([shown.change.proposer_id])[shown.change.proposer_id],
        confirm=confirm,
        decline=decline,
        stale=stale,
        may_confirm=policy.may_confirm(
            actor, same_people([actor.employee_id])[actor.employee_id], shown.change.proposer_id
        ),
        is_open=shown.change.state == queries.PROPOSED,
        **_wording(),
    )


def _change_page(form: LadderForm, country: str, stale: str = "") -> str:
    return render_template(
        "corrective_actions/change_ladder.html",
        form=form,
        country=country,
        names=country_names(),
        packs=countries(),
        from_pack="pack" in request.args,
        stale=stale,
    )


def _base(country: str, day: date) -> Ladder:
    """Return the ladder that the form begins with, for this country."""
    return pack(country) if "pack" in request.args else queries.own_ladder(day, country)


def _known(country: str) -> str:
    if not is_country(country):
        raise Invalid(_("Country: choose one of the list."))
    return country


def _own_country(employee_id: str) -> str:
    placed = find_placed_today(employee_id)
    return queries.country_of(placed.location_id if placed else None)


def _paging(country: str, page: int, total: int) -> dict[str, str | None]:
    def url(number: int) -> str:
        return url_for("corrective_actions.show_ladder", country=country, page=number)

    return {
        "before": url(page - 1) if page > 1 else None,
        "after": url(page + 1) if page * queries.PAGE < total else None,
    }


def _wording() -> dict[str, object]:
    """Return the words that pages of a ladder need."""
    return {"words": words, "step_title": step_title, "severities": tuple(Severity), "names": country_names()}
