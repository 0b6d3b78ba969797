"""Many people who are about to sign: placed, with an account, everything read, and their browsers at the form."""

from datetime import timedelta

from sqlalchemy import insert, select

from handbook.acknowledgements import operations as acknowledgements
from handbook.acknowledgements.forms import SignatureDraft
from handbook.acknowledgements.models import Consent, RightAnswer, SectionRead
from handbook.acknowledgements.operations import Surroundings
from handbook.acknowledgements.queries import signature_context
from handbook.acknowledgements.rounds import open_round
from handbook.company.models import Location
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.transaction import transaction
from handbook.ledger.appending import record_evidence
from handbook.people.models import Account, Employee, RoleGrant
from handbook.people.passwords import hash_password
from handbook.people.queries import account_id, employee_by_number
from handbook.people.sign_in import BY_PASSWORD, Proof
from handbook.permissions import Role
from handbook.rules import queries as rules
from tests import factories


def hire(count: int) -> list[str]:
    """Take on so many people in Riga, each able to sign in with the PASSWORD of the tests; return staff numbers."""
    hashed, started = hash_password(factories.PASSWORD), clock.now().date() - timedelta(days=30)
    numbers = [f"7{number:05}" for number in range(count)]
    with transaction() as session:
        riga = session.scalars(select(Location.id).where(Location.name == "Rīga, Centrs")).one()
        for number in numbers:
            person = Employee(id=new_id(), staff_number=number, name=f"Signer {number}", language="en")
            session.add(person)
            session.flush()
            account = Account(id=new_id(), employee_id=person.id, password_hash=hashed, password_set_at=clock.now())
            session.add_all([account, factories.placement(person.id, riga, "cashier", None, started)])
            session.flush()
            session.add(RoleGrant(account_id=account.id, role=Role.EMPLOYEE.value, from_on=started))
    return numbers


def invite_all() -> None:
    """Ask everybody who is placed now to sign the newest edition."""
    edition = rules.newest_edition()
    assert edition
    edition_id = edition.id
    with transaction():
        open_round(edition_id)


def let_read(numbers: list[str], language: str = "en") -> None:
    """Let these people have done all that comes before the signature: read, answered, agreed to sign on the screen."""
    edition = rules.newest_edition()
    assert edition
    edition_id, rule_ids = edition.id, rules.page(edition.id, "everyone", language).rule_ids
    ids = db.session.scalars(select(Employee.id).where(Employee.staff_number.in_(numbers))).all()
    rows = [
        {"employee_id": each, "edition_id": edition_id, "language": language, "rule_id": rule_id}
        for each in ids
        for rule_id in rule_ids
    ]
    answers = [{name: row[name] for name in ("employee_id", "edition_id", "rule_id")} for row in rows]
    with transaction() as session:
        session.execute(insert(SectionRead), rows)
        session.execute(insert(RightAnswer), answers)
        for each in ids:
            consent = Consent(id=new_id(), employee_id=each, choice="electronic", words="On the screen.", language="en")
            record_evidence(consent)


def sign(number: str, language: str = "en") -> None:
    """Let a person who has read everything sign the newest edition, proven a moment ago."""
    person = employee_by_number(number)
    account, now = account_id(person.id), clock.now()
    who = Actor(account, person.id, person.name, frozenset({Role.EMPLOYEE}), via="test")
    context = signature_context(who, language)
    draft = SignatureDraft(
        edition_number=context.edition.number,
        manifest_sha256=context.edition.manifest_sha256,
        profile=context.page.profile,
        language=context.page.language,
        shown_at=now.isoformat(),
        idempotency_key=new_id(),
        typed_name=who.name,
    )
    proof = Proof(account, who.employee_id, now, BY_PASSWORD, now - timedelta(days=90), None, None)
    with transaction():
        acknowledgements.sign(who, draft, proof, Surroundings("shared tablet", "10.0.0.x"))
