"""The list of complaints, and what of them waits for the reader."""

from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from handbook.company.queries import locations
from handbook.complaints import lists, policy, queries
from handbook.complaints.forms import FilterForm
from handbook.complaints.views.blueprint import blueprint
from handbook.complaints.wording import category_words, due_words, missed_words, stage_words
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.people.identity import chosen_language
from handbook.permissions import Permission

KEPT = ("stage", "due", "location", "category", "rule", "mine", "lang")


@blueprint.get("/complaints")
@requires(Permission.COMPLAINT_FILE)
def show_list() -> ResponseReturnValue:
    """List the complaints that the reader may know of; filters stand in the address."""
    actor, titles, form = acting(), queries.rule_titles(chosen_language()), FilterForm(request.args)
    form.offer(stage_words(), locations(), titles)
    return render_template(
        "complaints/show_list.html",
        form=form,
        listing=lists.complaints_for(actor, form.filters()),
        titles=titles,
        stages=stage_words(),
        categories=category_words(),
        promises=missed_words(),
        turn=_turn,
        oversees=policy.has_oversight(actor),
    )


@blueprint.get("/complaints/mine")
@requires(Permission.COMPLAINT_READ)
def show_mine() -> ResponseReturnValue:
    """Show what waits: what the reader handles, what is due today, late, or waits for the customer."""
    actor = acting()
    return render_template(
        "complaints/show_mine.html",
        board=lists.board_for(actor),
        kinds={lists.MINE: None} | due_words(),
        stages=stage_words(),
        promises=missed_words(),
        oversees=policy.has_oversight(actor),
    )


def _turn(page: int) -> str:
    """Return the address of another page of the same list."""
    kept = {name: request.args[name] for name in KEPT if request.args.get(name)}
    return f"{url_for('complaints.show_list')}?{urlencode({**kept, 'page': page})}"
