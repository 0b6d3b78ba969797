"""The board of a round, for any day: HR and the auditor see everybody, a supervisor the own people."""

from collections.abc import Iterator

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from handbook.acknowledgements import boards, round_list
from handbook.acknowledgements.board_lines import Board, BoardFilters, Line, RoundRow
from handbook.acknowledgements.board_states import State
from handbook.acknowledgements.policy import sees_everybody
from handbook.acknowledgements.state_words import state_words
from handbook.acknowledgements.views import board_frame
from handbook.acknowledgements.views.blueprint import blueprint
from handbook.core.access_log import note_reading
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.moments import day_words
from handbook.core.spreadsheet import CSV_TYPE, csv_pieces
from handbook.permissions import Permission


@blueprint.get("/team")
@requires(Permission.ACKNOWLEDGEMENT_LIST)
def show_board() -> ResponseReturnValue:
    """Show how far people are with the newest edition, who has something to do first."""
    actor, round_ = acting(), round_list.find_newest_publication()
    if round_ is None:
        return render_template("acknowledgements/board.html", board=None)
    return _show(actor, round_, _("Who has signed edition %(number)s", number=round_.edition))


@blueprint.get("/rounds/<int:number>")
@requires(Permission.ACKNOWLEDGEMENT_LIST)
def show_round(number: int) -> ResponseReturnValue:
    """Show how far people are with a round."""
    return _show(acting(), round_list.round_by_number(number), "")


@blueprint.get("/rounds/<int:number>/not-signed.csv")
@requires(Permission.ACKNOWLEDGEMENT_LIST)
def download_not_signed(number: int) -> ResponseReturnValue:
    """Hand out who has not signed, as far as the filters reach; it is written down who took the list."""
    actor, round_ = acting(), round_list.round_by_number(number)
    filters = board_frame.filters_of_address(actor)
    note_reading(actor, None, "signing round", round_.id, f"took the list of who has not signed round {number}")
    header = (
        _("Staff number"), _("Name"), _("Job"), _("Place"), _("Language"), _("Supervisor"),
        _("State"), _("Last day to sign"), _("Reminders"), _("Last reminder"),
    )  # fmt: skip
    pieces = csv_pieces(header, _rows(actor, round_, filters))
    name = f"round-{number}-not-signed.csv"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(stream_with_context(pieces), mimetype="text/csv", content_type=CSV_TYPE, headers=headers)


def reminded_words(line: Line) -> str:
    """Say how often and when somebody was reminded last: "twice, last 19 November 2026"."""
    if not line.reminders or line.reminded_there is None:
        return _("not yet")
    often = {1: _("once"), 2: _("twice")}.get(line.reminders) or ngettext(
        "%(num)s time", "%(num)s times", line.reminders
    )
    day = day_words(line.reminded_there.date())
    return f"{often}, {day}" if line.reminders == 1 else _("%(often)s, last %(day)s", often=often, day=day)


def _rows(actor: Actor, round_: RoundRow, filters: BoardFilters) -> Iterator[tuple[str, ...]]:
    words = state_words()
    for line in boards.all_lines(actor, round_, filters):
        if line.state is not State.SIGNED:
            yield (
                line.staff_number,
                line.name,
                line.job or "",
                line.location or "",
                line.language,
                line.supervisor or "",
                words[line.state],
                line.due_on.isoformat(),
                str(line.reminders),
                line.reminded_there.isoformat(timespec="minutes") if line.reminded_there else "",
            )


def _show(actor: Actor, round_: RoundRow, title: str) -> str:
    form = board_frame.board_form(actor, request.args)
    board = boards.board_for(actor, round_, form.filters())
    acts = actor.may(Permission.OUTCOME_RECORD) and board.as_of.day is None and not round_.superseded
    return render_template(
        "acknowledgements/board.html",
        board=board,
        title=title or _title(board),
        form=form,
        everybody=sees_everybody(actor),
        acts=acts,
        manages=actor.may(Permission.ROUND_MANAGE),
        records=actor.may(Permission.OUTCOME_RECORD),
        all_chosen=acts and request.args.get("all") == "1",
        parts=board_frame.parts_of(board),
        states=board_frame.states_of(board),
        label=board_frame.label_of(board),
        columns=board_frame.columns_of(board, _labels(actor)),
        turn=board_frame.turned,
        narrowed=board.filters.is_narrow,
        reminded_words=reminded_words,
        there=board_frame.there,
        kept=board_frame.kept_filters(),
    )


def _labels(actor: Actor) -> dict[str, str]:
    """Return the columns of the list; who sees only the own people needs no supervisor beside each."""
    labels = {
        "name": _("Name"),
        "location": _("Place"),
        "language": _("Language"),
        "state": _("State"),
        "due": _("Last day to sign"),
        "reminded": _("Reminded"),
    }
    return labels | {"supervisor": _("Supervisor")} if sees_everybody(actor) else labels


def _title(board: Board) -> str:
    number = board.round.number
    if not board.all:
        return _("Round %(number)s", number=number)
    return _("Round %(number)s: %(signed)s of %(all)s have signed", number=number, signed=board.signed, all=board.all)
