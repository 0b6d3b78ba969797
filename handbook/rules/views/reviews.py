"""The rules that their owners are to look at again."""

from flask import render_template
from flask.typing import ResponseReturnValue

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.people.identity import chosen_language
from handbook.permissions import Permission
from handbook.rules import queries
from handbook.rules.views.blueprint import blueprint
from handbook.rules.views.reader import today


@blueprint.get("/handbook/reviews")
@requires(Permission.HANDBOOK_READ)
def show_reviews() -> ResponseReturnValue:
    """List the rules whose review is past or comes soon: all for who edits, for others those that their job owns."""
    actor, day = acting(), today()
    reviews = queries.reviews_due(day, chosen_language())
    if not actor.may(Permission.DRAFT_EDIT):
        reviews = queries.reviews_of(reviews, actor.employee_id)
    return render_template(
        "rules/show_reviews.html",
        reviews=reviews,
        today=day,
        days=queries.SOON.days,
        language=chosen_language(),
    )
