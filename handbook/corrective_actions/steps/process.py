"""What of the fair process is missing before a step: asked when it is proposed, approved and served."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from handbook.core.errors import Conflict, Invalid
from handbook.corrective_actions.cases.gates import Hold, holds_for
from handbook.corrective_actions.cases.story import sha256_of_tests
from handbook.corrective_actions.ladders.ladder import Ladder, Step
from handbook.corrective_actions.steps.models import StepProposed


def missing(case_id: str, step: Step, ladder: Ladder, day: date) -> tuple[Hold, ...]:
    """Return what of the process is missing for this step on a day, what nobody can go on without first."""
    return tuple(sorted(holds_for(case_id, step, ladder, day), key=lambda hold: hold.can_go_on))


def faults(holds: Sequence[Hold], reason: str) -> list[str]:
    """Return what must be done before a step may go on; `reason`: why it goes on without the rest, "" for none."""
    found = [_("%(words)s It is up to %(who)s.", words=one.words, who=one.who) for one in holds if not one.can_go_on]
    waived = [one.words for one in holds if one.can_go_on]
    if waived and not reason:
        found.append(
            _(
                "Why it goes on all the same: give a reason, it is printed in the letter. %(words)s",
                words=" ".join(waived),
            )
        )
    return found


def require(case_id: str, proposal: StepProposed, day: date) -> None:
    """Raise Invalid where something is missing that the proposal did not answer for with a reason.

    Raises Conflict where the seven tests were answered anew since: what was proposed rested on other answers.
    """
    known = {one["gate"] for one in proposal.going_on} if proposal.going_on_reason else set()
    holds = missing(case_id, Step(proposal.step), proposal.kept_ladder, day)
    news = [one for one in holds if not one.can_go_on or one.gate.value not in known]
    if news:
        raise Invalid(*faults(news, ""))
    if sha256_of_tests(case_id, Step(proposal.step)) != proposal.tests_sha256:
        raise Conflict(
            _(
                "The seven tests were answered anew since this step was proposed. "
                "Who decides proposes it anew, or takes it back first."
            )
        )
