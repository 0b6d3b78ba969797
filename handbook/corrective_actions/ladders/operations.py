"""The verbs of the ladder: one person proposes it, another confirms exactly that, or does not."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.moments import language_now
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.acts import by_columns, proof_columns, require_proven
from handbook.corrective_actions.ladders import policy
from handbook.corrective_actions.ladders.content import content_of, ladder_of, ladder_sha256
from handbook.corrective_actions.ladders.faults import ladder_faults
from handbook.corrective_actions.ladders.ladder import Ladder
from handbook.corrective_actions.ladders.models import LadderChange, LadderDeclined, LadderProposed, LadderVersion
from handbook.corrective_actions.ladders.queries import (
    PROPOSED,
    first_possible_day,
    ladder_of_country,
)
from handbook.ledger.appending import record_evidence
from handbook.people.queries import names, same_people
from handbook.people.sign_in import Proof

CONFIRMED, DECLINED = "confirmed", "declined"


@dataclass(frozen=True, slots=True)
class LadderDraft:
    """What a form hands over: the ladder with the day from which it counts, and why."""

    idempotency_key: str
    ladder: Ladder
    reason: str


def propose_ladder(actor: Actor, proof: Proof, draft: LadderDraft) -> str:
    """Propose a ladder and return the id of the proposal; it counts when another person has confirmed it.

    Raises Refused, Invalid for a ladder with faults, a day that has been, or one that is in force just so already,
    Conflict where another proposal for the same country waits.
    """
    _require(actor, proof)
    session = session_of_transaction()
    earlier = session.scalar(select(LadderChange.id).where(LadderChange.idempotency_key == draft.idempotency_key))
    if earlier is not None:
        return earlier
    ladder = draft.ladder
    _check(ladder)
    waiting = (LadderChange.country == ladder.country, LadderChange.state == PROPOSED)
    if session.scalar(select(LadderChange.id).where(*waiting).limit(1)) is not None:
        raise Conflict(_("Another proposal waits for a second person. Confirm it, or take it back first."))
    change = LadderChange(
        id=new_id(),
        idempotency_key=draft.idempotency_key,
        state=PROPOSED,
        proposer_id=actor.employee_id,
        reason_in=language_now(),
        **_columns(ladder, draft.reason),
    )
    session.add(change)
    session.flush()
    record_evidence(
        LadderProposed(change_id=change.id, **_columns(ladder, draft.reason), **proof_columns(actor, proof))
    )
    return change.id


def confirm_ladder(actor: Actor, proof: Proof, change_id: str, sha256: str) -> None:
    """Let exactly the ladder that was shown count from its day on.

    Raises NotFound, Refused for whoever proposed it (by any record), Conflict where it is no longer open or another one
    was shown, Invalid where its day has been meanwhile.
    """
    _require(actor, proof)
    change = _open_change(change_id, sha256)
    if not policy.may_confirm(actor, same_people([actor.employee_id])[actor.employee_id], change.proposer_id):
        raise Refused(_("You proposed this ladder. Another person has to confirm it."))
    ladder = ladder_of(change.content, change.from_on)
    _check(ladder)
    change.state = CONFIRMED
    record_evidence(
        LadderVersion(
            change_id=change.id,
            **_columns(ladder, change.reason),
            reason_in=change.reason_in,
            proposed_by_id=change.proposer_id,
            proposed_by_name=names([change.proposer_id])[change.proposer_id],
            **proof_columns(actor, proof),
        )
    )


def decline_ladder(actor: Actor, change_id: str, sha256: str, reason: str) -> None:
    """Do not confirm a proposed ladder, or take the own one back; raise NotFound, Refused, Conflict, Invalid."""
    if not policy.may_change_ladder(actor):
        raise Refused(_not_yours())
    if not reason.strip():
        raise Invalid(_("Why not: give the reason."))
    change = _open_change(change_id, sha256)
    change.state = DECLINED
    record_evidence(
        LadderDeclined(change_id=change.id, sha256=change.sha256, reason=reason.strip(), **by_columns(actor))
    )


def _columns(ladder: Ladder, reason: str) -> dict[str, object]:
    return {
        "country": ladder.country,
        "from_on": ladder.from_on,
        "content": content_of(ladder),
        "sha256": ladder_sha256(ladder),
        "reason": reason,
    }


def _require(actor: Actor, proof: Proof) -> None:
    require_proven(actor, proof)
    if not policy.may_change_ladder(actor):
        raise Refused(_not_yours())


def _not_yours() -> str:
    return _("HR and the decision-makers change the ladder.")


def _check(ladder: Ladder) -> None:
    faults = ladder_faults(ladder)
    if ladder.from_on < first_possible_day():
        faults.append(_("First day: a ladder counts from today or a later day on, never for the past."))
    if not faults and content_of(ladder_of_country(ladder.from_on, ladder.country)) == content_of(ladder):
        faults.append(_("Nothing differs from the ladder that counts on that day. Change something first."))
    if faults:
        raise Invalid(*faults)


def _open_change(change_id: str, sha256: str) -> LadderChange:
    """Return a proposal that waits, locked; raise NotFound, or Conflict where it is another one than was shown."""
    session = session_of_transaction()
    change = session.get(LadderChange, change_id, with_for_update={"key_share": True}, populate_existing=True)
    if change is None:
        raise NotFound(_("There is no such proposal."))
    if change.state != PROPOSED:
        raise Conflict(_("Somebody has confirmed this ladder or taken it back meanwhile."))
    if change.sha256 != sha256:
        raise Conflict(_("This is not the ladder that was shown to you. Look at it again."))
    return change
