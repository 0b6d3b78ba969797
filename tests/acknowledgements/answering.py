"""How people of the tests decline, ask, witness, serve, dispute and examine, below the pages."""

from datetime import date

from sqlalchemy import func, select

from handbook.acknowledgements import asking, disputes, operations, outcomes, queries
from handbook.acknowledgements.disputes import DisputeDraft
from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.models import Acknowledgement, Dispute, Outcome
from handbook.acknowledgements.outcomes import ServiceDraft
from handbook.acknowledgements.shown_text import ShownText
from handbook.acknowledgements.standing import SET_ASIDE
from handbook.acknowledgements.surroundings import Surroundings
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from handbook.ledger.models import Evidence
from tests.acknowledgements.signing import proof_of
from tests.factories import actor, person_id

HERE = Surroundings("a test", "10.0.0.x")
REASONS = "The supervisor had her password and signed for three people within four minutes."


def shown_to(who: Actor, language: str = "en") -> ShownText:
    """Return the text that stands on this person's pages now."""
    context = queries.signature_context(who, language)
    shown = ShownText(
        context.edition.number, context.edition.manifest_sha256, context.page.profile, context.page.language
    )
    end_read()
    return shown


def open_handbook(name: str, language: str = "en") -> None:
    """Let somebody go on from the first section."""
    who = actor(name)
    context = queries.signature_context(who, language)
    end_read()
    with transaction():
        operations.mark_read(who, context.edition.id, context.page.language, context.rule_ids[0])


def decline(name: str, words: str = "") -> str:
    """Let somebody open the handbook and decline to sign; return the outcome's id."""
    open_handbook(name)
    who = actor(name)
    shown, proof = shown_to(who), proof_of(who)
    with transaction():
        return outcomes.decline(who, proof, shown, words, HERE)


def ask(name: str, words: str = "May I sit down when there is no customer?") -> str:
    """Let somebody ask a question; return the outcome's id."""
    who = actor(name)
    shown = shown_to(who)
    with transaction():
        return asking.ask(who, shown, words, HERE)


def answer(name: str, outcome_id: str, words: str = "Yes, whenever you like.") -> str:
    """Let somebody answer a question; return the answer's id."""
    who = actor(name)
    with transaction():
        return asking.answer(who, outcome_id, words)


def refuse(subject: str, first: str, second: str, number: int = 1, language: str = "en", words: str = "") -> str:
    """Let two people witness that somebody refused to sign; return the outcome's id."""
    who, one, other = actor(first), proof_of(actor(first)), proof_of(actor(second))
    draft = ServiceDraft(language, None, words)
    with transaction():
        return outcomes.record_refusal(who, one, other, number, person_id(subject), draft, HERE)


def serve(
    subject: str, by: str, kind: Kind = Kind.SERVED_BY_HAND, day: date | None = None, language: str = "en"
) -> str:
    """Let somebody hand the text over, or read it aloud; return the outcome's id."""
    who, proof = actor(by), proof_of(actor(by))
    with transaction():
        return outcomes.record_service(who, proof, kind, 1, person_id(subject), ServiceDraft(language, day, ""), HERE)


def dispute(acknowledgement_id: str, by: str | None = None) -> str:
    """Let somebody (or a stranger) say that a signature was not theirs; return the dispute's id."""
    receipt = db.session.get_one(Acknowledgement, acknowledgement_id).receipt
    who = actor(by) if by else None
    with transaction():
        return disputes.dispute(who, receipt, DisputeDraft("I was on the terrace.", "+371 2000 0000"), HERE)


def find(name: str, dispute_id: str, finding: str = SET_ASIDE, second: str = "") -> str:
    """Let somebody examine a dispute, together with a second person where one is named; return the finding's id."""
    who = actor(name)
    proof, other = proof_of(who), proof_of(actor(second)) if second else None
    with transaction():
        return disputes.find(who, proof, dispute_id, finding, REASONS, other)


def outcome(outcome_id: str) -> Outcome:
    """Return one row."""
    return db.session.get_one(Outcome, outcome_id)


def count(table: type[Evidence]) -> int:
    """Return how many rows of evidence there are."""
    found = db.session.scalar(select(func.count()).select_from(table)) or 0
    end_read()
    return found


def dispute_row(dispute_id: str) -> Dispute:
    """Return one dispute."""
    return db.session.get_one(Dispute, dispute_id)
