"""Leave, and who stands in for somebody meanwhile."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.people.directory import absences, suggestions, words
from handbook.people.directory.form_days import DaysForm, DeputyForm
from handbook.people.directory.form_parts import VersionedForm
from handbook.people.directory.person import person, person_row
from handbook.people.views.acting_on_people import act, renew, to_person
from handbook.people.views.blueprint import blueprint
from handbook.people.views.person import show_again
from handbook.permissions import Permission


@blueprint.get("/people/<employee_id>/absences/new")
@requires(Permission.PEOPLE_CHANGE)
def show_new_absence(employee_id: str) -> ResponseReturnValue:
    """Ask from when through when a person is on leave."""
    return _absence(employee_id, DaysForm())


@blueprint.post("/people/<employee_id>/absences")
@requires(Permission.PEOPLE_CHANGE)
def add_absence(employee_id: str) -> ResponseReturnValue:
    """Write leave down."""
    actor, form = acting(), DaysForm()
    person_row(employee_id)
    return act(
        form,
        lambda stale: _absence(employee_id, form, stale),
        lambda: absences.add_absence(actor, employee_id, form.days(), form.row_version.data),
        _("The leave is kept."),
        to_person(employee_id),
    )


@blueprint.post("/people/<employee_id>/absences/<absence_id>/end")
@requires(Permission.PEOPLE_CHANGE)
def end_absence(employee_id: str, absence_id: str) -> ResponseReturnValue:
    """Let a person be back today, or take out leave that has not begun."""
    form = VersionedForm()
    person_row(employee_id)
    return act(
        form,
        lambda stale: show_again(employee_id, stale),
        lambda: absences.end_absence(employee_id, absence_id, form.row_version.data),
        _("The leave is over."),
        to_person(employee_id),
    )


@blueprint.get("/people/<employee_id>/deputies/new")
@requires(Permission.PEOPLE_CHANGE)
def show_new_deputy(employee_id: str) -> ResponseReturnValue:
    """Ask who stands in for a person, and when."""
    return _deputy(employee_id, DeputyForm())


@blueprint.post("/people/<employee_id>/deputies")
@requires(Permission.PEOPLE_CHANGE)
def add_deputy(employee_id: str) -> ResponseReturnValue:
    """Let somebody stand in for a person."""
    actor, form = acting(), DeputyForm()
    person_row(employee_id)
    return act(
        form,
        lambda stale: _deputy(employee_id, form, stale),
        lambda: absences.add_deputy(actor, employee_id, form.person_id or "", form.days(), form.row_version.data),
        _("The deputy is kept."),
        to_person(employee_id),
    )


@blueprint.post("/people/<employee_id>/deputies/<row_id>/end")
@requires(Permission.PEOPLE_CHANGE)
def end_deputy(employee_id: str, row_id: str) -> ResponseReturnValue:
    """End standing in from today on."""
    form = VersionedForm()
    person_row(employee_id)
    return act(
        form,
        lambda stale: show_again(employee_id, stale),
        lambda: absences.end_deputy(employee_id, row_id, form.row_version.data),
        _("Nobody stands in by this entry any more."),
        to_person(employee_id),
    )


def _absence(employee_id: str, form: DaysForm, stale: str = "") -> str:
    shown = person(employee_id)
    renew(form, shown.row_version)
    return render_template("people/absence.html", person=shown, form=form, stale=stale, words=words)


def _deputy(employee_id: str, form: DeputyForm, stale: str = "") -> str:
    shown = person(employee_id)
    renew(form, shown.row_version)
    suggested = suggestions.supervisors(shown.today)
    return render_template(
        "people/deputy.html", person=shown, form=form, stale=stale, supervisors=suggested, words=words
    )
