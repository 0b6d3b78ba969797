"""A row that is held never stops evidence that points to it: each would wait for the other under the ledger's lock.

Whoever changes a person or an invitation holds the row, and takes the ledger's lock last. Whoever writes evidence about
them has that lock already when the database looks whether the row is still there.
"""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.acknowledgements import asking, disputes, operations, queries
from handbook.acknowledgements.models import Acknowledgement, Answer, Consent, DisputeFinding
from handbook.acknowledgements.standing import STANDS
from handbook.core.db import db
from handbook.core.transaction import end_read, session_of_transaction
from handbook.people import accounts
from handbook.people.credential_events import by_actor, note
from handbook.people.credential_kinds import What
from handbook.people.credentials_queries import subject
from handbook.people.directory import operations as directory
from handbook.people.folding import number_key
from handbook.people.importing import scene
from handbook.people.models import CredentialEvent, Employee
from tests import factories
from tests.acknowledgements import answering
from tests.acknowledgements.signing import draft_of, proof_of, read_below, sign_below
from tests.faults.meeting import Deed, one_within_the_other

pytestmark = pytest.mark.database


def test_a_question_is_answered_while_the_asker_signs(context: Flask):
    question = answering.ask("asha")
    asha, meera = factories.actor("asha"), factories.actor("meera")
    seen = read_below(asha)
    draft, proof = draft_of(seen), proof_of(asha)
    met = one_within_the_other(
        context,
        lambda: asking.answer(meera, question, "Yes, whenever you like."),
        lambda: operations.sign(asha, draft, proof, answering.HERE),
    )
    assert (ids(Answer), ids(Acknowledgement)) == ([met.first], [met.second])


def test_somebody_declines_while_they_choose_paper_on_another_device(context: Flask):
    answering.open_handbook("asha")
    asha = factories.actor("asha")
    shown, proof = answering.shown_to(asha), proof_of(asha)
    met = one_within_the_other(
        context,
        lambda: answering.outcomes.decline(asha, proof, shown, "Not on a screen.", answering.HERE),
        asha_chooses("paper"),
    )
    assert isinstance(met.first, str)
    assert ids(Consent) == [met.second]


def test_the_text_is_handed_over_while_the_person_chooses_paper(context: Flask):
    meera, asha = factories.actor("meera"), factories.person_id("asha")
    proof, draft = proof_of(meera), answering.ServiceDraft("en", None, "")
    kind = answering.Kind.SERVED_BY_HAND
    met = one_within_the_other(
        context,
        lambda: answering.outcomes.record_service(meera, proof, kind, 1, asha, draft, answering.HERE),
        asha_chooses("paper"),
    )
    assert isinstance(met.first, str)
    assert ids(Consent) == [met.second]


def test_a_dispute_is_decided_while_the_signer_chooses_how_to_sign(context: Flask):
    disputed = answering.dispute(sign_below("asha"), "asha")
    chosen_before = ids(Consent)
    meera = factories.actor("meera")
    proof = proof_of(meera)
    met = one_within_the_other(
        context, lambda: disputes.find(meera, proof, disputed, STANDS, answering.REASONS), asha_chooses("electronic")
    )
    assert ids(DisputeFinding) == [met.first]
    assert set(ids(Consent)) - set(chosen_before) == {met.second}


def test_facts_are_changed_while_the_person_records_something(context: Flask):
    inese, asha = factories.actor("inese"), factories.person_id("asha")
    row = db.session.get_one(Employee, asha)
    facts, version = replace(directory.facts_of(row), mobile="+91 98 765 432"), row.row_version
    met = one_within_the_other(context, lambda: changed(inese, asha, facts, version), asha_chooses("electronic"))
    assert (ids(Consent), len(ids(CredentialEvent))) == ([met.second], 1)


def test_a_file_changes_an_address_while_the_person_records_something(context: Flask):
    meera, asha = factories.actor("meera"), factories.person_id("asha")

    def bring() -> str:
        key = number_key(factories.PEOPLE["asha"].number)
        known = scene.known_people(session_of_transaction(), {key}, hold=True)[key]
        scene.people_by_id(session_of_transaction(), [known.id], hold=True)
        note(What.ADDRESS_CHANGED, subject(asha), by_actor(meera))
        return known.id

    met = one_within_the_other(context, bring, asha_chooses("electronic"))
    assert (ids(Consent), len(ids(CredentialEvent))) == ([met.second], 1)


def test_an_account_is_needed_while_the_person_records_something(context: Flask):
    meera, asha = factories.actor("meera"), factories.person_id("asha")

    def hand_out() -> str:
        account = accounts.account_for(asha)
        note(What.SLIP_PRINTED, subject(asha), by_actor(meera))
        return account

    met = one_within_the_other(context, hand_out, asha_chooses("electronic"))
    assert (ids(Consent), len(ids(CredentialEvent))) == ([met.second], 1)


def asha_chooses(choice: str) -> Deed:
    """Return the deed of choosing how to sign."""
    asha = factories.actor("asha")
    seen = queries.signature_context(asha, "en")
    end_read()
    return lambda: operations.choose_how(asha, seen, choice, "en", answering.HERE)


def changed(actor: factories.Actor, employee_id: str, facts: directory.Facts, version: int) -> str:
    """Change somebody's facts."""
    directory.change_facts(actor, employee_id, facts, version)
    return employee_id


def ids(
    table: type[Answer] | type[Acknowledgement] | type[Consent] | type[DisputeFinding] | type[CredentialEvent],
) -> list[str]:
    """Return the ids of all rows of evidence."""
    found = list(db.session.scalars(select(table.id)))
    end_read()
    return found
