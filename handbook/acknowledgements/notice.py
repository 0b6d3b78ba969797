"""Was this rule notified to this person on that day? The text in force, and the signature that came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, select

from handbook.acknowledgements.models import Acknowledgement, SectionRead
from handbook.core.db import db
from handbook.documents.models import SealedDocument
from handbook.people.queries import find_placed
from handbook.rules.models import Edition, EditionPage, EditionRule, EditionText, RuleText

SIGNED = "signed"
NOT_NOTIFIED = "not notified"


@dataclass(frozen=True, slots=True)
class Notice:
    """The answer, with the days that lead to it. `days_before` counts from the signature to the day asked for."""

    answer: str
    rule_id: str
    title: str
    at: datetime
    version: int | None = None
    edition_number: int | None = None
    language: str | None = None
    published_at: datetime | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    shown_at: datetime | None = None
    signed_at: datetime | None = None
    translation_lagged: bool = False
    acknowledgement_id: str | None = None
    document_id: str | None = None
    days_before: int | None = None


@dataclass(frozen=True, slots=True)
class _Version:
    """A stretch of editions that hold the same source text of a rule."""

    title: str
    version: int
    text_sha256: str
    editions: tuple[str, ...]
    edition_number: int
    published_at: datetime
    in_force_from: date
    in_force_until: date | None


def notice_of(rule_id: str, employee_id: str, at: datetime) -> Notice:
    """Answer for one rule, one person and one moment.

    The text in force is that of the newest edition effective on the local day of the person's location and published
    before that moment. It is notified where the person had signed, before that moment, any edition with word for word
    the same source text of the rule, shown to the person's profile.
    """
    person = find_placed(employee_id, at.date())
    zone = person.zone if person else "UTC"
    day = at.astimezone(ZoneInfo(zone)).date()
    version = _version_in_force(rule_id, day, at)
    if version is None:
        return Notice(NOT_NOTIFIED, rule_id, rule_id, at)
    told = {
        "rule_id": rule_id,
        "title": version.title,
        "at": at,
        "version": version.version,
        "edition_number": version.edition_number,
        "published_at": version.published_at,
        "in_force_from": version.in_force_from,
        "in_force_until": version.in_force_until,
    }
    signature = _signature_before(version, rule_id, employee_id, at)
    if signature is None:
        return Notice(answer=NOT_NOTIFIED, **told)  # type: ignore[arg-type]  # the keys are those of Notice
    signed_on = signature.recorded_at.astimezone(ZoneInfo(zone)).date()
    return Notice(
        answer=SIGNED,
        **told,  # type: ignore[arg-type]  # the keys are those of Notice
        language=signature.language,
        shown_at=signature.read_at or signature.shown_at,
        signed_at=signature.recorded_at,
        translation_lagged=signature.lags,
        acknowledgement_id=signature.id,
        document_id=signature.document_id,
        days_before=(day - signed_on).days,
    )


def _version_in_force(rule_id: str, day: date, at: datetime) -> _Version | None:
    """Walk the editions that hold the rule and return the stretch that contains the day (one query).

    An edition that counts from its day of publication counts from the moment of publication.
    """
    rows = db.session.execute(
        select(
            Edition.id,
            Edition.number,
            Edition.recorded_at,
            Edition.effective_on,
            EditionRule.change,
            RuleText.sha256,
            RuleText.version,
            RuleText.title,
        )
        .join(EditionRule, and_(EditionRule.edition_id == Edition.id, EditionRule.rule_id == rule_id), isouter=True)
        .join(
            EditionText,
            and_(
                EditionText.edition_id == Edition.id,
                EditionText.rule_id == rule_id,
                EditionText.language == Edition.source_language,
            ),
            isouter=True,
        )
        .join(RuleText, RuleText.sha256 == EditionText.text_sha256, isouter=True)
        .order_by(Edition.number)
    ).all()
    in_force = [number for number, row in enumerate(rows) if row.effective_on <= day and row.recorded_at <= at]
    here = in_force[-1] if in_force else None
    if here is None or rows[here].sha256 is None or rows[here].change == "removed":
        return None
    return _stretch(rows, here)


def _stretch(rows: Sequence[Row[*tuple[Any, ...]]], here: int) -> _Version:
    text = rows[here].sha256
    first = last = here
    while first > 0 and rows[first - 1].sha256 == text:
        first -= 1
    while last + 1 < len(rows) and rows[last + 1].sha256 == text:
        last += 1
    ends = rows[last + 1].effective_on - timedelta(days=1) if last + 1 < len(rows) else None
    return _Version(
        title=rows[here].title,
        version=rows[here].version,
        text_sha256=text,
        editions=tuple(row.id for row in rows if row.sha256 == text),
        edition_number=rows[here].number,
        published_at=rows[first].recorded_at,
        in_force_from=rows[first].effective_on,
        in_force_until=ends,
    )


def _signature_before(version: _Version, rule_id: str, employee_id: str, at: datetime) -> Row[*tuple[Any, ...]] | None:
    """Return the person's newest signature before this moment under an edition with this very text (one query)."""
    query = (
        select(
            Acknowledgement.id,
            Acknowledgement.recorded_at,
            Acknowledgement.shown_at,
            Acknowledgement.language,
            EditionText.lags,
            SectionRead.read_at,
            SealedDocument.id.label("document_id"),
            EditionPage.rule_ids,
        )
        .join(
            EditionPage,
            and_(
                EditionPage.edition_id == Acknowledgement.edition_id,
                EditionPage.profile == Acknowledgement.profile,
                EditionPage.language == Acknowledgement.language,
            ),
        )
        .join(
            EditionText,
            and_(
                EditionText.edition_id == Acknowledgement.edition_id,
                EditionText.rule_id == rule_id,
                EditionText.language == Acknowledgement.language,
            ),
        )
        .join(
            SectionRead,
            and_(
                SectionRead.employee_id == Acknowledgement.employee_id,
                SectionRead.edition_id == Acknowledgement.edition_id,
                SectionRead.language == Acknowledgement.language,
                SectionRead.rule_id == rule_id,
            ),
            isouter=True,
        )
        .join(SealedDocument, SealedDocument.record_id == Acknowledgement.id, isouter=True)
        .where(
            Acknowledgement.employee_id == employee_id,
            Acknowledgement.recorded_at <= at,
            Acknowledgement.edition_id.in_(version.editions),
        )
        .order_by(Acknowledgement.recorded_at.desc())
    )
    return next((row for row in db.session.execute(query) if rule_id in row.rule_ids), None)
