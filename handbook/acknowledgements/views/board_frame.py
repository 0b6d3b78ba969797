"""What every board page needs: the filters of the address, the choices they offer, and addresses with a change."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import request
from werkzeug.datastructures import MultiDict

from handbook.acknowledgements import boards
from handbook.acknowledgements.board_lines import Board, BoardFilters
from handbook.acknowledgements.board_states import GROUPS, Group
from handbook.acknowledgements.forms_rounds import BoardForm
from handbook.acknowledgements.policy import sees_everybody
from handbook.acknowledgements.state_words import group_words, state_words
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.people.identity import LANGUAGES, reader_zone

KEPT = ("place", "job", "language", "supervisor", "q", "state", "group", "sort", "day")


def board_form(actor: Actor, args: MultiDict[str, str]) -> BoardForm:
    """Return the filters as the address has them, with the choices that the reader may have."""
    form, choices = BoardForm(args), boards.choices_for(sees_everybody(actor))
    words = {state.value: word for state, word in state_words().items()}
    form.offer(choices.places, choices.jobs, LANGUAGES, words, choices.supervisors)
    return form


def filters_of_address(actor: Actor) -> BoardFilters:
    """Return what the address of this request narrows a board to."""
    return board_form(actor, request.args).filters()


def kept_filters() -> dict[str, Any]:
    """Return the filters of this address by name, for links that keep them."""
    return {name: request.args[name] for name in KEPT if request.args.get(name)}


def turned(**changes: str | int) -> str:
    """Return this very page with other filters; an empty value takes one out."""
    whole = {**kept_filters(), **{name: str(value) for name, value in changes.items()}}
    if request.args.get("lang"):
        whole["lang"] = request.args["lang"]
    kept = {name: value for name, value in whole.items() if value}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def parts_of(board: Board) -> list[dict[str, object]]:
    """Return the four parts of the whole bar, each a link to its people."""
    words = group_words()
    return [
        {
            "state": group.value,
            "count": board.groups[group],
            "word": words[group],
            "href": turned(group="" if board.filters.group == group else group.value, state="", page=""),
            "current": board.filters.group == group,
        }
        for group in Group
    ]


def states_of(board: Board) -> list[dict[str, object]]:
    """Return a chip for each state that somebody is in, where it says more than its group does."""
    words, said = state_words(), {states[0] for states in GROUPS.values() if len(states) == 1}
    return [
        {
            "state": state.value,
            "count": board.counts[state],
            "word": words[state],
            "href": turned(state="" if board.filters.state == state else state.value, group="", page=""),
            "current": board.filters.state == state,
        }
        for states in GROUPS.values()
        for state in states
        if board.counts.get(state) and state not in said
    ]


def there(moment: datetime) -> datetime:
    """Return a moment on the clocks of the place where the reader works."""
    return clock.local(moment, reader_zone())


def label_of(board: Board) -> str:
    """Return the whole bar as a list of words and numbers."""
    words = group_words()
    return ", ".join(f"{words[group]}: {count}" for group, count in board.groups.items())


def columns_of(board: Board, labels: dict[str, str]) -> list[dict[str, str]]:
    """Return the columns of the list by key and label; some of them sort it."""
    sorts = {"name": "name", "state": "to_do", "reminded": "reminded"}
    return [
        {
            "key": key,
            "label": label,
            "sort_url": turned(sort=sorts[key], page="") if key in sorts else "",
            "sorted": "ascending" if sorts.get(key) == board.filters.sort else "",
        }
        for key, label in labels.items()
    ]
