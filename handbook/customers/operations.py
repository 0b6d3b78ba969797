"""The verbs of the customer's door: complain, add something, say that it is not settled; and who is named there."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.company.models import Location
from handbook.company.queries import location
from handbook.complaints import operations as complaints
from handbook.complaints.models import Complaint
from handbook.complaints.operations import ComplaintDraft
from handbook.complaints.queries import complaint_in_hand
from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.errors import Invalid
from handbook.core.transaction import session_of_transaction
from handbook.customers.addresses import address_in
from handbook.customers.codes import code_hash, new_code
from handbook.customers.models import CustomerCode, CustomerContact
from handbook.customers.queries import complaint_of, was_said_last
from handbook.documents.pictures import Encoded
from handbook.people.queries import find_placed_today

MAIL_RECEIPT = "customers.mail_receipt"


def complain(draft: ComplaintDraft, pictures: Sequence[Encoded] = ()) -> str:
    """Write down what a customer says and return a code for it; the same form sent twice is one complaint.

    A mail with the same follows where an address was left. Raises Invalid as `complaints.file_from_customer`.
    """
    complaint_id = complaints.file_from_customer(draft, pictures)
    if address_in(draft.customer_contact):
        jobs.enqueue(MAIL_RECEIPT, complaint_id, {"complaint_id": complaint_id})
    return make_code(complaint_id)


def make_code(complaint_id: str) -> str:
    """Return one more code for a complaint, kept nowhere but as its hash (inside a transaction)."""
    code = new_code()
    made = CustomerCode(code_sha256=code_hash(code), complaint_id=complaint_id, made_at=clock.now())
    session_of_transaction().add(made)
    return code


def add(code: str, words: str, pictures: Sequence[Encoded], idempotency_key: str) -> None:
    """Keep what the customer adds: an answer, something forgotten, a photo. Raises NotFound for a wrong code."""
    complaints.hear_customer(complaint_of(code), words, idempotency_key, pictures)


def say_not_settled(code: str, words: str) -> None:
    """Let the customer say that the answer does not settle it; the same said twice in a row is one record.

    Raises NotFound for a wrong code, and Conflict before there is an answer.
    """
    complaint_id = complaint_of(code)
    row = select(Complaint.id).where(Complaint.id == complaint_id).with_for_update(key_share=True)
    session_of_transaction().execute(row)  # equal forms stand in line here
    if not was_said_last(complaint_id, words):
        complaints.not_settled(complaint_id, words)


def give_code(actor: Actor, complaint_id: str) -> str:
    """Return one more code, to be handed to the customer on paper. Raises NotFound for whoever does not handle it."""
    complaint_in_hand(actor, complaint_id)
    return make_code(complaint_id)


def name_contact(actor: Actor, location_id: str | None, employee_id: str | None) -> None:
    """Name somebody to customers of a location (None: of every place without its own), or nobody any more.

    Raises NotFound for an unknown location, Invalid for somebody who is placed nowhere today.
    """
    session = session_of_transaction()
    if employee_id is not None and find_placed_today(employee_id) is None:
        raise Invalid(_("Staff number: this person is placed nowhere today, so customers would not reach them."))
    if location_id is not None:
        location(location_id)
        session.execute(select(Location.id).where(Location.id == location_id).with_for_update(key_share=True))
    session.add(
        CustomerContact(
            location_id=location_id, employee_id=employee_id, from_at=clock.now(), changed_by=actor.employee_id
        )
    )
