"""Reading a complaint: each SELECT with the policy as a row filter and on the object."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, and_, false, or_, select, true

from handbook.acknowledgements.notice import notice_of
from handbook.adjustments.queries import readable_people
from handbook.company.models import Location
from handbook.complaints.lifecycle import EntryKind, Stage
from handbook.complaints.models import Complaint, ComplaintEntry, ComplaintIdentity, ComplaintPerson, ComplaintRule
from handbook.complaints.pages import ComplaintPage as ComplaintPage
from handbook.complaints.pages import Entry, Identity, NamedRule
from handbook.complaints.pages import NoticeLine as NoticeLine
from handbook.complaints.policy import Parties, Sight, has_oversight, may_see_rules, sight_of
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.ledger.models import Leaf
from handbook.people.models import Employee, Placement
from handbook.people.queries import names, on_day
from handbook.permissions import Permission
from handbook.rules.models import RuleText
from handbook.rules.queries import text_in_force


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return `policy.sight_of` as a condition on Complaint: true where the actor sees anything of it."""
    me = actor.employee_id
    named = select(ComplaintPerson.complaint_id).where(
        ComplaintPerson.complaint_id == Complaint.id, ComplaintPerson.employee_id == me
    )
    handles = Complaint.handler_id == me if actor.may(Permission.COMPLAINT_READ) else false()
    reach = true() if has_oversight(actor) else or_(Complaint.filed_by == me, handles)
    return and_(reach, ~named.exists())


def parties_of(complaint: Complaint) -> Parties:
    """Return the people of a complaint (one query)."""
    named = db.session.scalars(
        select(ComplaintPerson.employee_id).where(ComplaintPerson.complaint_id == complaint.id)
    ).all()
    return Parties(complaint.filed_by, complaint.handler_id, frozenset(named))


def complaint_for(actor: Actor, complaint_id: str) -> ComplaintPage:
    """Return a complaint as far as the actor may see it; raise NotFound, the same for a foreign and a missing one."""
    row = db.session.execute(
        select(Complaint, Location.name)
        .join(Location, Location.id == Complaint.location_id)
        .where(Complaint.id == complaint_id, visible_to(actor))
    ).first()
    if row is None:
        raise not_found()
    complaint, location = row
    parties = parties_of(complaint)
    sight = sight_of(actor, parties)
    if sight is None:
        raise not_found()
    return _page(actor, complaint, location, parties, sight)


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
        select(ComplaintIdentity.name, ComplaintIdentity.contact).where(ComplaintIdentity.complaint_id == complaint_id)
    ).first()
    if page.sight is not Sight.WHOLE or row is None:
        raise not_found()
    return Identity(row.name, row.contact)


def find_by_key(actor: Actor, idempotency_key: str) -> str | None:
    """Return the complaint that this form of this person has already filed, or None."""
    same = (Complaint.idempotency_key == idempotency_key, Complaint.filed_by == actor.employee_id)
    return db.session.scalar(select(Complaint.id).where(*same))


def notice_lines(actor: Actor, page: ComplaintPage, as_of: date | None, language: str) -> list[NoticeLine]:
    """Answer "was this rule notified on that day?" for each rule and person named (empty without the whole sight).

    Of the incident's day the very moment counts; of another day (`as_of`) its end at the location. What was agreed with
    a person is left out where the reader may not know of it.
    """
    if page.happened_at is None:
        return []
    pairs = [
        (rule.rule_id, employee_id)
        for rule in page.rules
        for employee_id in page.people
        if rule.employee_id in (None, employee_id)
    ]
    readable = readable_people(actor, page.people)
    lines = [
        (who, notice_line(rule_id, who, page.people[who], page.happened_at, page.filed_at, page.zone, language, as_of))
        for rule_id, who in pairs
    ]
    return [line if who in readable else line.without_agreed() for who, line in lines]


def notice_line(
    rule_id: str,
    employee_id: str,
    person: str,
    happened_at: datetime,
    discovered_at: datetime,
    zone: str,
    language: str,
    as_of: date | None = None,
) -> NoticeLine:
    """Return the answer for one rule and one person on the day of the incident, or on another day.

    The text in force comes in the language that the person signed, or in the reader's `language`.
    """
    happened = clock.local(happened_at, zone)
    asked = happened if as_of is None or as_of == happened.date() else _end_of(as_of, happened)
    notice = notice_of(rule_id, employee_id, asked)
    text = text_in_force(rule_id, asked.date(), notice.language or language)
    return NoticeLine(notice, person, happened, clock.local(discovered_at, zone), asked, zone, text)


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


def not_found() -> NotFound:
    """Return the one answer for a complaint that is not there and for one that the actor may not see."""
    return NotFound(_("There is no such complaint, or it is not yours to see."))


def _page(actor: Actor, complaint: Complaint, location: str, parties: Parties, sight: Sight) -> ComplaintPage:
    entries = _entries(complaint, parties, sight)
    received = next((entry for entry in entries if entry.kind is EntryKind.RECEIVED), None)
    local = clock.local(complaint.happened_at, complaint.zone)
    whole, tells = sight is Sight.WHOLE, sight is not Sight.OUTLINE
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
        happened_at=local if tells else None,
        place=complaint.place if tells else "",
        words=received.words if received else "",
        handler=names([parties.handler_id]).get(parties.handler_id) if parties.handler_id else None,
        entries=entries,
        rules=_named_rules(complaint.id) if may_see_rules(actor, sight) else (),
        people=names(sorted(parties.named)) if whole else {},
        has_identity=whole and _has_identity(complaint.id),
        row_version=complaint.row_version,
    )


def _entries(complaint: Complaint, parties: Parties, sight: Sight) -> tuple[Entry, ...]:
    """Return the entries in the order of the ledger: all for the handler, the filer's own for the filer, else none."""
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
        query = query.where(ComplaintEntry.by_id == parties.filed_by)
    rows = db.session.execute(query).all()
    return tuple(_entry(row, complaint.zone) for row in rows)


def _entry(row: Row[ComplaintEntry, str, int], zone: str) -> Entry:
    entry, person, position = row
    kind, at = EntryKind(entry.kind), clock.local(entry.recorded_at, zone)
    return Entry(kind, at, entry.by_name, entry.words, entry.rule_id, person, position)


def _named_rules(complaint_id: str) -> tuple[NamedRule, ...]:
    query = select(ComplaintRule).where(ComplaintRule.complaint_id == complaint_id).order_by(ComplaintRule.rule_id)
    return tuple(NamedRule(row.rule_id, row.employee_id) for row in db.session.scalars(query))


def _has_identity(complaint_id: str) -> bool:
    query = select(ComplaintIdentity.id).where(ComplaintIdentity.complaint_id == complaint_id).limit(1)
    return db.session.scalar(query) is not None


def _end_of(day: date, like: datetime) -> datetime:
    return like.replace(year=day.year, month=day.month, day=day.day, hour=23, minute=59, second=59, microsecond=999000)
