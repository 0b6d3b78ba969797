"""The verb of a decider whose step rests on one that an appeal has overturned or reduced: look at it again."""

from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Refused
from handbook.corrective_actions.acts import proof_columns, require_proven
from handbook.corrective_actions.steps import policy
from handbook.corrective_actions.steps.changing import locked_step, next_version, of_action
from handbook.corrective_actions.steps.models_appeals import StepLookedAgain
from handbook.corrective_actions.steps.whole import whole_step
from handbook.ledger.appending import record_evidence
from handbook.people.sign_in import Proof


def look_again(actor: Actor, proof: Proof, action_id: str, words: str, row_version: int) -> None:
    """Write down why a step stands although one below it does not; it can only be lifted by an appeal, however late.

    Raises Refused for whoever is not the decider, Conflict where there is nothing to look at or the form is stale.
    """
    require_proven(actor, proof)
    action, parties = locked_step(actor, action_id)
    if not policy.may_propose(actor, parties.case):
        raise Refused(_("Only the decider of this case looks at the step again."))
    next_version(action, row_version)
    page = whole_step(action, parties)
    if not page.to_look_at:
        raise Conflict(_("There is nothing to look at again: no step below this one was overturned or reduced."))
    for reference in page.to_look_at:
        record_evidence(
            StepLookedAgain(
                subject_id=action.subject_id,
                earlier_reference=reference,
                words=words,
                zone=action.zone,
                **of_action(action),
                **proof_columns(actor, proof),
            )
        )
