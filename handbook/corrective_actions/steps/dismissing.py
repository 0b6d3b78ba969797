"""What a dismissal does once it is served: the work ends, and the record says from when it is kept on."""

from handbook.core import clock
from handbook.corrective_actions.steps.changing import of_action
from handbook.corrective_actions.steps.models import CorrectiveAction, StepProposed, StepServed
from handbook.corrective_actions.steps.models_appeals import WorkEnded
from handbook.ledger.appending import record_evidence
from handbook.people.operations import end_work


def end_work_of(action: CorrectiveAction, proposal: StepProposed, served: StepServed) -> None:
    """End the work of the dismissed: with notice after the last day given, without notice as soon as it is served.

    A letter that was posted counts as served on a later day: the work, and access to it, last through that day. Access
    as somebody who has left stays: the own file, a reply, an appeal. An appeal that waits changes nothing.
    """
    last_on = proposal.last_on or served.served_on
    at_once = proposal.last_on is None and served.served_on <= clock.today(served.zone)
    end_work(action.subject_id, last_on, served.by_id, at_once=at_once)
    record_evidence(
        WorkEnded(
            subject_id=action.subject_id,
            last_on=last_on,
            access_ended_at=clock.now() if at_once else None,
            retention_from=last_on,
            by_id=served.by_id,
            by_name=served.by_name,
            via=served.via,
            written_in=served.written_in,
            **of_action(action),
        )
    )
