"""The one SELECT of adjustments with their ends, and what it gives."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from handbook.adjustments.lifecycle import Agreed, Ended
from handbook.adjustments.models import Adjustment, AdjustmentEnd
from handbook.core import clock
from handbook.people.models import Employee
from handbook.people.queries import NOWHERE, days_at, zone_of
from handbook.rules.models import RuleText

Query = Select[*tuple[Any, ...]]


def adjustments(language: str = "") -> Query:
    """Return the SELECT of all adjustments, to be narrowed; titles of rules stand in this language where it has one."""
    return (
        select(
            Adjustment.id,
            Adjustment.employee_id,
            Employee.name,
            Adjustment.rule_id,
            title_of(language).label("title"),
            Adjustment.words,
            Adjustment.language,
            Adjustment.from_on,
            Adjustment.to_on,
            Adjustment.recorded_at,
            Adjustment.by_name,
            AdjustmentEnd.last_on,
            AdjustmentEnd.reason,
            AdjustmentEnd.by_name.label("ended_by"),
            AdjustmentEnd.recorded_at.label("ended_at"),
            zone_of(Adjustment.employee_id, days_at(clock.now())[1]).label("zone"),
        )
        .join(Employee, Employee.id == Adjustment.employee_id)
        .join(AdjustmentEnd, AdjustmentEnd.adjustment_id == Adjustment.id, isouter=True)
    )


def title_of(language: str) -> ColumnElement[str]:
    """Return the newest title of the rule of an enclosing Adjustment, in this language where there is one."""
    newest = (
        select(RuleText.title)
        .where(RuleText.rule_id == Adjustment.rule_id)
        .order_by((RuleText.language == language).desc(), RuleText.version.desc(), RuleText.sha256)
        .limit(1)
        .correlate(Adjustment)
        .scalar_subquery()
    )
    return func.coalesce(newest, Adjustment.rule_id)


def holds_on(day: date) -> ColumnElement[bool]:
    """Return the condition that an adjustment holds on a day."""
    return (Adjustment.from_on <= day) & lasts_until(day)


def lasts_until(day: date) -> ColumnElement[bool]:
    """Return the condition that an adjustment is not over before this day; it may begin later."""
    last_day = func.coalesce(AdjustmentEnd.last_on, Adjustment.to_on)
    return or_(last_day.is_(None), last_day >= day)


def agreed_from(row: Row[*tuple[Any, ...]]) -> Agreed:
    """Return a row of `adjustments` with the day that it is at the person's place."""
    zone = row.zone or NOWHERE
    is_ended = row.last_on is not None
    return Agreed(
        id=row.id,
        employee_id=row.employee_id,
        name=row.name,
        rule_id=row.rule_id,
        title=row.title,
        words=row.words,
        language=row.language,
        from_on=row.from_on,
        to_on=row.to_on,
        recorded_at=row.recorded_at,
        by_name=row.by_name,
        ended=Ended(row.last_on, row.reason, row.ended_by, row.ended_at) if is_ended else None,
        zone=zone,
        today=clock.today(zone),
    )
