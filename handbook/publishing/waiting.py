"""What of the draft waits for somebody: changes to confirm, remarks to answer, the invitation to remark."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, exists, func, select

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.permissions import Permission
from handbook.publishing import reviewing
from handbook.publishing.models import ChangeKind, Consultation, DraftRemark, EditorialConfirmation
from handbook.rules.beside import EDITORIAL
from handbook.rules.models import DraftText, DraftWriter, Edition


@dataclass(frozen=True, slots=True)
class DraftNews:
    """How many changes the actor may have to confirm, how many remarks to answer, until when they may remark.

    `to_review`: how many rules they look after whose day of review is past or near.
    """

    to_confirm: int = 0
    to_answer: int = 0
    remark_until: date | None = None
    to_review: int = 0


def news_for(actor: Actor, today: date) -> DraftNews:
    """Return what of the draft waits for the actor; `today` is the day at their place (one query).

    Who has remarked already is not asked again. Whether a change waits is told by what was written down about it: who
    wrote its words learns on the page that another person has to confirm it.
    """
    row = db.session.execute(
        select(
            _to_confirm(actor).label("to_confirm"),
            _to_answer().label("to_answer"),
            _open_for(actor, today).label("until"),
            reviewing.count_for(actor, today).label("to_review"),
        )
    ).one()
    return DraftNews(
        row.to_confirm if actor.may(Permission.EDITORIAL_CONFIRM) else 0,
        row.to_answer if actor.may(Permission.DRAFT_EDIT) else 0,
        row.until if actor.may(Permission.DRAFT_REMARK) else None,
        row.to_review,
    )


def _to_confirm(actor: Actor) -> ScalarSelect[int]:
    confirmed = exists(
        select(EditorialConfirmation.id).where(
            EditorialConfirmation.rule_id == ChangeKind.rule_id,
            EditorialConfirmation.seen_sha256 == ChangeKind.seen_sha256,
            EditorialConfirmation.recorded_at >= ChangeKind.said_at,
        )
    )
    touched = exists(
        select(DraftText.id).where(DraftText.rule_id == ChangeKind.rule_id, DraftText.changed_at > ChangeKind.said_at)
    )
    last = select(func.coalesce(func.max(Edition.number), 0)).scalar_subquery()
    written = exists(
        select(DraftWriter.rule_id).where(
            DraftWriter.rule_id == ChangeKind.rule_id,
            DraftWriter.employee_id == actor.employee_id,
            DraftWriter.after_edition == last,
        )
    )
    mine = (ChangeKind.kind == EDITORIAL, ChangeKind.said_by != actor.employee_id, ~confirmed, ~touched, ~written)
    return select(func.count()).select_from(ChangeKind).where(*mine).scalar_subquery()


def _to_answer() -> ScalarSelect[int]:
    about = Consultation.id == DraftRemark.consultation_id
    waiting = (Consultation.edition_id.is_(None), DraftRemark.answered_at.is_(None))
    return select(func.count()).select_from(DraftRemark).join(Consultation, about).where(*waiting).scalar_subquery()


def _open_for(actor: Actor, today: date) -> ScalarSelect[date]:
    said = exists(
        select(DraftRemark.id).where(
            DraftRemark.consultation_id == Consultation.id, DraftRemark.said_by == actor.employee_id
        )
    )
    is_open = (Consultation.edition_id.is_(None), Consultation.closed_at.is_(None), Consultation.ends_on >= today)
    return select(func.max(Consultation.ends_on)).where(*is_open, ~said).scalar_subquery()
