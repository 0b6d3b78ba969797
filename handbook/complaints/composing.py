"""A complaint put together for one reader: what their sight allows, and nothing besides."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Row, and_, or_, select

from handbook.complaints.lifecycle import (
    Category,
    Channel,
    Confidentiality,
    EntryKind,
    Finding,
    Kinship,
    RootCause,
    Stage,
    is_answered,
)
from handbook.complaints.models import (
    Complaint,
    ComplaintApology,
    ComplaintEntry,
    ComplaintIdentity,
    ComplaintLink,
    ComplaintPerson,
    ComplaintPhoto,
    ComplaintRule,
)
from handbook.complaints.pages import (
    About,
    Apology,
    ComplaintPage,
    Entry,
    Handling,
    Linked,
    NamedRule,
    Photo,
    Promised,
)
from handbook.complaints.policy import Parties, Sight, may_see_rules
from handbook.complaints.promises import is_late
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.ledger.models import Leaf
from handbook.people.models import Employee
from handbook.people.queries import names

RowFilter = Callable[[Actor], ColumnElement[bool]]


def composed(
    actor: Actor, complaint: Complaint, location: str, parties: Parties, sight: Sight, visible_to: RowFilter
) -> ComplaintPage:
    """Return the page of a complaint; `visible_to` is the row filter for the complaints that are linked to it."""
    entries = _entries(complaint, sight)
    received = next((entry for entry in entries if entry.kind is EntryKind.RECEIVED), None)
    whole, tells = sight is Sight.WHOLE, sight is not Sight.OUTLINE
    handler = parties.handler_id
    return ComplaintPage(
        id=complaint.id,
        reference=complaint.reference,
        stage=Stage(complaint.stage),
        sight=sight,
        parties=parties,
        location_id=complaint.location_id,
        location=location,
        zone=complaint.zone,
        filed_at=clock.local(complaint.filed_at, complaint.zone),
        happened_at=clock.local(complaint.happened_at, complaint.zone) if tells else None,
        happened_time_known=complaint.happened_time_known,
        place=complaint.place if tells else "",
        words=received.words if received else "",
        written_in=received.written_in if received else "",
        handler=names([handler]).get(handler) if handler else None,
        entries=entries,
        rules=_named_rules(complaint.id) if may_see_rules(actor, sight, parties.is_outside) else (),
        people=_people(complaint.id) if whole else {},
        has_identity=whole and _has_identity(complaint.id),
        row_version=complaint.row_version,
        promised=_promised(complaint),
        handling=_handling(actor, complaint, visible_to) if whole else None,
    )


def _entries(complaint: Complaint, sight: Sight) -> tuple[Entry, ...]:
    """Return the entries in the order of the ledger: all for the handler, what was filed for the filer, else none."""
    if sight is Sight.OUTLINE:
        return ()
    query = (
        select(ComplaintEntry, Employee.name, Leaf.index)
        .join(Leaf, Leaf.record_id == ComplaintEntry.id)
        .join(Employee, Employee.id == ComplaintEntry.person_id, isouter=True)
        .where(ComplaintEntry.complaint_id == complaint.id)
        .order_by(Leaf.index)
    )
    if sight is Sight.FILED:
        query = query.where(ComplaintEntry.kind == EntryKind.RECEIVED.value)
    return tuple(_entry(row, complaint.zone) for row in db.session.execute(query))


def _entry(row: Row[ComplaintEntry, str, int], zone: str) -> Entry:
    entry, person, position = row
    kind, at = EntryKind(entry.kind), clock.local(entry.recorded_at, zone)
    return Entry(
        kind=kind,
        at=at,
        by_name=entry.by_name,
        words=entry.words,
        written_in=entry.written_in,
        rule_id=entry.rule_id,
        person=person,
        position=position,
        facts=entry.facts or {},
    )


def _people(complaint_id: str) -> dict[str, str]:
    query = (
        select(Employee.id, Employee.name)
        .join(ComplaintPerson, ComplaintPerson.employee_id == Employee.id)
        .where(ComplaintPerson.complaint_id == complaint_id)
        .order_by(Employee.id)
    )
    return {row.id: row.name for row in db.session.execute(query)}


def _named_rules(complaint_id: str) -> tuple[NamedRule, ...]:
    query = select(ComplaintRule).where(ComplaintRule.complaint_id == complaint_id).order_by(ComplaintRule.rule_id)
    return tuple(NamedRule(row.rule_id, row.employee_id) for row in db.session.scalars(query))


def _has_identity(complaint_id: str) -> bool:
    query = select(ComplaintIdentity.id).where(ComplaintIdentity.complaint_id == complaint_id).limit(1)
    return db.session.scalar(query) is not None


def _promised(complaint: Complaint) -> Promised:
    acknowledged, responded, first_closed, closed = (
        clock.local(moment, complaint.zone) if moment else None
        for moment in (
            complaint.acknowledged_at,
            complaint.responded_at,
            complaint.first_closed_at,
            complaint.closed_at,
        )
    )
    return Promised(
        acknowledge_by=complaint.acknowledge_by,
        due_on=complaint.due_on,
        update_due_on=complaint.update_due_on,
        waiting_since=complaint.waiting_since,
        acknowledged_at=acknowledged,
        responded_at=responded,
        first_closed_at=first_closed,
        closed_at=closed,
        is_late=is_late(complaint, clock.today(complaint.zone)),
        is_over=is_answered(Stage(complaint.stage)),
    )


def _handling(actor: Actor, complaint: Complaint, visible_to: RowFilter) -> Handling:
    has_case = select(ComplaintPerson.employee_id).where(
        ComplaintPerson.complaint_id == complaint.id, ComplaintPerson.case_opened_at.is_not(None)
    )
    return Handling(
        about=_about(complaint),
        apologies=_apologies(complaint),
        photos=_photos(complaint.id),
        links=_links(actor, complaint.id, visible_to),
        finding=Finding(complaint.finding) if complaint.finding else None,
        finding_rule_id=complaint.finding_rule_id,
        has_case=db.session.scalar(has_case.limit(1)) is not None,
    )


def _about(complaint: Complaint) -> About:
    return About(
        channel=Channel(complaint.channel),
        category=Category(complaint.category) if complaint.category else None,
        order_number=complaint.order_number,
        customer_language=complaint.customer_language,
        customer_zone=complaint.customer_zone,
        customer_hours=complaint.customer_hours,
        confidentiality=Confidentiality(complaint.confidentiality),
        remedy_sought=complaint.remedy_sought,
        severity=complaint.severity,
        is_safety=complaint.is_safety,
        is_simple=complaint.is_simple,
        root_cause=RootCause(complaint.root_cause) if complaint.root_cause else None,
    )


def _apologies(complaint: Complaint) -> tuple[Apology, ...]:
    query = (
        select(ComplaintApology)
        .join(Leaf, Leaf.record_id == ComplaintApology.id)
        .where(ComplaintApology.complaint_id == complaint.id)
        .order_by(Leaf.index)
    )
    return tuple(
        Apology(
            words=row.words,
            written_in=row.written_in,
            channel=Channel(row.channel),
            given_by=row.given_by,
            at=clock.local(row.recorded_at, complaint.zone),
        )
        for row in db.session.scalars(query)
    )


def _photos(complaint_id: str) -> tuple[Photo, ...]:
    query = (
        select(ComplaintPhoto)
        .join(Leaf, Leaf.record_id == ComplaintPhoto.id)
        .where(ComplaintPhoto.complaint_id == complaint_id)
        .order_by(Leaf.index)
    )
    return tuple(
        Photo(row.sha256, row.media_type, row.width, row.height, row.by_name) for row in db.session.scalars(query)
    )


def _links(actor: Actor, complaint_id: str, visible_to: RowFilter) -> tuple[Linked, ...]:
    """Return what is linked from either side; what the reader may not know of is left out."""
    forth = and_(ComplaintLink.complaint_id == complaint_id, ComplaintLink.other_id == Complaint.id)
    back = and_(ComplaintLink.other_id == complaint_id, ComplaintLink.complaint_id == Complaint.id)
    query = (
        select(Complaint.id, Complaint.reference, Complaint.stage, ComplaintLink.kinship)
        .join(ComplaintLink, or_(forth, back))
        .where(visible_to(actor))
        .order_by(Complaint.filed_at, Complaint.id)
    )
    return tuple(
        Linked(row.id, row.reference, Stage(row.stage), Kinship(row.kinship)) for row in db.session.execute(query)
    )
