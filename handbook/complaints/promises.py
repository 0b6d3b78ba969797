"""What a customer may expect and by when: the company's dated figures, counted in working days at the location."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from handbook.company.calendars import Calendar, calendar_of
from handbook.complaints.lifecycle import Stage, is_answered
from handbook.complaints.models import Complaint
from handbook.complaints.nearest import nearest
from handbook.core.errors import Invalid
from handbook.core.moments import day_words
from handbook.rules.figure_rows import Standard
from handbook.rules.figures import standards_on

CHANNEL = "complaint"
# Rows of the company's service standards that say otherwise; without them, what ISO 10002 users commonly promise.
ACKNOWLEDGE, SIMPLE, INVESTIGATED, NEWS = (
    f"complaint-{name}" for name in ("receipt", "simple", "investigated", "news")
)
_DEFAULTS = {ACKNOWLEDGE: 1, SIMPLE: 5, INVESTIGATED: 20, NEWS: 5}
_DAY = timedelta(days=1)
_FARTHEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Periods:
    """In how many working days the customer hears that it arrived, gets the answer, and hears of it in between."""

    acknowledge: int
    simple: int
    investigated: int
    news: int


@dataclass(frozen=True, slots=True)
class Dates:
    """The days that a customer is promised when a complaint comes in."""

    acknowledge_by: date
    due_on: date


def periods_of(standards: Sequence[Standard]) -> Periods:
    """Return the periods that these service standards set for complaints; what they leave open is the default."""
    told = {row.id: row.within.amount for row in standards if row.channel == CHANNEL and row.within.unit == "days"}
    days = {name: told.get(name) or default for name, default in _DEFAULTS.items()}
    return Periods(days[ACKNOWLEDGE], days[SIMPLE], days[INVESTIGATED], days[NEWS])


def first_dates(location_id: str, day: date) -> Dates:
    """Return what is promised for a complaint that comes in on a day.

    Nobody has looked at it yet, so the longer period is promised: a date may come nearer without a word, never the
    other way round.
    """
    periods, calendar = periods_of(standards_on(day)), calendar_of(location_id)
    answer = calendar.add_working_days(day, periods.investigated)
    return Dates(calendar.add_working_days(day, periods.acknowledge), answer)


def answer_day(complaint: Complaint, filed_on: date, today: date, is_simple: bool) -> date:
    """Return by when the customer has the answer once somebody has assessed it: never later than promised before."""
    periods = periods_of(standards_on(filed_on))
    wanted = periods.simple if is_simple else periods.investigated
    calendar = calendar_of(complaint.location_id)
    nearest = max(calendar.add_working_days(filed_on, wanted), calendar.add_working_days(today, 0))
    return min(nearest, complaint.due_on)


def next_answer_day(complaint: Complaint, today: date) -> date:
    """Return by when a complaint that is opened again is answered."""
    return calendar_of(complaint.location_id).add_working_days(today, periods_of(standards_on(today)).investigated)


def next_news_day(complaint: Complaint, today: date) -> date:
    """Return by when the customer hears of it next: after so many working days, and not later than the answer."""
    day = calendar_of(complaint.location_id).add_working_days(today, periods_of(standards_on(today)).news)
    return min(day, max(complaint.due_on, today))


def require_promisable(field: str, location_id: str, today: date, day: date) -> None:
    """Raise Invalid for a day that nobody should promise: after a year from today, or when nobody works there.

    `field` is the name of the field in the reader's language.
    """
    if day > today + _FARTHEST:
        raise Invalid(_("%(field)s: give a day within a year from today.", field=field))
    calendar = calendar_of(location_id)
    if not calendar.is_working_day(day):
        other = day_words(calendar.add_working_days(day, 0))
        raise Invalid(
            _(
                "%(field)s: nobody works there on %(day)s. Give a working day, such as %(other)s.",
                field=field,
                day=day_words(day),
                other=other,
            )
        )


def day_after_pause(calendar: Calendar, due_on: date, since: date, today: date) -> date:
    """Return a promised day moved on by the working days that the clock stood: those after `since`, through today."""
    stood = calendar.working_days_between(since + _DAY, today)
    return calendar.add_working_days(due_on, stood) if stood else due_on


def is_late(complaint: Complaint, today: date) -> bool:
    """Tell whether the nearest promised day has passed; while the customer is asked, the clock stands."""
    return not is_answered(Stage(complaint.stage)) and nearest(complaint).day < (complaint.waiting_since or today)
