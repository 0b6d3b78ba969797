"""Was this rule notified to this person on that day? The text in force, and what came before: four answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, select

from handbook.acknowledgements.as_of import end_of
from handbook.acknowledgements.delta import EDITORIAL
from handbook.acknowledgements.grounds import outcome_before, signatures_before
from handbook.acknowledgements.kinds import ANSWERS, DECLINED, NOT_NOTIFIED, SERVED, SIGNED, Kind
from handbook.adjustments.queries import Agreed, agreed_on
from handbook.core.db import db
from handbook.people.queries import find_placed_at
from handbook.rules.models import Edition, EditionRule, EditionText, RuleText

__all__ = ["DECLINED", "NOT_NOTIFIED", "SERVED", "SIGNED", "Notice", "end_of", "notice_of"]


@dataclass(frozen=True, slots=True)
class Notice:
    """The answer, with the days that lead to it.

    `notified_at` is the moment of the signature or of the outcome (`outcome` names its kind, `by_name` and
    `witness_name` who recorded it, `recorded_at` when), `days_before` counts from there to the day asked for. `doubt`
    says why a signature does not count: disputed, set aside, or nothing. `agreed` is how the person lived the rule that
    day, where HR had agreed something with them: private, so whoever shows it asks first who may read it.
    """

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
    notified_at: datetime | None = None
    recorded_at: datetime | None = None
    outcome: str | None = None
    by_name: str = ""
    witness_name: str = ""
    doubt: str = ""
    agreed: tuple[Agreed, ...] = ()

    @property
    def is_notified(self) -> bool:
        """Tell whether the person knew the rule: signed it, was shown it and declined, or was served it by hand."""
        return self.answer != NOT_NOTIFIED


@dataclass(frozen=True, slots=True)
class _Version:
    """A stretch of editions that hold the same source text of a rule.

    `editions` are all that told people as much: those with this text, and those parted from it by wording alone.
    """

    title: str
    version: int
    text_sha256: str
    editions: tuple[str, ...]
    edition_number: int
    published_at: datetime
    in_force_from: date
    in_force_until: date | None


def notice_of(rule_id: str, employee_id: str, at: datetime, known_at: datetime | None = None) -> Notice:
    """Answer for one rule, one person and one moment, as it is known now or (`known_at`) as it was known then.

    The text in force is that of the newest edition effective on the local day of the person's location and published
    before that moment. It is notified where the person, before that moment, had signed any edition with word for word
    the same source text of the rule, or one from which nothing but confirmed wording parts it, shown to the person's
    profile; failing that, where the person was shown such a text and declined, or was handed it. A signature that was
    set aside or is disputed does not count. Of what was known at a moment only the evidence recorded up to it counts: a
    paper written down later was not yet known, a signature disputed later still counted.
    """
    person = find_placed_at(employee_id, at)
    zone = person.zone if person else "UTC"
    day = at.astimezone(ZoneInfo(zone)).date()
    version, agreed = _version_in_force(rule_id, day, at, known_at), agreed_on(rule_id, employee_id, day, known_at)
    if version is None:
        return Notice(NOT_NOTIFIED, rule_id, rule_id, at, agreed=agreed)
    given = _given(version, rule_id, employee_id, at, known_at)
    notified_at = given.get("notified_at")
    days = (day - notified_at.astimezone(ZoneInfo(zone)).date()).days if notified_at else None
    return Notice(
        rule_id=rule_id,
        title=version.title,
        at=at,
        version=version.version,
        edition_number=version.edition_number,
        published_at=version.published_at,
        in_force_from=version.in_force_from,
        in_force_until=version.in_force_until,
        days_before=days,
        agreed=agreed,
        **given,
    )


def _given(
    version: _Version, rule_id: str, employee_id: str, at: datetime, known_at: datetime | None
) -> dict[str, Any]:
    """Return the answer and its grounds, by field of `Notice`: a signature that counts, else an outcome, else none."""
    signatures = signatures_before(rule_id, employee_id, version.editions, at, known_at)
    signed = signatures.counts
    if signed is not None:
        return {
            "answer": SIGNED,
            "language": signed.language,
            "shown_at": signed.read_at or signed.shown_at,
            "signed_at": signed.recorded_at,
            "notified_at": signed.recorded_at,
            "recorded_at": signed.recorded_at,
            "translation_lagged": signed.lags,
            "acknowledgement_id": signed.id,
            "document_id": signed.document_id,
            "doubt": signatures.doubt,
        }
    outcome = outcome_before(rule_id, employee_id, version.editions, at, known_at)
    if outcome is None:
        return {"answer": NOT_NOTIFIED, "doubt": signatures.doubt}
    shown = outcome.read_at if outcome.read_at and outcome.read_at <= outcome.happened_at else outcome.happened_at
    return {
        "answer": ANSWERS[Kind(outcome.kind)],
        "language": outcome.language,
        "shown_at": shown,
        "notified_at": outcome.happened_at,
        "recorded_at": outcome.recorded_at,
        "translation_lagged": outcome.lags,
        "outcome": outcome.kind,
        "by_name": outcome.by_name,
        "witness_name": outcome.witness_name,
        "doubt": signatures.doubt,
    }


def _version_in_force(rule_id: str, day: date, at: datetime, known_at: datetime | None) -> _Version | None:
    """Walk the editions that hold the rule and return the stretch that contains the day (one query).

    An edition that counts from its day of publication counts from the moment of publication.
    """
    query = (
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
    )
    if known_at is not None:
        query = query.where(Edition.recorded_at <= known_at)
    rows = db.session.execute(query).all()
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
        editions=_told_as_much(rows, here),
        edition_number=rows[here].number,
        published_at=rows[first].recorded_at,
        in_force_from=rows[first].effective_on,
        in_force_until=ends,
    )


def _told_as_much(rows: Sequence[Row[*tuple[Any, ...]]], here: int) -> tuple[str, ...]:
    """Return the editions with the very same text, and those linked to this one by editorial changes alone."""
    first = last = here
    while first > 0 and _same_meaning(rows[first - 1], rows[first]):
        first -= 1
    while last + 1 < len(rows) and _same_meaning(rows[last], rows[last + 1]):
        last += 1
    same = {row.id for row in rows if row.sha256 == rows[here].sha256}
    return tuple(row.id for place, row in enumerate(rows) if row.id in same or first <= place <= last)


def _same_meaning(older: Row[*tuple[Any, ...]], newer: Row[*tuple[Any, ...]]) -> bool:
    """Tell whether an edition changed nothing, or wording alone, in the text of the edition before it."""
    if older.sha256 is None or newer.sha256 is None:
        return False
    return older.sha256 == newer.sha256 or newer.change == EDITORIAL
