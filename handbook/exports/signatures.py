"""Finding the signatures that an export takes along: how many, which ones, and the facts of each for the index."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, distinct, false, func, or_, select

from handbook.acknowledgements.models import Acknowledgement
from handbook.acknowledgements.queries import is_disputed, stands
from handbook.core.db import db
from handbook.documents.models import SealedDocument
from handbook.exports.selection import Selection
from handbook.people.models import Employee
from handbook.people.queries import is_meant_by
from handbook.rules.models import Edition

_A_DAY = timedelta(days=1)
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Count:
    """How much matches: signatures, those of them with a sealed paper, people; `only` is the one person, if one."""

    signatures: int
    sealed: int
    people: int
    only: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """One signature as the index names it."""

    id: str
    edition: int
    staff_number: str
    name: str
    latin_name: str
    job: str
    location: str
    zone: str
    profile: str
    language: str
    translation_lagged: bool
    receipt: str
    recorded_at: datetime
    method: str
    soon_after_reset: bool
    stands: bool
    disputed: bool


def count(selection: Selection) -> Count:
    """Count what matches now (two queries at most)."""
    people = distinct(Acknowledgement.employee_id)
    found = (
        func.count(distinct(Acknowledgement.id)),
        func.count(distinct(SealedDocument.id)),
        func.count(people),
        func.min(Acknowledgement.employee_id),
    )
    query = _narrowed(select(*found), selection)
    query = query.join(SealedDocument, SealedDocument.record_id == Acknowledgement.id, isouter=True)
    signatures, sealed, persons, first = db.session.execute(query).one()
    return Count(signatures, sealed, persons, first if persons == 1 else None)


def ids(selection: Selection, until: datetime) -> Iterator[str]:
    """Yield the id of each signature recorded by this moment, by edition and staff number, as they come in."""
    query = _narrowed(select(Acknowledgement.id), selection).where(Acknowledgement.recorded_at <= until)
    order = (Edition.number, Acknowledgement.staff_number, Acknowledgement.recorded_at, Acknowledgement.id)
    return iter(db.session.scalars(query.order_by(*order).execution_options(yield_per=_AT_ONCE)))


def facts(wanted: Sequence[str], at: datetime) -> list[Facts]:
    """Return these signatures in this order, each with how it stood at this moment (one query)."""
    columns: tuple[Any, ...] = (
        Acknowledgement.id,
        Edition.number,
        Acknowledgement.staff_number,
        Acknowledgement.name,
        Employee.latin_name,
        Acknowledgement.job,
        Acknowledgement.location,
        Acknowledgement.zone,
        Acknowledgement.profile,
        Acknowledgement.language,
        Acknowledgement.translation_lagged,
        Acknowledgement.receipt,
        Acknowledgement.recorded_at,
        Acknowledgement.method,
        Acknowledgement.soon_after_reset,
        stands(at).label("stands"),
        is_disputed(at).label("disputed"),
    )
    rows = db.session.execute(_joined(select(*columns)).where(Acknowledgement.id.in_(wanted))).all()
    found = {row.id: Facts(*row) for row in rows}
    return [found[one] for one in wanted if one in found]  # an approved erasure may have been faster


def places() -> list[str]:
    """Return the names of all locations at which anything was ever signed, in the order of the alphabet."""
    query = select(Acknowledgement.location).distinct().order_by(Acknowledgement.location)
    return list(db.session.scalars(query))


def _joined(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    query = query.select_from(Acknowledgement).join(Edition, Edition.id == Acknowledgement.edition_id)
    return query.join(Employee, Employee.id == Acknowledgement.employee_id)


def _narrowed(query: Select[*tuple[Any, ...]], selection: Selection) -> Select[*tuple[Any, ...]]:
    return _joined(query).where(*_conditions(selection))


def _conditions(selection: Selection) -> Iterable[ColumnElement[bool]]:
    if selection.edition is not None:
        yield Edition.number == selection.edition
    if selection.location:
        yield Acknowledgement.location == selection.location
    if selection.from_on or selection.to_on:
        zones = db.session.scalars(select(Acknowledgement.zone).distinct())
        yield or_(false(), *(_within(zone, selection.from_on, selection.to_on) for zone in zones))
    if selection.person:
        named_then = Acknowledgement.name.icontains(selection.person, autoescape=True)
        yield or_(is_meant_by(selection.person), named_then)


def _within(zone: str, from_on: date | None, to_on: date | None) -> ColumnElement[bool]:
    """Return the condition that a signature of this zone fell on these days by the clocks there."""
    parts = [Acknowledgement.zone == zone]
    if from_on:
        parts.append(Acknowledgement.recorded_at >= _midnight(from_on, zone))
    if to_on:
        parts.append(Acknowledgement.recorded_at < _midnight(to_on + _A_DAY, zone))
    return and_(*parts)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))
