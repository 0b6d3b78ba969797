"""What happens before a test: meera proposes a ladder, dmitri confirms it, somebody names a deputy."""

from dataclasses import replace
from datetime import date

from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.acts import proof_columns
from handbook.corrective_actions.ladders import operations, queries
from handbook.corrective_actions.ladders.deputies import DeputyDraft, end_deputation, name_deputy
from handbook.corrective_actions.ladders.ladder import Ladder, Step
from handbook.corrective_actions.ladders.models import Deputation, LadderChange
from handbook.corrective_actions.ladders.operations import LadderDraft
from handbook.corrective_actions.ladders.packs import pack
from handbook.ledger.appending import record_evidence
from handbook.people.directory.same_person import say_same
from handbook.people.sign_in import Proof
from tests import factories
from tests.acknowledgements.signing import proof_of


def today() -> date:
    """Return the first day on which a ladder may count."""
    return queries.first_possible_day()


def nine_months(first: date, months: int = 9) -> Ladder:
    """Return the default ladder with a written warning that is live for so many months, from a day on."""
    rungs = [replace(rung, months=months) if rung.step is Step.WRITTEN else rung for rung in pack("").rungs]
    return replace(pack(""), rungs=tuple(rungs), from_on=first)


def propose(ladder: Ladder, name: str = "meera", key: str | None = None) -> str:
    """Let somebody propose a ladder; return the id of the proposal."""
    actor = factories.actor(name)
    proof = proof_of(actor)
    end_read()
    with transaction():
        return operations.propose_ladder(actor, proof, LadderDraft(key or new_id(), ladder, "As agreed."))


def confirm(change_id: str, name: str = "dmitri", sha256: str | None = None) -> None:
    """Let somebody confirm what was shown."""
    shown = sha256 or db.session.get_one(LadderChange, change_id).sha256
    actor = factories.actor(name)
    proof = proof_of(actor)
    end_read()
    with transaction():
        operations.confirm_ladder(actor, proof, change_id, shown)


def decline(change_id: str, name: str = "dmitri", reason: str = "Not now.") -> None:
    """Let somebody not confirm it."""
    shown, actor = db.session.get_one(LadderChange, change_id).sha256, factories.actor(name)
    end_read()
    with transaction():
        operations.decline_ladder(actor, change_id, shown, reason)


def link(name: str, other: str, by: str = "inese") -> None:
    """Let somebody say that two records are one human."""
    actor, one, two = factories.actor(by), factories.person_id(name), factories.person_id(other)
    end_read()
    with transaction():
        say_same(actor, one, two, True, "The same face.")


def name(who: str, made: DeputyDraft, day: date, proof: Proof | None = None) -> str:
    """Let somebody name a deputy; return the deputation's id."""
    actor = factories.actor(who)
    proof = proof or proof_of(actor)
    end_read()
    with transaction():
        return name_deputy(actor, proof, made, day)


def end(who: str, deputation_id: str, day: date) -> None:
    """Let somebody end a deputation."""
    actor = factories.actor(who)
    end_read()
    with transaction():
        end_deputation(actor, deputation_id, day)


def deputation(actor: Actor, deputy_id: str) -> str:
    """Write a deputation of these days down without asking whether there is one; return its id."""
    proof, day = proof_of(actor), today()
    row = Deputation(id=new_id(), deputy_id=deputy_id, deputy_name="A deputy", from_on=day, to_on=day, reason="Leave.")
    row.idempotency_key = new_id()
    for column, value in proof_columns(actor, proof).items():
        setattr(row, column, value)
    end_read()
    with transaction():
        record_evidence(row)
        return row.id


def tell() -> None:
    """Let each kind of evidence of ladders and deputies come to be once."""
    link("olga", "stranger")
    decline(propose(nine_months(today())))
    confirm(propose(nine_months(today())))
    made = DeputyDraft(new_id(), factories.person_id("nandini"), today(), today(), "Leave.")
    end("meera", name("meera", made, today()), today())
