"""One human with two records: so that nobody approves, by a second record, what they decided by the first."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.people.directory import same_person
from handbook.people.directory.form_same_person import SamePersonForm
from handbook.people.directory.person import person_row
from handbook.people.identity import reader_zone
from handbook.people.queries import names
from handbook.people.views.acting_on_people import act, to_person
from handbook.people.views.blueprint import blueprint
from handbook.permissions import Permission


@blueprint.get("/people/<employee_id>/same-person")
@requires(Permission.PEOPLE_CHANGE)
def show_same_person(employee_id: str) -> ResponseReturnValue:
    """Show the other records of the same human, and ask for one more."""
    return _page(employee_id, SamePersonForm())


@blueprint.post("/people/<employee_id>/same-person")
@requires(Permission.PEOPLE_CHANGE)
def link_same_person(employee_id: str) -> ResponseReturnValue:
    """Say that two records are one human."""
    return _say(employee_id, True, _("The two records count as one person from now on."))


@blueprint.post("/people/<employee_id>/same-person/part")
@requires(Permission.PEOPLE_CHANGE)
def part_same_person(employee_id: str) -> ResponseReturnValue:
    """Say that two records are two people."""
    done = _(
        "It is written down. Records with a common address or number count as two people once two persons said so."
    )
    return _say(employee_id, False, done)


def _say(employee_id: str, is_same: bool, done: str) -> ResponseReturnValue:
    actor, form = acting(), SamePersonForm()
    person_row(employee_id)
    return act(
        form,
        lambda stale: _page(employee_id, form, stale),
        lambda: same_person.say_same(actor, employee_id, form.person_id or "", is_same, form.reason.data),
        done,
        to_person(employee_id),
    )


def _page(employee_id: str, form: SamePersonForm, stale: str = "") -> str:
    said = same_person.said_of(employee_id)
    return render_template(
        "people/same_person.html",
        person=person_row(employee_id),
        form=form,
        stale=stale,
        others=same_person.other_records(employee_id),
        said=said,
        names=names([one.other_id for one in said]),
        zone=reader_zone(),
    )
