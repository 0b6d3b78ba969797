"""What happens before a test: janis writes down what a customer said, meera takes it on and looks into it."""

from datetime import datetime

from handbook.company.queries import locations
from handbook.complaints import operations
from handbook.complaints.lifecycle import Finding, Move
from handbook.complaints.models import Complaint
from handbook.complaints.operations import Assessment, ComplaintDraft, FindingDraft, SettingsDraft
from handbook.complaints.settled import settled
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.transaction import transaction
from tests import factories

WORDS = "“Learn to count first”, she said, and turned the screen away."


def draft(**changes: object) -> ComplaintDraft:
    """Return a complaint about what happened a moment ago in Banjara Hills."""
    place = next(one for one in locations() if one.name == "Banjara Hills")
    values: dict[str, object] = {
        "idempotency_key": new_id(),
        "words": WORDS,
        "location_id": place.id,
        "place": "till 3",
        "happened_at": clock.now(),
    }
    return ComplaintDraft(**(values | changes))  # type: ignore[arg-type]


def file_complaint(name: str = "janis", **changes: object) -> str:
    """Let somebody write a complaint down; return its id."""
    with transaction():
        return operations.file_complaint(factories.actor(name), draft(**changes))


def version_of(complaint_id: str) -> int:
    """Return the row version of a complaint as it stands (also inside an open transaction)."""
    return db.session.get_one(Complaint, complaint_id, populate_existing=True).row_version


def take_on(complaint_id: str, name: str = "meera") -> None:
    """Let HR take a complaint on."""
    with transaction():
        operations.take_on(factories.actor(name), complaint_id, version_of(complaint_id))


def name_person(complaint_id: str, person: str, by: str = "meera") -> None:
    """Let the handler name a person."""
    with transaction():
        operations.name_person(factories.actor(by), complaint_id, factories.person_id(person), version_of(complaint_id))


def name_rule(complaint_id: str, rule_id: str = "never-argue", by: str = "meera") -> None:
    """Let the handler name a rule for everybody named."""
    with transaction():
        operations.name_rule(factories.actor(by), complaint_id, rule_id, None, version_of(complaint_id))


def move(complaint_id: str, step: Move, by: str = "meera") -> None:
    """Let the handler move the complaint on."""
    with transaction():
        operations.move(factories.actor(by), complaint_id, step, "Looked into it.", version_of(complaint_id))


def investigated(person: str = "asha", happened_at: datetime | None = None, **changes: object) -> str:
    """Return a complaint of janis that meera investigates, with a person and a rule named."""
    complaint_id = file_complaint(**({"happened_at": happened_at} if happened_at else {}), **changes)
    take_on(complaint_id)
    name_person(complaint_id, person)
    name_rule(complaint_id)
    move(complaint_id, Move.ASSESS)
    move(complaint_id, Move.INVESTIGATE)
    return complaint_id


def assessed(*, is_simple: bool = False, **changes: object) -> str:
    """Return a complaint of janis that meera has taken on and assessed."""
    complaint_id = file_complaint(**changes)
    take_on(complaint_id)
    assessment = Assessment("Nobody was hurt.", 2, False, is_simple)
    with transaction():
        operations.assess(factories.actor("meera"), complaint_id, assessment, version_of(complaint_id))
    return complaint_id


def find(complaint_id: str, finding: Finding, by: str = "meera", **values: str) -> None:
    """Let the handler keep a finding."""
    draft = FindingDraft(finding, "Two colleagues were asked.", **values)
    with transaction():
        operations.find(factories.actor(by), complaint_id, draft, version_of(complaint_id))


def answered(finding: Finding = Finding.SUBSTANTIATED, person: str = "asha") -> str:
    """Return a complaint that was looked into and whose customer has the answer."""
    complaint_id = investigated(person)
    find(complaint_id, finding)
    move(complaint_id, Move.RESPOND)
    return complaint_id


def name_outsider(name: str = "viktor", recourse: str = "The consumer office, Rīga.") -> None:
    """Let the administrator settle who handles what concerns HR or the owner."""
    seen = settled().from_at
    draft = SettingsDraft(factories.person_id(name), recourse, seen.isoformat() if seen else "")
    with transaction():
        operations.settle(factories.actor("inese"), draft)


def head(complaint_id: str) -> Complaint:
    """Return the head of a complaint as it stands."""
    return db.session.get_one(Complaint, complaint_id, populate_existing=True)
