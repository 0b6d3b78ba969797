"""Placing somebody, the last day, and taking back what is still to come."""

from collections.abc import Callable

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company.queries import locations
from handbook.core.actor import Actor
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.people.directory import placements, suggestions, words
from handbook.people.directory.form_parts import VersionedForm
from handbook.people.directory.forms import LastDayForm, PlacementForm
from handbook.people.directory.pages import Person
from handbook.people.directory.person import person, person_row
from handbook.people.views.acting_on_people import act, renew, to_person
from handbook.people.views.blueprint import blueprint
from handbook.people.views.person import show_again
from handbook.permissions import Permission


@blueprint.get("/people/<employee_id>/place")
@requires(Permission.PEOPLE_CHANGE)
def show_place(employee_id: str) -> ResponseReturnValue:
    """Show the form for a move, or for coming back, filled with the work so far."""
    shown, form = person(employee_id), PlacementForm()
    form.from_on.data = shown.today
    if shown.current:
        form.location_id.data, form.job.data = shown.current.location_id, shown.current.job
        form.profile.data, form.supervisor.data = shown.current.profile, shown.current.supervisor_number
    return _place(shown, form)


@blueprint.post("/people/<employee_id>/place")
@requires(Permission.PEOPLE_CHANGE)
def place(employee_id: str) -> ResponseReturnValue:
    """Place a person from a day on."""
    actor, form = acting(), PlacementForm()
    person_row(employee_id)
    form.offer_work(locations(), words.PROFILES)
    return act(
        form,
        lambda stale: _place(person(employee_id), form, stale),
        lambda: placements.place(actor, employee_id, form.draft(), form.row_version.data),
        _("The placement is kept."),
        to_person(employee_id),
    )


@blueprint.get("/people/<employee_id>/leave")
@requires(Permission.PEOPLE_CHANGE)
def show_leave(employee_id: str) -> ResponseReturnValue:
    """Ask for the last day."""
    return _leave(employee_id, LastDayForm())


@blueprint.post("/people/<employee_id>/leave")
@requires(Permission.PEOPLE_CHANGE)
def leave(employee_id: str) -> ResponseReturnValue:
    """End a person's work after a day."""
    actor, form = acting(), LastDayForm()
    person_row(employee_id)
    return act(
        form,
        lambda stale: _leave(employee_id, form, stale),
        lambda: placements.leave(actor, employee_id, form.last_on.data, form.row_version.data),
        _("The last day is kept."),
        to_person(employee_id),
    )


@blueprint.post("/people/<employee_id>/stay")
@requires(Permission.PEOPLE_CHANGE)
def stay(employee_id: str) -> ResponseReturnValue:
    """Take a planned last day back."""
    words_after = _("The planned last day is taken back.")
    return _undo(employee_id, words_after, lambda actor, version: placements.stay(actor, employee_id, version))


@blueprint.post("/people/<employee_id>/placements/<placement_id>/take-back")
@requires(Permission.PEOPLE_CHANGE)
def take_back(employee_id: str, placement_id: str) -> ResponseReturnValue:
    """Take a placement back that has not begun."""
    return _undo(
        employee_id,
        _("The placement is taken back."),
        lambda actor, version: placements.take_back(actor, employee_id, placement_id, version),
    )


def _undo(employee_id: str, done: str, deed: Callable[[Actor, int], None]) -> ResponseReturnValue:
    actor, form = acting(), VersionedForm()
    person_row(employee_id)
    return act(
        form,
        lambda stale: show_again(employee_id, stale),
        lambda: deed(actor, form.row_version.data),
        done,
        to_person(employee_id),
    )


def _place(shown: Person, form: PlacementForm, stale: str = "") -> str:
    form.offer_work(locations(), words.PROFILES)
    renew(form, shown.row_version)
    suggested = suggestions.for_placements(shown.today)
    return render_template("people/place.html", person=shown, form=form, stale=stale, suggested=suggested, words=words)


def _leave(employee_id: str, form: LastDayForm, stale: str = "") -> str:
    shown = person(employee_id)
    renew(form, shown.row_version)
    return render_template("people/leave.html", person=shown, form=form, stale=stale, words=words)
