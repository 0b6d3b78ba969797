"""Reading rounds, signatures and notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.acknowledgements.board_news import board_news_for as board_news_for
from handbook.acknowledgements.models import Acknowledgement
from handbook.acknowledgements.notice import NOT_NOTIFIED, SIGNED, Notice, notice_of
from handbook.acknowledgements.own_answer import OwnAnswer as OwnAnswer
from handbook.acknowledgements.own_answer import find_own_answer as find_own_answer
from handbook.acknowledgements.standing import is_disputed, stands
from handbook.acknowledgements.timeline import TIMELINE as TIMELINE
from handbook.acknowledgements.timeline import timeline as timeline
from handbook.acknowledgements.waiting import News as News
from handbook.acknowledgements.waiting import asked_until
from handbook.acknowledgements.waiting import news_of as news_of
from handbook.acknowledgements.waiting import waiting_for as waiting_for
from handbook.acknowledgements.wording import due_words as due_words
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.documents.models import SealedDocument
from handbook.ledger.appending import position_of
from handbook.people.models import Employee
from handbook.people.queries import Placed, placed_today
from handbook.rules import queries as rules
from handbook.rules.models import Edition
from handbook.rules.queries import EditionRow, PageRow

__all__ = ["NOT_NOTIFIED", "SIGNED", "Notice", "is_disputed", "notice_of", "position_of", "stands"]


@dataclass(frozen=True, slots=True)
class SignatureContext:
    """What a person would sign now: the newest edition as their job and language show it."""

    person: Placed
    edition: EditionRow
    page: PageRow
    rule_ids: Sequence[str]
    lags: bool


def signature_context(actor: Actor, language: str) -> SignatureContext:
    """Return what the actor would sign now; raise NotFound where nothing is published or the person works nowhere."""
    edition = rules.newest_edition()
    if edition is None:
        raise NotFound(_("No handbook is published yet. HR publishes the first edition."))
    person = placed_today(actor.employee_id)
    page = rules.page(edition.id, person.profile, language)
    return SignatureContext(person, edition, page, page.rule_ids, page.lags)


def find_acknowledgement(edition_id: str, employee_id: str) -> str | None:
    """Return the id of this person's signature under this edition, or None; one that was set aside does not count."""
    mine = (Acknowledgement.edition_id == edition_id, Acknowledgement.employee_id == employee_id, stands())
    return db.session.scalar(select(Acknowledgement.id).where(*mine).limit(1))


def find_by_key(idempotency_key: str) -> str | None:
    """Return the id of the signature that the form with this key gave, or None."""
    return db.session.scalar(select(Acknowledgement.id).where(Acknowledgement.idempotency_key == idempotency_key))


def find_invitation_deadline(edition_id: str, employee_id: str) -> date | None:
    """Return until when this person is asked to sign this edition: the own day before that of the round, or None."""
    return db.session.scalar(asked_until(edition_id, employee_id))


def acknowledgement_for(actor: Actor, acknowledgement_id: str) -> Acknowledgement:
    """Return a signature of the actor; raise NotFound for anybody else's."""
    mine = (Acknowledgement.id == acknowledgement_id, Acknowledgement.employee_id == actor.employee_id)
    found = db.session.scalar(select(Acknowledgement).where(*mine))
    if found is None:
        raise NotFound(_("There is no such receipt."))
    return found


def receipt_to_mail(acknowledgement_id: str) -> tuple[Acknowledgement, int, str] | None:
    """Return a signature, the number of its edition and the signer's mail address; None where none is on file."""
    query = (
        select(Acknowledgement, Edition.number, Employee.email)
        .join(Edition, Edition.id == Acknowledgement.edition_id)
        .join(Employee, Employee.id == Acknowledgement.employee_id)
        .where(Acknowledgement.id == acknowledgement_id, Employee.email.is_not(None))
    )
    row = db.session.execute(query).first()
    return (row[0], row[1], row[2] or "") if row and row[2] else None


def signed_on(edition: int, employee_id: str) -> tuple[datetime, str] | None:
    """Return when and in which time zone a person signed the edition of this number, or None."""
    query = (
        select(Acknowledgement.recorded_at, Acknowledgement.zone)
        .join(Edition, Edition.id == Acknowledgement.edition_id)
        .where(Edition.number == edition, Acknowledgement.employee_id == employee_id, stands())
    )
    row = db.session.execute(query.order_by(Acknowledgement.recorded_at.desc()).limit(1)).first()
    return (row.recorded_at, row.zone) if row else None


def find_signer(acknowledgement_id: str) -> str | None:
    """Return the id of the person who gave this signature, or None."""
    return db.session.scalar(select(Acknowledgement.employee_id).where(Acknowledgement.id == acknowledgement_id))


def unsealed(first: str, most: int) -> Sequence[Acknowledgement]:
    """Return signatures without a sealed document, `first` (an id) in front, then the oldest."""
    query = (
        select(Acknowledgement)
        .join(SealedDocument, SealedDocument.record_id == Acknowledgement.id, isouter=True)
        .where(SealedDocument.id.is_(None))
        .order_by(Acknowledgement.id != first, Acknowledgement.recorded_at, Acknowledgement.id)
    )
    return db.session.scalars(query.limit(most)).all()
