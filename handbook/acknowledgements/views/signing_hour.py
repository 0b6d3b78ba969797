"""The signing hour: the names of the own people, each turning done when they sign. Nobody can sign here for another."""

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.acknowledgements import boards, round_list
from handbook.acknowledgements.board_lines import Line
from handbook.acknowledgements.board_states import State
from handbook.acknowledgements.policy import sees_everybody
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.company.queries import locations
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.permissions import Permission

MOST = 200


@blueprint.get("/team/hour")
@requires(Permission.OUTCOME_RECORD)
def show_hour() -> ResponseReturnValue:
    """Show the names, large, with how far each is."""
    actor, lines, place = acting(), _lines(), request.args.get("place", "")
    round_ = round_list.find_newest_publication()
    return render_template(
        "acknowledgements/show_hour.html",
        round=round_,
        lines=lines,
        words=_words(lines),
        states=list(State),
        places=locations() if sees_everybody(actor) else [],
        place=place,
        source=url_for("acknowledgements.show_hour_states", place=place or None),
    )


@blueprint.get("/team/hour.json")
@requires(Permission.OUTCOME_RECORD)
def show_hour_states() -> ResponseReturnValue:
    """Tell names and states, for the page that shows them."""
    lines = _lines()
    people = [{"name": line.name, "state": line.state.value} for line in lines]
    return jsonify(people=people, words=_words(lines))


def _lines() -> list[Line]:
    round_ = round_list.find_newest_publication()
    if round_ is None:
        return []
    return boards.own_lines(acting(), round_, request.args.get("place", ""), MOST)


def _words(lines: list[Line]) -> str:
    signed = sum(line.state is State.SIGNED for line in lines)
    return _("%(signed)s of %(all)s have signed", signed=signed, all=len(lines))
