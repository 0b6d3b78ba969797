"""The verbs about a person's facts: write somebody new down, change what is known of them."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.people.credential_events import by_actor, note
from handbook.people.credential_kinds import What
from handbook.people.credentials_queries import subject
from handbook.people.directory.locking import hold_person
from handbook.people.directory.placements import PlacementDraft, add_placement
from handbook.people.facts import Facts, cleaned, number_fault
from handbook.people.folding import clean_number, number_key, search_words
from handbook.people.models import Employee
from handbook.people.policy import why_not_reach


def add_person(actor: Actor, staff_number: str, facts: Facts, first: PlacementDraft) -> str:
    """Write a new person down with the first placement, which may begin later, and return the employee's id.

    Raises Invalid, also where the staff number is taken, in whatever case it is written.
    """
    fault, number = number_fault(staff_number), clean_number(staff_number)
    if fault:
        raise Invalid(fault)
    kept, session = cleaned(facts), session_of_transaction()
    if session.scalar(select(Employee.id).where(Employee.number_key == number_key(number))):
        raise _taken(number)
    person = Employee(id=new_id(), staff_number=number)
    _write(actor, person, kept)
    session.add(person)
    try:
        session.flush()
    except IntegrityError:  # somebody else was faster
        raise _taken(number) from None
    add_placement(actor, person.id, first)
    return person.id


def change_facts(actor: Actor, employee_id: str, facts: Facts, row_version: int) -> None:
    """Change name, language, ways to reach and kind of a person.

    Another mail or mobile is noted as an event, of which both addresses are told. Raises NotFound, Conflict for a stale
    form, Invalid, and Refused for mail or mobile where policy.why_not_reach says so.
    """
    kept = cleaned(facts)
    person = hold_person(employee_id, row_version)
    before = facts_of(person)
    reached = (kept.email, kept.mobile) != (before.email, before.mobile)
    if reached and (why_not := why_not_reach(actor, subject(employee_id))):
        raise Refused(why_not)
    _write(actor, person, kept)
    session_of_transaction().flush()
    if reached:
        former = before.email if before.email != kept.email else None
        note(What.ADDRESS_CHANGED, subject(employee_id), by_actor(actor), former=former)


def facts_of(person: Employee) -> Facts:
    """Return what stands in a person's row."""
    return Facts(
        name=person.name,
        latin_name=person.latin_name,
        language=person.language,
        email=person.email,
        mobile=person.mobile,
        kind=person.kind,
    )


def _write(actor: Actor, person: Employee, facts: Facts) -> None:
    if facts.email != person.email:
        person.email_set_at, person.email_set_by = clock.now(), actor.employee_id
    person.name, person.latin_name, person.language = facts.name, facts.latin_name, facts.language
    person.email, person.mobile, person.kind = facts.email, facts.mobile, facts.kind
    person.search = search_words(person.staff_number, facts.name, facts.latin_name)


def _taken(number: str) -> Invalid:
    return Invalid(
        _("Staff number: %(number)s is taken. Look whether this person is on the list already.", number=number)
    )
