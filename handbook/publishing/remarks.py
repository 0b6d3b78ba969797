"""What staff say about the draft and what HR answers: names are for HR and for the author alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, NotFound, Refused
from handbook.core.pagination import Paged
from handbook.core.transaction import session_of_transaction
from handbook.people.models import Employee
from handbook.permissions import Permission
from handbook.publishing import consulting
from handbook.publishing.models import Consultation, DraftRemark

PAGE = 20
MOST_OWN = 50


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A remark with who said it."""

    id: str
    rule_id: str | None
    language: str
    words: str
    said_at: datetime
    name: str
    answer: str
    answered_at: datetime | None
    row_version: int


@dataclass(frozen=True, slots=True)
class RemarkPage(Paged):
    """One page of the remarks, those without an answer first, then the newest."""

    size = PAGE
    lines: Sequence[RemarkLine]
    total: int
    page: int


def remarks_on_draft(page: int, *, only_open: bool) -> RemarkPage:
    """Return one page of what staff said about the draft, for HR (two queries)."""
    query = (
        select(DraftRemark, Employee.name)
        .join(Consultation, Consultation.id == DraftRemark.consultation_id)
        .join(Employee, Employee.id == DraftRemark.said_by)
        .where(Consultation.edition_id.is_(None))
    )
    if only_open:
        query = query.where(DraftRemark.answered_at.is_(None))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = (DraftRemark.answered_at.is_not(None), DraftRemark.said_at.desc(), DraftRemark.id)
    rows = db.session.execute(query.order_by(*order).limit(PAGE).offset((page - 1) * PAGE))
    return RemarkPage([_line(row, name) for row, name in rows], total, page)


def own_remarks(actor: Actor) -> list[RemarkLine]:
    """Return what the actor has said about drafts, with the answers, the newest first (one query)."""
    query = select(DraftRemark).where(DraftRemark.said_by == actor.employee_id)
    rows = db.session.scalars(query.order_by(DraftRemark.said_at.desc(), DraftRemark.id).limit(MOST_OWN))
    return [_line(row, actor.name) for row in rows]


def remark(actor: Actor, rule_id: str | None, language: str, words: str, today: date) -> str:
    """Keep what the actor says about the draft, or about one rule of it; return its id (inside a transaction).

    `today` is the day at the actor's place. The same words about the same thing are kept once. Raises Conflict where no
    remarks are taken any more.
    """
    about = consulting.find_open(today)
    if about is None:
        raise Conflict(_("No remarks are taken any more. Talk to HR, or send a suggestion at any time."))
    session = session_of_transaction()
    same = (DraftRemark.consultation_id == about.id, DraftRemark.said_by == actor.employee_id)
    earlier = session.scalar(
        select(DraftRemark.id).where(*same, DraftRemark.rule_id == rule_id, DraftRemark.words == words).limit(1)
    )
    if earlier is not None:
        return earlier
    row = DraftRemark(
        id=new_id(),
        consultation_id=about.id,
        rule_id=rule_id,
        language=language,
        words=words,
        said_by=actor.employee_id,
    )
    session.add(row)
    session.flush()
    return row.id


def answer(actor: Actor, remark_id: str, words: str, row_version: int) -> None:
    """Answer a remark, or say the answer better while the draft is one (inside a transaction).

    Raises NotFound where there is no such remark about the draft, Conflict where somebody has answered meanwhile.
    """
    if not actor.may(Permission.DRAFT_EDIT):
        raise Refused(_("HR answers remarks about the draft."))
    query = (
        select(DraftRemark)
        .join(Consultation, Consultation.id == DraftRemark.consultation_id)
        .where(DraftRemark.id == remark_id, Consultation.edition_id.is_(None))
    )
    row = session_of_transaction().scalar(query.with_for_update(of=DraftRemark))
    if row is None:
        raise NotFound(_("There is no such remark about the draft."))
    if row.row_version != row_version:
        raise Conflict(_("Somebody else has answered this remark meanwhile. Their answer is shown below."))
    row.answer, row.answered_by, row.answered_at = words, actor.employee_id, clock.now()
    row.row_version += 1
    session_of_transaction().flush()


def require_remark(remark_id: str) -> None:
    """Raise NotFound where there is no such remark about the draft (one query)."""
    query = select(DraftRemark.id).join(Consultation, Consultation.id == DraftRemark.consultation_id)
    if db.session.scalar(query.where(DraftRemark.id == remark_id, Consultation.edition_id.is_(None))) is None:
        raise NotFound(_("There is no such remark about the draft."))


def _line(row: DraftRemark, name: str) -> RemarkLine:
    return RemarkLine(
        row.id,
        row.rule_id,
        row.language,
        row.words,
        row.said_at,
        name,
        row.answer,
        row.answered_at,
        row.row_version,
    )
