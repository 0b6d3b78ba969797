"""Reading rounds, signatures and notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, func, literal, select

from handbook.acknowledgements.models import Acknowledgement, Invitation, SigningRound
from handbook.acknowledgements.notice import NOT_NOTIFIED, SIGNED, Notice, notice_of
from handbook.acknowledgements.standing import stands
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.moments import moment_words
from handbook.core.timeline import TimelineEntry
from handbook.documents.models import SealedDocument
from handbook.ledger.appending import position_of
from handbook.people import queries as people
from handbook.people.models import Employee
from handbook.people.queries import Placed
from handbook.rules import queries as rules
from handbook.rules.models import Edition
from handbook.rules.queries import EditionRow, PageRow

__all__ = ["NOT_NOTIFIED", "SIGNED", "Notice", "notice_of", "position_of"]


@dataclass(frozen=True, slots=True)
class SignatureContext:
    """What a person would sign now: the newest edition as their job and language show it."""

    person: Placed
    edition: EditionRow
    page: PageRow
    rule_ids: Sequence[str]
    lags: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as lists show it."""

    id: str
    employee_id: str
    staff_number: str
    name: str
    latin_name: str
    job: str
    location: str
    language: str
    receipt: str
    recorded_at: datetime


def signature_context(actor: Actor, language: str) -> SignatureContext:
    """Return what the actor would sign now; raise NotFound where nothing is published or the person works nowhere."""
    edition = rules.newest_edition()
    if edition is None:
        raise NotFound(_("No handbook is published yet. HR publishes the first edition."))
    person = people.placed(actor.employee_id, clock.now().date())
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
    """Return until when this person is asked to sign this edition, or None where nobody asked."""
    query = (
        select(SigningRound.deadline_on)
        .join(Invitation, Invitation.round_id == SigningRound.id)
        .where(SigningRound.edition_id == edition_id, Invitation.employee_id == employee_id)
    )
    return db.session.scalar(query.order_by(SigningRound.opened_at.desc()).limit(1))


def acknowledgement_for(actor: Actor, acknowledgement_id: str) -> Acknowledgement:
    """Return a signature of the actor; raise NotFound for anybody else's."""
    mine = (Acknowledgement.id == acknowledgement_id, Acknowledgement.employee_id == actor.employee_id)
    found = db.session.scalar(select(Acknowledgement).where(*mine))
    if found is None:
        raise NotFound(_("There is no such receipt."))
    return found


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


def newest_signed(employee_ids: Sequence[str]) -> dict[str, int]:
    """Return the number of the newest edition that each of these people has signed (one query)."""
    query = (
        select(Acknowledgement.employee_id, func.max(Edition.number).label("number"))
        .join(Edition, Edition.id == Acknowledgement.edition_id)
        .where(Acknowledgement.employee_id.in_(list(employee_ids)), stands())
        .group_by(Acknowledgement.employee_id)
    )
    return {row.employee_id: row.number for row in db.session.execute(query)}


def states(edition: EditionRow, employee_ids: Sequence[str]) -> dict[str, str]:
    """Return how far each of these people is with an edition: signed, opened or invited (two queries)."""
    signed, begun = newest_signed(employee_ids), opened(edition.id, employee_ids)
    return {
        each: "signed" if signed.get(each) == edition.number else "opened" if each in begun else "invited"
        for each in employee_ids
    }


def opened(edition_id: str, employee_ids: Sequence[str]) -> frozenset[str]:
    """Return who of these people has begun to read this edition (one query)."""
    query = (
        select(Invitation.employee_id)
        .join(SigningRound, SigningRound.id == Invitation.round_id)
        .where(SigningRound.edition_id == edition_id, Invitation.opened_at.is_not(None))
        .where(Invitation.employee_id.in_(list(employee_ids)))
    )
    return frozenset(db.session.scalars(query))


def signed_of(edition_id: str) -> list[Signed]:
    """Return every signature under an edition by staff number (one query)."""
    columns: tuple[Any, ...] = (
        Acknowledgement.id,
        Acknowledgement.employee_id,
        Acknowledgement.staff_number,
        Acknowledgement.name,
        Employee.latin_name,
        Acknowledgement.job,
        Acknowledgement.location,
        Acknowledgement.language,
        Acknowledgement.receipt,
        Acknowledgement.recorded_at,
    )
    query = select(*columns).join(Employee, Employee.id == Acknowledgement.employee_id)
    query = query.where(Acknowledgement.edition_id == edition_id).order_by(Acknowledgement.staff_number)
    return [Signed(*row) for row in db.session.execute(query)]


def timeline(employee_id: str, actor: Actor) -> Select[datetime, str, str, str]:
    """Return the SELECT of this room's lines of a work file: (at, kind, id, folder)."""
    del actor  # signatures are for everybody who may open the file
    return select(
        Acknowledgement.recorded_at.label("at"),
        literal("acknowledgement").label("kind"),
        Acknowledgement.id.label("id"),
        literal("personnel").label("folder"),
    ).where(Acknowledgement.employee_id == employee_id)


def timeline_entries(ids: list[str]) -> dict[str, TimelineEntry]:
    """Load the lines of these signatures (one query)."""
    columns = (Acknowledgement.id, Acknowledgement.recorded_at, Acknowledgement.zone, Acknowledgement.receipt)
    query = select(*columns, Edition.number).join(Edition, Edition.id == Acknowledgement.edition_id)
    rows = db.session.execute(query.where(Acknowledgement.id.in_(ids)))
    return {
        row.id: TimelineEntry(
            state="signed",
            title=_("Signed the handbook, edition %(number)s", number=row.number),
            at=row.recorded_at,
            when=moment_words(row.recorded_at, row.zone),
            url=url_for("acknowledgements.show_paper", acknowledgement_id=row.id),
            fine=_("Receipt %(code)s", code=row.receipt),
        )
        for row in rows
    }


TIMELINE = {"acknowledgement": timeline_entries}
