"""Reading cases: each SELECT with the policy as a row filter and on the object."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from handbook.complaints.models import Complaint, ComplaintPerson
from handbook.complaints.queries import ComplaintPage, notice_line
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.corrective_actions.cases import policy
from handbook.corrective_actions.cases.gates import act_by
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.models import Case, CaseOpened, CasePart
from handbook.corrective_actions.cases.pages import CasePage, OpenCase, PartsPage
from handbook.corrective_actions.cases.parts import WORKING, Part
from handbook.corrective_actions.cases.policy import CaseParties
from handbook.corrective_actions.cases.small_firm import Workplace, one_may_do_both_at, workplace_of
from handbook.corrective_actions.ladders.ladder import Ladder
from handbook.corrective_actions.ladders.queries import ladder_on
from handbook.people.models import Account, Employee, Placement, RoleGrant
from handbook.people.queries import names, on_day, records_of, same_people
from handbook.permissions import GRANTS, Permission, Role

# Of 20,000 cases few are not over: named by what they are, an index finds them.
is_open = Case.state.in_([state.value for state in CaseState if state is not CaseState.CLOSED])


def concerns(actor: Actor) -> ColumnElement[bool]:
    """Return `policy.is_concerned` as a condition on Case: it is about the actor, by whichever of their records.

    Who has a second record learns nothing of a case about it. Three queries, once a page.
    """
    mine = records_of(actor.employee_id)
    named = select(ComplaintPerson.complaint_id).where(ComplaintPerson.employee_id.in_(mine))
    return or_(Case.subject_id.in_(mine), Case.complaint_id.in_(named))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return `policy.may_read_case` as a condition on Case, for an actor who came through the door CASE_READ."""
    # Asked for each case that is looked at: a list of all their cases is long for whoever has had many.
    works = select(CasePart.id).where(CasePart.case_id == Case.id, *works_on(actor))
    return and_(works.exists(), ~concerns(actor))


def works_on(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on CasePart that the actor has a part that opens the case."""
    return CasePart.employee_id == actor.employee_id, CasePart.part.in_(WORKING), CasePart.until_at.is_(None)


def case_for(actor: Actor, case_id: str, language: str) -> CasePage:
    """Return a case to those who work on it; raise NotFound, the same for a foreign and a missing one.

    `language` is that of the reader, for the text of the rule.
    """
    return opened_case(may_open(actor, case_id), language)


def may_open(actor: Actor, case_id: str) -> OpenCase:
    """Return the people of a case that opens to the actor, without what is in it; raise NotFound as `case_for` does."""
    query = _named(Case).join(Case, Case.complaint_id == Complaint.id)
    rows = db.session.execute(query.where(Case.id == case_id)).all()
    if not rows:
        raise not_found()
    case: Case = rows[0].Case
    work = workplace_of(case.subject_id, rows[0].zone)
    parties = _parties(case, rows, work)
    if not policy.may_read_case(actor, parties):
        raise not_found()
    return OpenCase(case.id, parties, work, case.subject_id if case.told_at else None)


def opened_case(opens: OpenCase, language: str) -> CasePage:
    """Return a case to whom `may_open` has let in, also after the reading was written down."""
    case, opened, complaint = db.session.execute(
        select(Case, CaseOpened, Complaint)
        .join(CaseOpened, CaseOpened.case_id == Case.id)
        .join(Complaint, Complaint.id == Case.complaint_id)
        .where(Case.id == opens.id)
    ).one()
    parties, work = opens.parties, opens.work
    people = names([case.subject_id, case.investigator_id, case.decider_id, *parties.ever_ids])
    subject = people[case.subject_id]
    line = notice_line(
        case.rule_id,
        case.subject_id,
        subject,
        opened.happened_at,
        opened.discovered_at,
        opened.zone,
        language,
        time_known=opened.happened_time_known,
    )
    return CasePage(
        id=case.id,
        reference=case.reference,
        complaint_reference=complaint.reference,
        subject=subject,
        parties=parties,
        opened=opened,
        opened_at=case.opened_at,
        names=people,
        line=line,
        head=case,
        today=work.today,
        act_by=act_by(opened, ladder_of_matter(work, complaint)),
    )


def ladder_of_matter(work: Workplace, complaint: Complaint) -> Ladder:
    """Return the ladder by which a matter is limited: that of the workplace, of somebody who has left of the place."""
    return work.ladder if work.location_id else ladder_on(work.today, complaint.location_id)


def parts_for(actor: Actor, case_id: str) -> PartsPage:
    """Return who has which part and who could take it over; raise NotFound where the actor may not see that."""
    case = db.session.get(Case, case_id)
    parties = parties_of(case) if case else None
    if case is None or parties is None or not may_see_parts(actor, parties):
        raise not_found()
    return PartsPage(
        id=case.id,
        reference=case.reference,
        row_version=case.row_version,
        names=names([case.investigator_id, case.decider_id]),
        investigator_id=case.investigator_id,
        decider_id=case.decider_id,
        vacant=vacant(parties),
        finders=investigators(parties),
        deciders=deciders(parties),
        opens=policy.may_read_case(actor, parties),
        is_small=parties.is_small,
    )


def find_working(actor: Actor, case_id: str) -> Case | None:
    """Return the head of a case to those who work on it, else None."""
    try:
        return working_case(actor, case_id)[0]
    except NotFound:
        return None


def working_case(actor: Actor, case_id: str) -> tuple[Case, CaseParties]:
    """Return the head and the people of a case to those who work on it; raise NotFound."""
    case = db.session.get(Case, case_id)
    parties = parties_of(case) if case else None
    if case is None or parties is None or not policy.may_read_case(actor, parties):
        raise not_found()
    return case, parties


def parties_of(case: Case) -> CaseParties:
    """Return the people of a case (six queries, and what `same_people` asks beyond its first two).

    Whoever is concerned, or had a part that bars another, stands there with every record of the same human.
    """
    rows = db.session.execute(_named().where(Complaint.id == case.complaint_id)).all()
    return _parties(case, rows, workplace_of(case.subject_id, rows[0].zone))


def _named(*more: type[Case]) -> Select[*tuple[Any, ...]]:
    """Return the SELECT of who filed a complaint and, a row each, whom it names; with the case, where asked."""
    query = select(*more, Complaint.filed_by, Complaint.zone, ComplaintPerson.employee_id).select_from(Complaint)
    return query.join(ComplaintPerson, ComplaintPerson.complaint_id == Complaint.id, isouter=True)


def _parties(case: Case, rows: Sequence[Row[*tuple[Any, ...]]], work: Workplace) -> CaseParties:
    parts = db.session.scalars(select(CasePart).where(CasePart.case_id == case.id)).all()
    witnesses = {one.employee_id for one in parts if one.part == Part.WITNESS}
    named = {case.subject_id, *witnesses, *(row.employee_id for row in rows if row.employee_id)}
    found_out = {one.employee_id for one in parts if one.part == Part.INVESTIGATOR}
    decided = {one.employee_id for one in parts if one.part == Part.DECIDER}
    filer_id = rows[0].filed_by
    kin = same_people({*named, *found_out, *decided, case.decider_id, *filter(None, [filer_id])})
    return CaseParties(
        subject_id=case.subject_id,
        investigator_id=case.investigator_id,
        decider_id=case.decider_id,
        filer_id=filer_id,
        working_ids=frozenset(one.employee_id for one in parts if one.until_at is None and one.part in WORKING),
        ever_ids=frozenset(one.employee_id for one in parts),
        named_ids=frozenset().union(*(kin[one] for one in named)),
        found_out_ids=frozenset().union(*(kin[one] for one in found_out)),
        decided_ids=frozenset().union(*(kin[one] for one in decided)),
        decider_ids=kin[case.decider_id],
        filer_ids=kin[filer_id] if filer_id else frozenset(),
        is_small=work.one_may_do_both,
    )


def may_see_parts(actor: Actor, parties: CaseParties) -> bool:
    """Tell whether the page opens on which parts are given: to who works on the case, or to HR where a part is vacant.

    HR then sees the number of the case and who had which part, and nothing else of it.
    """
    return policy.may_read_case(actor, parties) or (policy.may_assign(actor, parties) and bool(vacant(parties)))


def vacant(parties: CaseParties) -> tuple[Part, ...]:
    """Return the parts whose holder can no longer act: the role has ended, the person has left, or may not (by now).

    Two queries.
    """
    asked = {Part.INVESTIGATOR: Permission.CASE_OPEN, Part.DECIDER: Permission.STEP_PROPOSE}
    able = {part: people_who_may(permission) for part, permission in asked.items()}
    finder, decider = parties.investigator_id, parties.decider_id
    stays = {
        Part.INVESTIGATOR: finder in able[Part.INVESTIGATOR] and policy.can_look_into(finder, parties),
        Part.DECIDER: decider in able[Part.DECIDER] and policy.can_decide(decider, parties),
    }
    return tuple(part for part, can_stay in stays.items() if not can_stay)


def humans(employee_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return by id all records that are the same human."""
    return same_people(employee_ids)


def investigators(case: CaseParties) -> dict[str, str]:
    """Return by id the names of those who may look into this case."""
    return _able(Permission.CASE_OPEN, case, Part.INVESTIGATOR)


def deciders(case: CaseParties) -> dict[str, str]:
    """Return by id the names of those who may decide this case."""
    return _able(Permission.STEP_PROPOSE, case, Part.DECIDER)


def deciders_of_complaint(actor: Actor, complaint: ComplaintPage) -> dict[str, str]:
    """Return by id the names of those who could decide a case that the actor opens from this complaint."""
    parties = complaint.parties
    is_small = one_may_do_both_at(complaint.location_id, complaint.zone)
    return deciders(
        CaseParties("", actor.employee_id, "", parties.filed_by, named_ids=parties.named, is_small=is_small)
    )


def not_found() -> NotFound:
    """Return the one answer for what is not there and for what the actor may not see."""
    return NotFound(_("There is nothing here that you may see."))


def people_who_may(permission: Permission) -> dict[str, str]:
    """Return by id the names of those whose roles grant this today, by name."""
    query = select(Employee.id, Employee.name).where(Employee.id.in_(ids_of_who_may(permission)))
    return {row.id: row.name for row in db.session.execute(query.order_by(Employee.name))}


def ids_of_who_may(permission: Permission) -> Select[str]:
    """Return the SELECT of the ids of those whose roles grant this today."""
    roles = [role.value for role, granted in GRANTS.items() if permission in granted]
    return (
        select(Employee.id)
        .join(Account, Account.employee_id == Employee.id)
        .join(RoleGrant, and_(RoleGrant.account_id == Account.id, on_day(RoleGrant, clock.now().date())))
        .where(RoleGrant.role.in_(roles), Account.disabled_at.is_(None), or_(_is_at_work(), _is_guest()))
    )


def _able(permission: Permission, case: CaseParties, part: Part) -> dict[str, str]:
    able = people_who_may(permission)
    same = humans(able)
    return {person: name for person, name in able.items() if policy.why_not(same[person], case, part) is None}


def _is_at_work() -> ColumnElement[bool]:
    placed = select(Placement.id).where(Placement.employee_id == Employee.id, on_day(Placement, clock.now().date()))
    return placed.exists()


def _is_guest() -> ColumnElement[bool]:
    return RoleGrant.role == Role.GUEST.value
