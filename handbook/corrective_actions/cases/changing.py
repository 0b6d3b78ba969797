"""What every change of a case begins with: the row under a lock, who may, and the version that was read."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.core.actor import Actor
from handbook.core.errors import Conflict
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.cases import policy, queries
from handbook.corrective_actions.cases.lifecycle import CaseMove, CaseState, after
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.policy import CaseParties
from handbook.permissions import Permission


def of_case(case: Case) -> dict[str, Any]:
    """Return the columns of `OfCase` for this case."""
    return {"case_id": case.id, "reference": case.reference}


def locked(case_id: str) -> Case:
    """Load a case under a row lock; raise NotFound."""
    query = select(Case).where(Case.id == case_id).with_for_update(key_share=True)
    case = session_of_transaction().scalar(query.execution_options(populate_existing=True))
    if case is None:
        raise queries.not_found()
    return case


def worked_on(actor: Actor, case_id: str) -> tuple[Case, CaseParties]:
    """Load a case under a row lock for somebody who works on it; raise NotFound, as for a missing one."""
    case = locked(case_id)
    parties = queries.parties_of(case)
    if not policy.may_read_case(actor, parties):
        raise queries.not_found()
    if CaseState(case.state) is CaseState.CLOSED:
        raise Conflict(_("The case is closed."))
    return case, parties


def own(actor: Actor, case_id: str) -> Case:
    """Load a case under a row lock for the person it is about; raise NotFound until that person was told."""
    case = locked(case_id)
    if case.subject_id != actor.employee_id or case.told_at is None or not actor.may(Permission.STEP_ANSWER):
        raise queries.not_found()
    return case


def next_version(case: Case, row_version: int) -> None:
    """Count the version up; raise Conflict where the writer saw another one."""
    if case.row_version != row_version:
        raise Conflict(_("The case was changed while you were writing. Nothing of yours was saved yet."))
    case.row_version += 1


def take_on(case: Case, move: CaseMove) -> None:
    """Move a case on; raise Conflict where it does not allow it."""
    case.state = after(CaseState(case.state), move).value
