"""The record of a signature: every column that makes it evidence, under one leaf."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from handbook import __version__
from handbook.acknowledgements import operations
from handbook.acknowledgements.models import Acknowledgement, Invitation, SigningRound
from handbook.acknowledgements.operations import SEAL, Surroundings
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.errors import Invalid, NotFound, Refused
from handbook.core.jobs import Job
from handbook.core.transaction import end_read, transaction
from handbook.ledger.models import Leaf
from handbook.ledger.verification import verify
from handbook.people.models import Employee, Placement
from handbook.people.sign_in import BY_PASSWORD, Proof
from tests import factories
from tests.acknowledgements.signing import draft_of, proof_of, read_below, sign_below, signature_of, signatures

pytestmark = pytest.mark.database

HERE = Surroundings("Mozilla/5.0 (shared tablet)", "192.0.2.x")


def test_the_record_holds_everything_that_it_must(context: Flask):
    asha = factories.actor("asha")
    shown = read_below(asha, "te")
    handed_over = clock.now() - timedelta(days=30)
    proof = Proof(
        asha.account_id,
        asha.employee_id,
        clock.now(),
        BY_PASSWORD,
        handed_over,
        handed_over,
        factories.person_id("meera"),
    )
    draft = draft_of(shown, "Asha  Reddy")
    with transaction():
        operations.sign(asha, draft, proof, HERE)
    row, edition, page = signature_of("asha"), shown.edition, shown.page
    assert {
        "person": (row.employee_id, row.staff_number, row.name, row.job, row.location, row.zone),
        "text": (row.edition_id, row.manifest_sha256, row.html_sha256, row.pdf_sha256, row.profile, row.language),
        "translation": (row.translation_lagged, row.rules_in_source_language),
        "words": (row.statement, row.typed_name),
        "read": (row.sections_read, row.sections_total),
        "shown": row.shown_at.isoformat(),
        "proven": (row.method, row.proven_at, row.credential_set_at, row.credential_issued_by),
        "where": (row.session_id, row.device, row.address),
        "form": row.idempotency_key,
        "program": row.program_version,
    } == {
        "person": (asha.employee_id, "000512", "Asha Reddy", "cashier", "Banjara Hills", "Asia/Kolkata"),
        "text": (edition.id, edition.manifest_sha256, page.html_sha256, page.pdf_sha256, "everyone", "te"),
        "translation": (False, ["greet-every-customer"]),
        "words": (page.statement, "Asha  Reddy"),
        "read": (2, 2),
        "shown": draft.shown_at,
        "proven": ("password typed again", proof.at, handed_over, factories.person_id("meera")),
        "where": (None, HERE.device, HERE.address),
        "form": draft.idempotency_key,
        "program": __version__,
    }
    assert row.recorded_at >= row.shown_at
    assert len(row.salt) == 32


def test_no_column_stays_empty_that_could_be_filled(context: Flask):
    sign_below("asha")
    row = signature_of("asha")
    empty = {column.name for column in Acknowledgement.__table__.columns if getattr(row, column.name) is None}
    assert empty == {
        "credential_issued_at",
        "credential_issued_by",
        "session_id",
        "signed_before",
        "strokes",
        "shared_device",
    }


def test_it_gets_its_leaf_in_the_same_transaction_and_the_ledger_is_whole(context: Flask):
    signed = sign_below("asha")
    leaf = db.session.scalars(select(Leaf).where(Leaf.record_id == signed)).one()
    assert leaf.type == "acknowledgement.signed"
    assert leaf.at == signature_of("asha").recorded_at
    end_read()
    assert verify().faults == []


def test_it_asks_for_one_seal_in_the_same_transaction(context: Flask):
    signed = sign_below("asha")
    job = db.session.scalars(select(Job)).one()
    assert (job.kind, job.key, job.state) == (SEAL, signed, "queued")
    assert job.owner_id == factories.person_id("asha")


def test_a_signature_that_fails_at_the_end_leaves_nothing(context: Flask):
    asha = factories.actor("asha")
    draft, proof = draft_of(read_below(asha)), proof_of(asha)
    with pytest.raises(ZeroDivisionError), transaction():
        operations.sign(asha, draft, proof, HERE)
        raise ZeroDivisionError
    assert signatures() == 0
    assert db.session.scalars(select(Job)).all() == []


def test_nobody_signs_with_the_proof_of_another(context: Flask):
    asha, janis = factories.actor("asha"), factories.actor("janis")
    draft, proof = draft_of(read_below(asha)), proof_of(janis)
    with pytest.raises(Refused, match="Nobody can sign for another person."), transaction():
        operations.sign(asha, draft, proof, HERE)
    assert signatures() == 0


def test_an_unread_section_is_refused_with_its_number(context: Flask):
    asha = factories.actor("asha")
    shown = read_below(asha)
    draft, proof = draft_of(shown, language="te"), proof_of(asha)
    with pytest.raises(Invalid, match="2 sections are still unread"), transaction():
        operations.sign(asha, draft, proof, HERE)
    assert signatures() == 0


def test_signing_twice_is_signing_once(context: Flask):
    assert sign_below("asha") == sign_below("asha")
    assert signatures() == 1


def test_the_key_of_a_form_makes_no_second_row_of_another_person(context: Flask):
    asha, ravi = factories.actor("asha"), factories.actor("ravi")
    draft, hers, his = draft_of(read_below(asha)), proof_of(asha), proof_of(ravi)
    read_below(ravi)
    with transaction():
        operations.sign(asha, draft, hers, HERE)
    with pytest.raises(Invalid, match="Open the signing page again"), transaction():
        operations.sign(ravi, draft, his, HERE)
    assert (signatures("asha"), signatures("ravi")) == (1, 0)


def test_who_works_nowhere_today_has_nothing_to_sign(context: Flask):
    asha = factories.actor("asha")
    with transaction() as session:
        session.query(Placement).filter_by(employee_id=asha.employee_id).delete()
    with pytest.raises(NotFound, match="placed nowhere"):
        read_below(asha)


def test_a_publication_invites_everybody_who_is_placed_that_day_once(context: Flask):
    rounds = db.session.scalars(select(SigningRound)).all()
    assert [(one.reason, (one.deadline_on - one.opened_at.date()).days) for one in rounds] == [("publication", 14)]
    invited = db.session.scalars(select(Invitation.employee_id)).all()
    assert sorted(invited) == sorted(factories.person_id(name) for name in factories.PEOPLE)


def test_who_was_not_invited_may_sign_by_own_wish_once(context: Flask):
    newcomer = hire("Anna Kalniņa")
    shown = read_below(newcomer)
    with transaction():
        first = operations.sign(newcomer, draft_of(shown, "Anna"), proof(newcomer), HERE)
    with transaction():
        again = operations.sign(newcomer, draft_of(shown, "Anna"), proof(newcomer), HERE)
    assert first == again
    reasons = db.session.execute(
        select(SigningRound.reason)
        .join(Invitation, Invitation.round_id == SigningRound.id)
        .where(Invitation.employee_id == newcomer.employee_id)
    ).scalars()
    assert list(reasons) == ["own wish"]


def hire(name: str) -> Actor:
    """Place somebody today, after the round was opened."""
    who, account = new_id(), new_id()
    with transaction() as session:
        session.add(Employee(id=who, staff_number="000777", name=name, language="lv"))
        session.flush()
        place = session.query(Placement).first()
        assert place is not None
        session.add(factories.placement(who, place.location_id, "cashier", None, clock.now().date()))
    return Actor(account, who, name, frozenset())


def proof(who: Actor) -> Proof:
    return Proof(who.account_id, who.employee_id, clock.now(), BY_PASSWORD, clock.now(), None, None)
