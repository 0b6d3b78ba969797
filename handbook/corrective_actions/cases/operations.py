"""The verbs of a case: open it, begin to look into it, give parts, note that it is decided or over."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.complaints.models import Complaint
from handbook.complaints.operations import Confidentiality, free_reference, mark_case_opened, mark_told
from handbook.complaints.queries import ComplaintPage, complaint_for
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.acts import by_columns
from handbook.corrective_actions.cases import policy, queries
from handbook.corrective_actions.cases.changing import locked, next_version, of_case, take_on, worked_on
from handbook.corrective_actions.cases.lifecycle import CaseMove, CaseState, Closing, check_ending
from handbook.corrective_actions.cases.models import Case, CaseMoved, CaseOpened, CasePart
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.policy import CaseParties
from handbook.corrective_actions.cases.small_firm import one_may_do_both
from handbook.ledger.appending import record_evidence
from handbook.permissions import Permission

BEGUN, DECIDED, CLOSED = "begun", "decided", "closed"


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """What a form hands over to open a case."""

    subject_id: str
    rule_id: str
    allegation: str
    decider_id: str


def open_case(actor: Actor, complaint_id: str, draft: CaseDraft) -> str:
    """Open a case about one person whom a complaint names and return its id; the complaint stays another record.

    Raises NotFound and Refused for whoever does not handle the complaint or may not look into it, Invalid where person
    or rule are not named there, where the decider may not decide, and where this person has a case from it already.
    """
    if not actor.may(Permission.CASE_OPEN):
        raise Refused(_("Only HR opens a case."))
    session, now = session_of_transaction(), clock.now()
    complaint = mark_case_opened(actor, complaint_id, draft.subject_id, draft.rule_id, "")
    told = complaint_for(actor, complaint_id)
    parties = CaseParties(
        draft.subject_id,
        actor.employee_id,
        "",
        told.parties.filed_by,
        named_ids=told.parties.named,
        is_small=one_may_do_both(draft.subject_id, complaint.zone),
    )
    _check_parts(actor, parties, draft.decider_id)
    same = select(Case.id).where(Case.complaint_id == complaint_id, Case.subject_id == draft.subject_id)
    if session.scalar(same) is not None:
        raise Invalid(_("Person: there is a case about this person from this complaint already."))
    case = Case(
        id=new_id(),
        reference=free_reference("K", clock.local(now, complaint.zone).year, _is_case),
        complaint_id=complaint_id,
        subject_id=draft.subject_id,
        rule_id=draft.rule_id,
        investigator_id=actor.employee_id,
        decider_id=draft.decider_id,
        opened_at=now,
        state=CaseState.OPENED.value,
    )
    session.add(case)
    session.flush()
    give_part(actor, case.id, actor.employee_id, Part.INVESTIGATOR)
    give_part(actor, case.id, draft.decider_id, Part.DECIDER)
    record_evidence(_opened(actor, case, told, complaint, draft))
    return case.id


def _opened(actor: Actor, case: Case, told: ComplaintPage, complaint: Complaint, draft: CaseDraft) -> CaseOpened:
    return CaseOpened(
        complaint_id=complaint.id,
        subject_id=draft.subject_id,
        subject_name=told.people[draft.subject_id],
        rule_id=draft.rule_id,
        allegation=draft.allegation,
        location=told.location,
        place=complaint.place,
        happened_at=complaint.happened_at,
        happened_time_known=complaint.happened_time_known,
        is_anonymous=complaint.confidentiality == Confidentiality.ANONYMOUS,
        discovered_at=complaint.filed_at,
        zone=complaint.zone,
        decider_id=draft.decider_id,
        **of_case(case),
        **by_columns(actor),
    )


def begin(actor: Actor, case_id: str, row_version: int) -> None:
    """Begin to look into the matter. Raises Refused for all but the person who has that part now."""
    case, parties = worked_on(actor, case_id)
    if not policy.may_investigate(actor, parties):
        raise Refused(_("Only the person who looks into this case does that."))
    next_version(case, row_version)
    take_on(case, CaseMove.INVESTIGATE)
    record_evidence(CaseMoved(kind=BEGUN, words="", **of_case(case), **by_columns(actor)))


def mark_decided(actor: Actor, case_id: str) -> None:
    """Note that the case led to a step. Raises Conflict where nobody was told or it is closed."""
    case = locked(case_id)
    before = case.state
    take_on(case, CaseMove.DECIDE)
    case.has_step_under_way = False
    if before != case.state:
        case.row_version += 1
        mark_told(case.complaint_id, case.subject_id, clock.now())
        record_evidence(CaseMoved(kind=DECIDED, words="", **of_case(case), **by_columns(actor)))


def mark_step(case_id: str, *, under_way: bool) -> None:
    """Note that a step of this case is proposed, or that it was declined or taken back."""
    locked(case_id).has_step_under_way = under_way


def mark_closed(actor: Actor, case_id: str, closing: Closing) -> None:
    """Note that everything that follows from the decision is over. Raises Conflict where the case cannot end so."""
    case = locked(case_id)
    check_ending(CaseState(case.state), closing)
    take_on(case, CaseMove.CLOSE)
    case.closing, case.closed_at = closing.value, clock.now()
    case.row_version += 1
    record_evidence(CaseMoved(kind=CLOSED, words=closing.value, **of_case(case), **by_columns(actor)))


def give_part(actor: Actor, case_id: str, employee_id: str, part: Part) -> None:
    """Give a person a part in a case from now on; who has it already keeps it."""
    session = session_of_transaction()
    same = (CasePart.case_id == case_id, CasePart.employee_id == employee_id, CasePart.part == part)
    if session.scalar(select(CasePart.id).where(*same, CasePart.until_at.is_(None))) is None:
        session.add(
            CasePart(case_id=case_id, employee_id=employee_id, part=part, from_at=clock.now(), by_id=actor.employee_id)
        )
        session.flush()


def end_part(case_id: str, employee_id: str, part: Part) -> None:
    """End a part from this moment on: it opens nothing any more, and is remembered."""
    session = session_of_transaction()
    same = (CasePart.case_id == case_id, CasePart.employee_id == employee_id, CasePart.part == part)
    for row in session.scalars(select(CasePart).where(*same, CasePart.until_at.is_(None))):
        row.until_at = clock.now()
    session.flush()


def _check_parts(actor: Actor, parties: CaseParties, decider_id: str) -> None:
    """Raise where whoever opens the case may not look into it, or the decider may not decide it, in words."""
    humans = queries.humans([actor.employee_id, decider_id])
    own = policy.why_not(humans[actor.employee_id], parties, Part.INVESTIGATOR)
    if own:
        raise Refused(own + " " + _("Another HR officer takes the complaint on and opens the case."))
    reason = policy.why_not(humans[decider_id], parties, Part.DECIDER)
    if reason or decider_id not in queries.deciders(parties):
        refused = _("Decider: this person may not decide this case. Choose another one.")
        raise Invalid(f"{refused} {reason or ''}".rstrip())


def _is_case(reference: str) -> bool:
    return session_of_transaction().scalar(select(Case.id).where(Case.reference == reference)) is not None
