"""The page of one person, writing somebody new down, and changing what is known of them."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.company.queries import locations
from handbook.core import clock
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.people.credentials_queries import subject, ways_in_of
from handbook.people.directory import operations, suggestions, words
from handbook.people.directory.form_parts import VersionedForm
from handbook.people.directory.forms import FactsForm, NewPersonForm
from handbook.people.directory.operations import facts_of
from handbook.people.directory.person import person, person_row
from handbook.people.identity import LANGUAGES
from handbook.people.models import Employee
from handbook.people.policy import may_change_roles, why_not_reach
from handbook.people.views.acting_on_people import act, renew, to_person
from handbook.people.views.blueprint import blueprint
from handbook.permissions import Permission


@blueprint.get("/people/<employee_id>")
@requires(Permission.PEOPLE_READ)
def show_person(employee_id: str) -> ResponseReturnValue:
    """Show one person with everything that has been."""
    return show_again(employee_id)


def show_again(employee_id: str, stale: str = "") -> str:
    """Render the page of a person, also after a button that came too late."""
    actor, shown, form = acting(), person(employee_id), VersionedForm(None)
    renew(form, shown.row_version)
    return render_template(
        "people/show_person.html",
        person=shown,
        form=form,
        stale=stale,
        words=words,
        may_change_roles=may_change_roles(actor, employee_id),
        ways_in=ways_in_of(employee_id),
    )


@blueprint.get("/people/new")
@requires(Permission.PEOPLE_CHANGE)
def show_new() -> ResponseReturnValue:
    """Show the form for somebody new."""
    form = NewPersonForm()
    form.from_on.data = clock.now().date()
    return _new(form)


@blueprint.post("/people/new")
@requires(Permission.PEOPLE_CHANGE)
def add_person() -> ResponseReturnValue:
    """Write somebody new down with the first placement."""
    form, actor = NewPersonForm(), acting()
    _offer(form)
    return act(
        form,
        lambda _stale: _new(form),
        lambda: operations.add_person(actor, form.staff_number.data or "", form.facts(), form.draft()),
        _("The person is on the list. Next, hand out a way to sign in."),
        lambda result: url_for("people.show_person", employee_id=str(result)),
    )


@blueprint.get("/people/<employee_id>/edit")
@requires(Permission.PEOPLE_CHANGE)
def show_edit(employee_id: str) -> ResponseReturnValue:
    """Show the form with what is known of a person."""
    row = person_row(employee_id)
    return _edit(row, _facts_form(row, FactsForm(obj=row)))


@blueprint.post("/people/<employee_id>/edit")
@requires(Permission.PEOPLE_CHANGE)
def change_facts(employee_id: str) -> ResponseReturnValue:
    """Change what is known of a person; after a stale form both texts are shown."""
    actor, row = acting(), person_row(employee_id)
    form, before = _facts_form(row, FactsForm()), facts_of(row)
    return act(
        form,
        lambda stale: _edit(person_row(employee_id), form, stale),
        lambda: operations.change_facts(actor, employee_id, form.facts(before), form.row_version.data),
        _("It is kept."),
        to_person(employee_id),
    )


def _facts_form(row: Employee, form: FactsForm) -> FactsForm:
    form.offer_facts(LANGUAGES, words.KINDS)
    if why_not := why_not_reach(acting(), subject(row.id)):
        form.guard_ways_to_reach(why_not)
    return form


def _edit(row: Employee, form: FactsForm, stale: str = "") -> str:
    typed = [(field, getattr(row, field.name) or "") for field in form if field.name in vars(FactsForm)]
    differs = [(field, now) for field, now in typed if stale and now != (field.data or "")]
    renew(form, row.row_version)
    return render_template("people/edit.html", person=row, form=form, stale=stale, differs=differs, words=words)


def _offer(form: NewPersonForm) -> None:
    form.offer_facts(LANGUAGES, words.KINDS)
    form.offer_work(locations(), words.PROFILES)


def _new(form: NewPersonForm) -> str:
    _offer(form)
    return render_template("people/new.html", form=form, suggested=suggestions.for_placements(clock.now().date()))
