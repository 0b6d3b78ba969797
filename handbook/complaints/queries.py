"""Reading a complaint: each SELECT with the policy as a row filter or on the object."""

from datetime import date

from sqlalchemy import and_, select

from handbook.company.models import Location
from handbook.complaints.composing import composed
from handbook.complaints.lifecycle import BLOCKING as BLOCKING
from handbook.complaints.lifecycle import EntryKind as EntryKind
from handbook.complaints.lifecycle import Finding as Finding
from handbook.complaints.lifecycle import Move as Move
from handbook.complaints.lifecycle import Stage as Stage
from handbook.complaints.lists import board_for as board_for
from handbook.complaints.models import Complaint, ComplaintIdentity
from handbook.complaints.nearest import ACKNOWLEDGEMENT as ACKNOWLEDGEMENT
from handbook.complaints.nearest import ANSWER as ANSWER
from handbook.complaints.nearest import NEWS as NEWS
from handbook.complaints.notice_lines import NoticeLine as NoticeLine
from handbook.complaints.notice_lines import notice_line as notice_line
from handbook.complaints.notice_lines import notice_lines as notice_lines
from handbook.complaints.notice_words import notice_words as notice_words
from handbook.complaints.pages import ComplaintPage as ComplaintPage
from handbook.complaints.pages import Identity
from handbook.complaints.policy import Sight as Sight
from handbook.complaints.policy import sight_of
from handbook.complaints.reach import handled_by as handled_by
from handbook.complaints.reach import is_seen as is_seen
from handbook.complaints.reach import not_found as not_found
from handbook.complaints.reach import parties_of as parties_of
from handbook.complaints.reach import unseen as unseen
from handbook.complaints.reach import visible_to as visible_to
from handbook.complaints.settled import complaint_outsider as complaint_outsider
from handbook.complaints.settled import outside_recourse as outside_recourse
from handbook.complaints.timeline import TIMELINE as TIMELINE
from handbook.complaints.timeline import timeline as timeline
from handbook.complaints.wording import finding_words as finding_words
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.ledger.models import Leaf
from handbook.people.models import Employee, Placement
from handbook.people.queries import on_day
from handbook.rules.models import RuleText


def complaint_for(actor: Actor, complaint_id: str) -> ComplaintPage:
    """Return a complaint as far as the actor may see it; raise NotFound, the same for a foreign and a missing one.

    Raises Refused for whoever handled it until they moved on.
    """
    row = db.session.execute(
        select(Complaint, Location.name)
        .join(Location, Location.id == Complaint.location_id)
        .where(Complaint.id == complaint_id)
    ).first()
    if row is None:
        raise not_found()
    complaint, location = row
    parties = parties_of(complaint)
    sight = sight_of(actor, parties)
    if sight is None:
        raise unseen(actor, parties)
    return composed(actor, complaint, location, parties, sight, visible_to)


def complaint_in_hand(actor: Actor, complaint_id: str) -> ComplaintPage:
    """Return a complaint to whoever handles it; raise NotFound for others, also for those who know of it."""
    page = complaint_for(actor, complaint_id)
    if page.sight is not Sight.WHOLE:
        raise not_found()
    return page


def identity_for(actor: Actor, complaint_id: str) -> Identity:
    """Return who the customer is, to the handler alone; raise NotFound for others and where nothing is known."""
    page = complaint_for(actor, complaint_id)
    row = db.session.execute(
        select(ComplaintIdentity.name, ComplaintIdentity.contact)
        .join(Leaf, Leaf.record_id == ComplaintIdentity.id)
        .where(ComplaintIdentity.complaint_id == complaint_id)
        .order_by(Leaf.index.desc())
        .limit(1)
    ).first()
    if page.sight is not Sight.WHOLE or row is None:
        raise not_found()
    return Identity(row.name, row.contact)


def find_by_key(actor: Actor | None, idempotency_key: str) -> str | None:
    """Return the complaint that this form of this person (None: of a customer) has already filed, or None."""
    filed_by = actor.employee_id if actor else None
    same = (Complaint.idempotency_key == idempotency_key, Complaint.filed_by.is_not_distinct_from(filed_by))
    return db.session.scalar(select(Complaint.id).where(*same))


def rule_titles(language: str) -> dict[str, str]:
    """Return every rule that ever was in an edition by id with its newest title, in this language where it has one."""
    query = select(RuleText.rule_id, RuleText.language, RuleText.title).order_by(RuleText.version)
    titles: dict[str, str] = {}
    own: dict[str, str] = {}
    for rule_id, written_in, title in db.session.execute(query):
        titles[rule_id] = title
        if written_in == language:
            own[rule_id] = title
    return dict(sorted((titles | own).items(), key=lambda pair: pair[1].casefold()))


def colleagues(actor: Actor, day: date) -> list[tuple[str, str]]:
    """Return staff number and name of the people placed at the actor's own locations on a day."""
    mine = select(Placement.location_id).where(Placement.employee_id == actor.employee_id, on_day(Placement, day))
    query = (
        select(Employee.staff_number, Employee.name)
        .join(Placement, and_(Placement.employee_id == Employee.id, on_day(Placement, day)))
        .where(Placement.location_id.in_(mine), Employee.id != actor.employee_id)
        .distinct()
        .order_by(Employee.name)
    )
    return [(number, name) for number, name in db.session.execute(query)]
