"""What is agreed with one person, for HR: all of it, and writing something new down."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.adjustments import operations, policy, queries
from handbook.adjustments.forms import AgreementForm
from handbook.adjustments.queries import Subject
from handbook.adjustments.views.blueprint import blueprint
from handbook.core.access_log import note_reading
from handbook.core.doors import requires
from handbook.core.edge import acting
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import transaction
from handbook.people.identity import chosen_language
from handbook.permissions import Permission
from handbook.rules import queries as rules


@blueprint.get("/people/<employee_id>/adjustments")
@requires(Permission.ADJUSTMENT_RECORD)
def show_person(employee_id: str) -> ResponseReturnValue:
    """Show all that ever was agreed with a person; the reading is written down first."""
    actor, person = acting(), queries.subject(employee_id)
    if actor.employee_id != employee_id:
        note_reading(actor, employee_id, "adjustments", employee_id, "read what is agreed about rules")
    return render_template(
        "adjustments/show_person.html",
        person=person,
        rows=queries.everything_agreed_with(employee_id, chosen_language()),
        why_not=policy.why_not_record(actor, employee_id),
    )


@blueprint.get("/people/<employee_id>/adjustments/new")
@requires(Permission.ADJUSTMENT_RECORD)
def show_new(employee_id: str) -> ResponseReturnValue:
    """Show the form for something new."""
    person = _subject(employee_id)
    form = AgreementForm(formdata=None, language=chosen_language(), from_on=person.today)
    _offer(person, form)
    return _new_page(person, form)


@blueprint.post("/people/<employee_id>/adjustments")
@requires(Permission.ADJUSTMENT_RECORD)
def record(employee_id: str) -> ResponseReturnValue:
    """Write it down; words that read like a reason are asked about once more."""
    actor, form, person = acting(), AgreementForm(), _subject(employee_id)
    edition_number = _offer(person, form)
    if not form.validate_on_submit():
        return _new_page(person, form), 400
    if form.doubts:
        return _new_page(person, form, doubts=form.doubts), 400
    try:
        with transaction():
            adjustment_id = operations.record(actor, employee_id, form.draft(edition_number))
    except Invalid as fault:
        form.form_errors.extend(fault.faults)
        return _new_page(person, form), 400
    except Conflict as stands:
        return _new_page(person, form, stale=str(stands)), 409
    flash(_("It is kept. The person is told, and so is their supervisor."), "good")
    return redirect(url_for("adjustments.show_one", adjustment_id=adjustment_id))


def _subject(employee_id: str) -> Subject:
    """Return the person about whom the actor may record something; raise NotFound, or Refused for oneself."""
    person = queries.subject(employee_id)
    why = policy.why_not_record(acting(), employee_id)
    if why is not None:
        raise Refused(why)
    return person


def _offer(person: Subject, form: AgreementForm) -> int:
    """Offer the rules in force and return the number of their edition."""
    edition = rules.current_edition(person.today)
    form.offer(rules.contents(edition, chosen_language()))
    return edition.number


def _new_page(person: Subject, form: AgreementForm, doubts: list[str] | None = None, stale: str = "") -> str:
    return render_template("adjustments/show_new.html", person=person, form=form, doubts=doubts, stale=stale)
