"""The part of the story about steps: refused, taken back, laid open, appealed, looked at again, lapsed, a dismissal."""

from datetime import timedelta

from handbook.core import clock
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.ending import end_decided
from handbook.corrective_actions.cases.operations import give_part
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps import looking_again, resuming
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.changing import of_action
from handbook.corrective_actions.steps.models_appeals import StepLapsed
from handbook.ledger.appending import record_evidence
from tests.acknowledgements.signing import proof_of
from tests.corrective_actions import stories
from tests.factories import actor, person_id


def tell() -> None:
    """Let lakshmi refuse, appeal and be heard, ravi open a letter, and kristīne be dismissed and placed again."""
    first = stories.served("lakshmi")
    stories.refuse(first, "janis", "olga")
    later = stories.served("lakshmi", Step.FINAL)
    stories.appealed(first, Outcome.REDUCED, reduced_step=Step.VERBAL, reduced_months=1)
    look_again(later)
    lapse(first)
    end(later)
    stories.take_back(stories.propose(stories.heard_case("ravi")))
    lay_open("ravi")
    place_again(stories.served("stranger", Step.DISMISSAL))


def look_again(action_id: str) -> None:
    """Let dmitri look again at a step above one that was reduced."""
    dmitri, version = actor("dmitri"), stories.head(action_id).row_version
    with transaction():
        looking_again.look_again(dmitri, proof_of(dmitri), action_id, "It was grave by itself.", version)


def lay_open(name: str) -> None:
    """Let a letter lie open until the employee opens it."""
    action_id = stories.propose(stories.heard_case(name))
    stories.approve(action_id)
    stories.serve(action_id, manner="portal")
    stories.open_letter(action_id, name)


def place_again(action_id: str) -> None:
    """Let an appeal before somebody from outside overturn a dismissal, and HR place the person again."""
    meera, viktor = actor("meera"), person_id("viktor")
    stories.appeal(action_id, "stranger")
    with transaction():
        give_part(meera, stories.head(action_id).case_id, viktor, Part.HEARER)
    stories.arrange_appeal(action_id, "viktor")
    stories.decide_appeal(action_id, Outcome.ALLOWED, by="viktor")
    with transaction():
        resuming.place_again(meera, action_id)


def lapse(action_id: str) -> None:
    """Write down what the routine writes months later, for which nobody waits here."""
    head = stories.head(action_id)
    row = {"subject_id": head.subject_id, "language": "en", "zone": head.zone, **of_action(head)}
    lapsed_on = clock.now().date() + timedelta(days=30)
    with transaction():
        record_evidence(StepLapsed(lapsed_on=lapsed_on, **row))


def end(action_id: str) -> None:
    """Let the case of a step end as the routine ends it days later, for which nobody waits here."""
    with transaction():
        end_decided(stories.head(action_id).case_id, stories.head(action_id).reference, clock.now().date())
