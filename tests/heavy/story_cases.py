"""What happens in cases beside the way to a step: a folder, a suspension, what bars a dismissal, an end without one."""

from datetime import timedelta

from handbook.core import clock
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases import checking, closing, suspending
from handbook.corrective_actions.cases.causes import Bar
from handbook.corrective_actions.cases.closing import ClosingDraft
from handbook.corrective_actions.cases.lifecycle import Closing
from handbook.corrective_actions.cases.suspending import Pause, SuspensionDraft
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.corrective_actions import stories


def tell() -> None:
    """Let a case about lakshmi be looked into, told, heard and closed without a step."""
    case_id = stories.open_case("lakshmi")
    stories.put_in(case_id, is_given=True)
    stories.hear_out(case_id, "lakshmi")
    _suspend(case_id, Pause.BEGUN)
    _suspend(case_id, Pause.ENDED)
    stories.answer_bars(case_id, Bar.GRIEVANCE, looker="nandini")
    with transaction():
        checking.look_at_bars(factories.actor("nandini"), case_id, "It is settled.", may_go_on=True)
    dmitri = factories.actor("dmitri")
    with transaction():
        draft = ClosingDraft(Closing.NO_CASE, "Nothing was found.", "The till roll shows another till.")
        closing.close(dmitri, proof_of(dmitri), case_id, draft, stories.case_head(case_id).row_version)


def _suspend(case_id: str, kind: Pause) -> None:
    meera, review = factories.actor("meera"), clock.now().date() + timedelta(days=7)
    draft = SuspensionDraft(kind, "The till must be counted first.", "the staff room", review)
    with transaction():
        suspending.suspend(meera, proof_of(meera), case_id, draft, stories.case_head(case_id).row_version)
