"""Giving a part to another person: whoever moved, left or may no longer act hands over at once."""

from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.corrective_actions.acts import by_columns
from handbook.corrective_actions.cases import policy, queries
from handbook.corrective_actions.cases.changing import locked, next_version, of_case
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.models import Case, CaseMoved
from handbook.corrective_actions.cases.operations import end_part, give_part
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.policy import CaseParties
from handbook.ledger.appending import record_evidence

ASSIGNED = "assigned"
_HEARD = frozenset({CaseState.HEARD, CaseState.DECIDED})


def assign_investigator(actor: Actor, case_id: str, employee_id: str, reason: str, row_version: int) -> None:
    """Let another HR officer look into the case from now on; the one before has no access any more."""
    case, parties = _to_assign(actor, case_id)
    next_version(case, row_version)
    _check(employee_id, queries.investigators(parties), parties, Part.INVESTIGATOR)
    before, case.investigator_id = case.investigator_id, employee_id
    _hand_over(actor, case, Part.INVESTIGATOR, before, employee_id, reason)


def assign_decider(actor: Actor, case_id: str, employee_id: str, reason: str, row_version: int) -> None:
    """Let another person decide from now on. Raises Conflict once the person was heard, while the decider can act."""
    case, parties = _to_assign(actor, case_id)
    next_version(case, row_version)
    if CaseState(case.state) in _HEARD and case.decider_id in queries.deciders(parties):
        raise Conflict(_("Who has heard the person decides. Another one can be named only where that is impossible."))
    _check(employee_id, queries.deciders(parties), parties, Part.DECIDER)
    before, case.decider_id = case.decider_id, employee_id
    _hand_over(actor, case, Part.DECIDER, before, employee_id, reason)


def _to_assign(actor: Actor, case_id: str) -> tuple[Case, CaseParties]:
    case = locked(case_id)
    parties = queries.parties_of(case)
    if not queries.may_see_parts(actor, parties):
        raise queries.not_found()
    if not policy.may_assign(actor, parties):
        raise Refused(_("Only HR gives a part to another person."))
    if CaseState(case.state) is CaseState.CLOSED:
        raise Conflict(_("The case is closed."))
    return case, parties


def _check(employee_id: str, able: dict[str, str], parties: CaseParties, part: Part) -> None:
    reason = policy.why_not(queries.humans([employee_id])[employee_id], parties, part)
    if reason or employee_id not in able:
        refused = _("Who takes over: this person may not have this part.")
        raise Invalid(f"{refused} {reason or ''}".rstrip())


def _hand_over(actor: Actor, case: Case, part: Part, before: str, to: str, reason: str) -> None:
    end_part(case.id, before, part)
    give_part(actor, case.id, to, part)
    told = {"part": part.value, "person_id": to, "before_id": before, "words": reason}
    record_evidence(CaseMoved(kind=ASSIGNED, **told, **of_case(case), **by_columns(actor)))
