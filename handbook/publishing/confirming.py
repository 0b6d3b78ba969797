"""Another person's word that a change is a matter of wording: given for exactly what they saw, or refused."""

from dataclasses import dataclass

from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.core.errors import Conflict, NotFound, Refused
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.people.sign_in import Proof
from handbook.people.still_proven import require_still_proven
from handbook.permissions import Permission
from handbook.publishing import kinds
from handbook.publishing.kinds import Judgement
from handbook.publishing.models import ChangeKind, EditorialConfirmation
from handbook.publishing.pending import Pending, PendingChange, pending
from handbook.rules.beside import EDITORIAL, MATERIAL


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """A change that somebody called editorial, what is said of it, and why the reader may not confirm it, if so."""

    change: PendingChange
    judgement: Judgement
    why_not: str

    @property
    def seen_sha256(self) -> str:
        """The hash of what is shown."""
        return self.change.beside.seen_sha256


def waiting_for(actor: Actor) -> list[ToConfirm]:
    """Return the changes that wait to be confirmed, whoever may do it; what the actor may confirm comes first."""
    found = [_of(actor, one, said) for one, said in _judged(pending()) if said.waits]
    return sorted(found, key=lambda one: bool(one.why_not))


def change_to_confirm(actor: Actor, rule_id: str) -> ToConfirm:
    """Return a change that waits to be confirmed; raise NotFound where none of this rule does."""
    return _wanted(actor, pending(), rule_id)


def confirm(actor: Actor, proof: Proof, seen: Pending, rule_id: str, seen_sha256: str) -> None:
    """Record that the actor found nothing but wording changed in exactly what they saw (inside a transaction).

    Raises NotFound where nothing of the rule waits, Conflict where it stands otherwise than shown, Refused where the
    actor wrote it or said so.
    """
    if proof.employee_id != actor.employee_id or not actor.may(Permission.EDITORIAL_CONFIRM):
        raise Refused(_("Only the person who looked at the change can confirm it."))
    require_still_proven(proof)
    wanted = _seen(actor, seen, rule_id, seen_sha256)
    row = EditorialConfirmation(
        rule_id=rule_id,
        edition_before=seen.last.number if seen.last else 0,
        seen_sha256=seen_sha256,
        said_by=wanted.judgement.said_by,
        confirmed_by=actor.employee_id,
        by_method=proof.method,
    )
    record_evidence(row)


def call_material(actor: Actor, seen: Pending, rule_id: str, seen_sha256: str) -> None:
    """Say that a change called editorial asks people for something else after all (inside a transaction)."""
    if not actor.may(Permission.EDITORIAL_CONFIRM):
        raise Refused(_("Only the person who looked at the change can judge it."))
    _seen(actor, seen, rule_id, seen_sha256)
    kinds.say(actor, seen, rule_id, MATERIAL, seen_sha256)


def _seen(actor: Actor, seen: Pending, rule_id: str, seen_sha256: str) -> ToConfirm:
    """Return what was shown, held until COMMIT; raise Refused, NotFound or Conflict."""
    held = session_of_transaction().get(ChangeKind, rule_id, with_for_update=True)
    wanted = _wanted(actor, seen, rule_id)
    if wanted.seen_sha256 != seen_sha256 or held is None or held.kind != EDITORIAL:
        raise Conflict(_("This rule was changed meanwhile. Look at what differs now, then decide."))
    if wanted.why_not:
        raise Refused(wanted.why_not)
    return wanted


def _wanted(actor: Actor, seen: Pending, rule_id: str) -> ToConfirm:
    found = next((pair for pair in _judged(seen) if pair[0].rule_id == rule_id and pair[1].waits), None)
    if found is None:
        raise NotFound(_("Nothing of this rule waits to be confirmed. Somebody may have decided meanwhile."))
    return _of(actor, *found)


def _judged(seen: Pending) -> list[tuple[PendingChange, Judgement]]:
    said = kinds.judgements(seen.besides)
    return [(change, said[change.rule_id]) for change in seen.changes]


def _of(actor: Actor, change: PendingChange, judgement: Judgement) -> ToConfirm:
    return ToConfirm(change, judgement, judgement.why_not_confirm(actor.employee_id))
