"""Reading public holidays from a calendar file (iCalendar, RFC 5545): whole days with their names, nothing else."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from handbook.core.errors import Invalid

_LONGEST_NAME = 200
_MOST_DAYS = 500
_LONGEST_RUN = 31
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_ESCAPED = re.compile(r"\\([\\;,nN])")
Properties = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which nobody works, by its name."""

    day: date
    name: str


def holidays_in(data: bytes) -> list[Holiday]:
    """Return the whole-day events of a calendar file in the order of their days, each day of a long one by itself.

    An event with a time of day is no holiday and is left out. Raises Invalid with words for a file that is no calendar,
    repeats events by a rule, which only some programs write and which would have to be guessed at, or holds too many.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(_("The calendar file: this is no text in UTF-8. Choose a file that ends in .ics.")) from None
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()  # a long line goes on behind a blank
    if not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise Invalid(_("The calendar file: this is no calendar. Choose a file that ends in .ics."))
    found = sorted({one for event in _events(lines) for one in _days_of(event)}, key=lambda one: (one.day, one.name))
    if not found:
        raise Invalid(_("The calendar file: there is no whole day in it."))
    if len(found) > _MOST_DAYS:
        raise Invalid(_("The calendar file: it holds more than %(most)s days. Take a shorter time.", most=_MOST_DAYS))
    return found


def _events(lines: list[str]) -> list[Properties]:
    events: list[Properties] = []
    inside = False
    for line in lines:
        head, _colon, value = line.partition(":")
        name, _semicolon, parameters = head.partition(";")
        if (name.upper(), value.strip().upper()) == ("BEGIN", "VEVENT"):
            inside = True
            events.append({})
        elif name.upper() == "END":
            inside = inside and value.strip().upper() != "VEVENT"
        elif inside and name.upper() not in events[-1]:
            events[-1][name.upper()] = (parameters, value.strip())
    return events


def _days_of(event: Properties) -> list[Holiday]:
    if "RRULE" in event or "RDATE" in event:
        raise Invalid(_("The calendar file: it repeats days by a rule. Take a file that names each day of each year."))
    first = _day(event.get("DTSTART", ("", ""))[1])
    if first is None:
        return []
    after = _day(event.get("DTEND", ("", ""))[1]) or first + timedelta(days=1)  # the end is the first day after
    name = _ESCAPED.sub(lambda sign: " " if sign[1] in "nN" else sign[1], event.get("SUMMARY", ("", ""))[1])
    kept = " ".join(name.split())[:_LONGEST_NAME] or _("Holiday")
    days = min(max((after - first).days, 1), _LONGEST_RUN)
    return [Holiday(first + timedelta(days=n), kept) for n in range(days)]


def _day(value: str) -> date | None:
    """Return the day of a value without a time of day, or None."""
    found = _DAY.fullmatch(value)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
