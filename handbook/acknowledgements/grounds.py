"""What makes a rule notified to a person before a moment: a signature that counts, or an outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, select

from handbook.acknowledgements.kinds import ANSWERS
from handbook.acknowledgements.models import Acknowledgement, Outcome, SectionRead
from handbook.acknowledgements.standing import is_disputed, stands
from handbook.core.db import db
from handbook.documents.models import SealedDocument
from handbook.rules.models import EditionPage, EditionText

DISPUTED, SET_ASIDE = "disputed", "set aside"
Given = type[Acknowledgement] | type[Outcome]


@dataclass(frozen=True, slots=True)
class Signatures:
    """The newest signature that counts, and why a newer or only one does not: disputed, set aside, or nothing."""

    counts: Row[*tuple[Any, ...]] | None
    doubt: str


def signatures_before(
    rule_id: str, employee_id: str, editions: Sequence[str], at: datetime, known_at: datetime | None = None
) -> Signatures:
    """Return what the person signed before a moment under editions with this very text (one query).

    Whether a signature counts is asked as it is known now, or as it was known at a moment: one that was set aside never
    was the person's, but until somebody found so, nobody knew.
    """
    columns = (Acknowledgement.id, Acknowledgement.recorded_at, Acknowledgement.shown_at, Acknowledgement.language)
    query = (
        _shown(Acknowledgement, rule_id, employee_id, editions)
        .add_columns(*columns, SealedDocument.id.label("document_id"))
        .add_columns(stands(known_at).label("stands"), is_disputed(known_at).label("disputed"))
        .join(SealedDocument, SealedDocument.record_id == Acknowledgement.id, isouter=True)
        .where(Acknowledgement.recorded_at <= (at if known_at is None else min(at, known_at)))
        .order_by(Acknowledgement.recorded_at.desc())
    )
    rows = [row for row in db.session.execute(query) if rule_id in row.rule_ids]
    counts = next((row for row in rows if row.stands and not row.disputed), None)
    if not rows or rows[0] is counts:
        return Signatures(counts, "")
    return Signatures(counts, DISPUTED if rows[0].stands else SET_ASIDE)


def outcome_before(
    rule_id: str, employee_id: str, editions: Sequence[str], at: datetime, known_at: datetime | None = None
) -> Row[*tuple[Any, ...]] | None:
    """Return the newest outcome before a moment by which the person was shown or handed this very text (one query).

    What somebody handed over counts from when it happened; that it was written down later is said beside it, and before
    that it was not known.
    """
    columns = (Outcome.id, Outcome.kind, Outcome.happened_at, Outcome.recorded_at, Outcome.language)
    query = (
        _shown(Outcome, rule_id, employee_id, editions)
        .add_columns(*columns, Outcome.by_name, Outcome.witness_name)
        .where(Outcome.kind.in_([kind.value for kind in ANSWERS]), Outcome.happened_at <= at)
        .order_by(Outcome.happened_at.desc(), Outcome.recorded_at.desc())
    )
    if known_at is not None:
        query = query.where(Outcome.recorded_at <= known_at)
    return next((row for row in db.session.execute(query) if rule_id in row.rule_ids), None)


def _shown(given: Given, rule_id: str, employee_id: str, editions: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Return the SELECT of what a person gave or got, with what the pages of those editions showed of the rule."""
    page = _same(EditionPage, given, EditionPage.profile == given.profile)
    text = _same(EditionText, given, EditionText.rule_id == rule_id)
    read = _same(SectionRead, given, and_(SectionRead.employee_id == given.employee_id, SectionRead.rule_id == rule_id))
    return (
        select(EditionText.lags, SectionRead.read_at, EditionPage.rule_ids)
        .select_from(given)
        .join(EditionPage, page)
        .join(EditionText, text)
        .join(SectionRead, read, isouter=True)
        .where(given.employee_id == employee_id, given.edition_id.in_(editions))
    )


def _same(table: Any, given: Given, more: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(table.edition_id == given.edition_id, table.language == given.language, more)
