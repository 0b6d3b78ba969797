"""Complaints, cases and letters of everybody, kept by people of whom the one who asks is none, or is one."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.models import Acknowledgement, Outcome
from handbook.complaints.lifecycle import Move
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.cases.operations import CaseDraft, open_case
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.steps.proposing import propose
from handbook.ledger.appending import record_evidence
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.architecture.doors import answers as doors
from tests.architecture.objects.relations import FOREIGN, OWN, SELF, TEAM
from tests.complaints import stories
from tests.corrective_actions import stories as steps

# About whom, who looks into it, who decides. The one who looks into it is asked to approve.
KEPT = (
    ("asha", "meera", "dmitri"),
    ("lakshmi", "nandini", "dmitri"),
    ("janis", "nandini", "meera"),
    ("nandini", "stranger", "dmitri"),
    ("ravi", "nandini", "dmitri"),
    ("ravi", "nandini", "meera"),
    ("meera", "nandini", "dmitri"),
    ("dmitri", "nandini", "meera"),
    ("inese", "nandini", "dmitri"),
    ("olga", "nandini", "dmitri"),
    ("milda", "nandini", "dmitri"),
)
MINE = ("asha", "meera", "dmitri")
OF_OTHERS, WITHOUT_DMITRI = ("ravi", "nandini", "dmitri"), ("ravi", "nandini", "meera")
ABOUT = {kept[0]: kept for kept in reversed(KEPT)}
FILERS = {
    doors.EMPLOYEE: "asha",
    doors.SUPERVISOR: "janis",
    doors.HR: "meera",
    doors.DECISION_MAKER: "dmitri",
    doors.ADMINISTRATOR: "inese",
    doors.AUDITOR: "olga",
}
TEAMS = {doors.SUPERVISOR: "lakshmi", doors.HR: "nandini", doors.DECISION_MAKER: "janis"}
NAMES = FILERS | {doors.FORMER: "milda"}


class Cases:
    """Each case twice: with a letter that is served, and with a proposal that waits."""

    KINDS = ("complaint", "complaint in hand", "case", "case note", "case letter", "letter", "proposal")

    def __init__(self) -> None:
        self.letters = {kept: _case(kept, steps.serve) for kept in KEPT}
        self.proposals = {kept: _case(kept, None) for kept in KEPT}
        self.filed = {name: stories.file_complaint(name) for name in FILERS.values()}
        self.in_hand = {name: _in_hand(name) for name in ("meera", "nandini")}

    def find(self, kind: str, relation: str, role: str) -> dict[str, str] | None:
        """Return the complaint, case, letter or proposal that stands so to this role, or None."""
        if kind == "complaint" and relation == OWN:
            return {"complaint_id": self.filed[FILERS[role]]} if role in FILERS else None
        if kind == "complaint in hand":
            handlers = {OWN: "meera" if role == doors.HR else None, FOREIGN: "nandini"}
            return {"complaint_id": self.in_hand[name]} if (name := handlers.get(relation)) else None
        kept = _kept(relation, role)
        if kept is None:
            return None
        complaint, case, action = (self.proposals if kind == "proposal" else self.letters)[kept]
        ids = {"complaint": {"complaint_id": complaint}, "case": {"case_id": case}}
        story = story_of(case)
        ids |= {"case note": {"case_id": case, "note_id": story.notes[0].id}}
        ids |= {"case letter": {"case_id": case, "record_id": story.notices[0].id}}
        return ids.get(kind, {"action_id": action})


def question(name: str) -> str:
    """Let somebody have asked something before signing; return the outcome's id."""
    person = factories.person_id(name)
    signed = db.session.scalars(select(Acknowledgement).where(Acknowledgement.employee_id == person)).first()
    assert signed is not None
    row = Outcome(
        id=new_id(),
        kind=Kind.QUESTION,
        happened_at=clock.now(),
        words="May I take a break first?",
        until_on=None,
        by_employee_id=person,
        by_name=signed.name,
        by_method="signed in",
        **{name: getattr(signed, name) for name in ("invitation_id", "employee_id", "edition_id", "zone", "profile")},
        **{name: getattr(signed, name) for name in ("language", "manifest_sha256")},
    )
    end_read()
    with transaction():
        record_evidence(row)
        return row.id


def _kept(relation: str, role: str) -> tuple[str, str, str] | None:
    if relation == OWN:
        return MINE if role in (doors.HR, doors.DECISION_MAKER) else None
    if relation == FOREIGN:
        return WITHOUT_DMITRI if role == doors.DECISION_MAKER else OF_OTHERS
    name = NAMES.get(role) if relation == SELF else TEAMS.get(role) if relation == TEAM else None
    return ABOUT[name] if name else None


def _case(kept: tuple[str, str, str], serve: Callable[..., None] | None) -> tuple[str, str, str]:
    """Tell a complaint to its letter or proposal; return the ids of complaint, case and step."""
    subject, keeper, decider = kept
    complaint = stories.file_complaint("lakshmi" if subject != "lakshmi" else "asha")
    stories.take_on(complaint, keeper)
    stories.name_person(complaint, subject, keeper)
    stories.name_rule(complaint, by=keeper)
    for step in (Move.ASSESS, Move.INVESTIGATE):
        stories.move(complaint, step, keeper)
    draft = CaseDraft(factories.person_id(subject), "never-argue", "Spoke loudly.", factories.person_id(decider))
    with transaction():
        case = open_case(factories.actor(keeper), complaint, draft)
    actor = factories.actor(decider)
    steps.put_in(case, keeper, is_given=True)
    steps.hear_out(case, subject, decider, keeper)
    proposal = replace(steps.proposal(), approver_ids=(factories.person_id(keeper),))
    with transaction():
        action = propose(actor, proof_of(actor), case, proposal)
    if serve is not None:
        steps.approve(action, keeper)
        serve(action, decider)
    return complaint, case, action


def _in_hand(keeper: str) -> str:
    """Return a complaint of a customer who is known, about nobody's people yet, that somebody has taken on."""
    complaint = stories.file_complaint("stranger", customer_name="Mrs Gupta", customer_contact="98480 22338")
    stories.take_on(complaint, keeper)
    stories.name_person(complaint, "ravi", keeper)
    stories.name_rule(complaint, by=keeper)
    return complaint
