"""What the list of people is narrowed to and how it is sorted, as it stands in the address."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from handbook.people.folding import folded
from handbook.people.models import Absence, Account, Employee, Placement, RoleGrant
from handbook.people.placing import Standing
from handbook.people.queries import on_day

PAGE = 50
EVERYBODY = "all"
SORTS = ("name", "number", "start")
_NOBODY_STARTS = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty text narrows nothing, but for `state`: empty leaves out who has left; EVERYBODY leaves out nobody.

    `sort` is one of SORTS, with a minus sign before it from the end; `page` counts from 1.
    """

    q: str = ""
    place: str = ""
    job: str = ""
    language: str = ""
    kind: str = ""
    state: str = ""
    role: str = ""
    sort: str = "name"
    page: int = 1

    @property
    def in_words(self) -> str:
        """Say what narrows the list, for the log of exports."""
        used = {name: value for name, value in asdict(self).items() if value and name not in ("sort", "page")}
        return ", ".join(f"{name} {value}" for name, value in used.items()) or "nobody left out who works here"


def conditions(filters: Filters, day: date) -> list[ColumnElement[bool]]:
    """Return the conditions on Employee that these filters mean on a day."""
    found = [_in_state(filters.state, day)] if filters.state != EVERYBODY else []
    found += [Employee.search.contains(word, autoescape=True) for word in folded(filters.q).split()]
    if filters.language:
        found.append(Employee.language == filters.language)
    if filters.kind:
        found.append(Employee.kind == filters.kind)
    if filters.place:
        found.append(_shown_has(Placement.location_id == filters.place, day))
    if filters.job:
        found.append(_shown_has(Placement.job == filters.job, day))
    if filters.role:
        holders = select(Account.employee_id).join(RoleGrant, RoleGrant.account_id == Account.id)
        found.append(Employee.id.in_(holders.where(RoleGrant.role == filters.role, on_day(RoleGrant, day))))
    return found


def order(filters: Filters) -> list[ColumnElement[Any]]:
    """Return how the list is sorted; people who are alike in it stand by their id."""
    name, backwards = filters.sort.lstrip("-"), filters.sort.startswith("-")
    keys: dict[str, ColumnElement[Any]] = {
        "name": Employee.search.expression,
        "number": Employee.number_key.expression,
        "start": _first_day(),
    }
    key = keys[name]
    return [key.desc() if backwards else key.asc(), Employee.id.expression]


def _in_state(state: str, day: date) -> ColumnElement[bool]:
    """Say in SQL what `placing.standing` says of one person."""
    mine = Placement.employee_id == Employee.id
    here = exists().where(mine, on_day(Placement, day))
    away = exists().where(Absence.employee_id == Employee.id, on_day(Absence, day))
    to_come = exists().where(mine, _lasts(Placement, day))
    meant: dict[str, ColumnElement[bool]] = {
        Standing.HERE: and_(here, ~away),
        Standing.ON_LEAVE: and_(here, away),
        Standing.LATER: and_(~here, exists().where(mine, Placement.from_on > day)),
        Standing.LEFT: and_(exists().where(mine), ~to_come),
        Standing.NOWHERE: ~exists().where(mine),
    }
    return meant.get(state, to_come)


def _shown_has(condition: ColumnElement[bool], day: date) -> ColumnElement[bool]:
    """Ask this of the placement that stands for a person: in SQL what `placing.shown` says."""
    other = aliased(Placement)
    lasts = _lasts(other, day)
    shown = (
        select(other.id)
        .where(other.employee_id == Placement.employee_id)
        .order_by(lasts.desc(), case((lasts, other.from_on)), other.from_on.desc())
        .limit(1)
        .correlate(Placement)
        .scalar_subquery()
    )
    return Employee.id.in_(select(Placement.employee_id).where(condition, Placement.id == shown))


def _lasts(placement: type[Placement], day: date) -> ColumnElement[bool]:
    return or_(placement.to_on.is_(None), placement.to_on >= day)


def _first_day() -> ColumnElement[Any]:
    """Return the first day of somebody's first placement; whoever has none stands last."""
    first = select(Placement.from_on).where(Placement.employee_id == Employee.id).order_by(Placement.from_on).limit(1)
    found = first.correlate(Employee).scalar_subquery()
    return case((found.is_not(None), found), else_=_NOBODY_STARTS)
