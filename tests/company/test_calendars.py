"""Counting working days: leap days, ends of years, runs of holidays, weeks that change, and their pages."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.company import operations
from handbook.company.calendars import Calendar, add_working_days, calendar_of, is_working_day, working_days_between
from handbook.company.holiday_files import holidays_in
from handbook.company.models import ClosedDay, Location
from handbook.company.operations import Holiday
from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import Invalid, NotFound
from handbook.core.transaction import end_read, transaction
from tests.browser_like import Visitor

SignIn = Callable[[str], Visitor]
OFFICE = Calendar()
# Latvia around the new year of 2026: Christmas, the last day of the old year and the first of the new one.
LATVIA = Calendar(
    closed=frozenset(map(date.fromisoformat, ("2025-12-24", "2025-12-25", "2025-12-26", "2025-12-31", "2026-01-01")))
)
SHOP = Calendar(weeks=((date(2026, 3, 2), "123456"),))


@pytest.mark.parametrize(
    ("calendar", "day", "days", "expected"),
    [
        (OFFICE, "2026-11-23", 1, "2026-11-24"),  # Monday
        (OFFICE, "2026-11-27", 1, "2026-11-30"),  # Friday
        (OFFICE, "2026-11-28", 1, "2026-11-30"),  # Saturday: the first working day after it
        (OFFICE, "2026-11-28", 0, "2026-11-30"),
        (OFFICE, "2026-11-30", 0, "2026-11-30"),
        (OFFICE, "2026-11-23", 5, "2026-11-30"),
        (OFFICE, "2026-11-23", 20, "2026-12-21"),
        (OFFICE, "2028-02-28", 1, "2028-02-29"),  # a leap day that is a Tuesday
        (OFFICE, "2028-02-29", 1, "2028-03-01"),
        (OFFICE, "2027-02-26", 1, "2027-03-01"),
        (LATVIA, "2025-12-23", 1, "2025-12-29"),  # three holidays and a weekend in a row
        (LATVIA, "2025-12-30", 1, "2026-01-02"),  # over the end of the year
        (LATVIA, "2025-12-24", 0, "2025-12-29"),
        (LATVIA, "2025-12-23", 5, "2026-01-06"),
        (SHOP, "2026-03-06", 1, "2026-03-07"),  # open on Saturdays from 2 March
        (SHOP, "2026-02-27", 1, "2026-03-02"),  # and not before
        (SHOP, "2026-03-07", 1, "2026-03-09"),
    ],
)
def test_the_nth_working_day_after_a_day(calendar: Calendar, day: str, days: int, expected: str):
    assert calendar.add_working_days(date.fromisoformat(day), days) == date.fromisoformat(expected)


def test_one_day_after_another_is_the_same_as_all_at_once():
    for first in (date(2025, 12, 19) + timedelta(days=n) for n in range(14)):
        stepwise = first
        for number in range(1, 12):
            stepwise = LATVIA.add_working_days(stepwise, 1)
            assert LATVIA.add_working_days(first, number) == stepwise


@pytest.mark.parametrize(
    ("calendar", "first", "last", "expected"),
    [
        (OFFICE, "2026-11-23", "2026-11-23", 1),
        (OFFICE, "2026-11-28", "2026-11-29", 0),
        (OFFICE, "2026-11-24", "2026-11-23", 0),
        (OFFICE, "2028-02-01", "2028-02-29", 21),
        (LATVIA, "2025-12-22", "2026-01-02", 5),
        (SHOP, "2026-02-27", "2026-03-08", 7),
    ],
)
def test_the_working_days_between_two_days(calendar: Calendar, first: str, last: str, expected: int):
    assert calendar.working_days_between(date.fromisoformat(first), date.fromisoformat(last)) == expected


def test_nobody_counts_backwards():
    with pytest.raises(ValueError, match="forward"):
        OFFICE.add_working_days(date(2026, 3, 2), -1)


FILE = """BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261118\r
DTEND;VALUE=DATE:20261119\r
SUMMARY:Proclamation of the\r
  Republic\\, a holiday\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:Christmas\r
DTSTART;VALUE=DATE:20261224\r
DTEND;VALUE=DATE:20261227\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART:20261201T090000Z\r
SUMMARY:A meeting\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_a_calendar_file_gives_its_whole_days_by_name():
    assert [(str(one.day), one.name) for one in holidays_in(FILE.encode())] == [
        ("2026-11-18", "Proclamation of the Republic, a holiday"),
        ("2026-12-24", "Christmas"),
        ("2026-12-25", "Christmas"),
        ("2026-12-26", "Christmas"),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no calendar"),
        (b"\xff\xfe\x00", "no text"),
        (b"date,name\n2026-11-18,Proclamation\n", "no calendar"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "no whole day"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260231\nEND:VEVENT\n", "no whole day"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=YEARLY\nEND:VEVENT\n", "by a rule"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_words(data: bytes, words: str):
    with pytest.raises(Invalid, match=words):
        holidays_in(data)


def place(name: str = "Banjara Hills") -> str:
    """Return the id of a location."""
    found = db.session.scalars(select(Location.id).where(Location.name == name)).one()
    end_read()
    return found


def next_day_of_week(number: int) -> date:
    """Return the next day from tomorrow on that is this day of the week in Hyderabad (Monday is 1)."""
    tomorrow = clock.today("Asia/Kolkata") + timedelta(days=1)
    return tomorrow + timedelta(days=(number - tomorrow.isoweekday()) % 7)


@pytest.mark.database
def test_each_location_has_its_own_calendar_beside_what_all_share(context: Flask):
    here, there = place(), place("Rīga, Centrs")
    monday = next_day_of_week(1)
    with transaction():
        operations.close_days("Meera Nair", None, [Holiday(monday, "New year")])
        operations.close_days("Meera Nair", here, [Holiday(monday + timedelta(days=1), "Stocktaking")])
    before = monday - timedelta(days=1)
    assert add_working_days(here, before, 1) == monday + timedelta(days=2)
    assert add_working_days(there, before, 1) == monday + timedelta(days=1)
    assert working_days_between(here, monday, monday + timedelta(days=4)) == 3
    assert not is_working_day(there, monday)
    assert calendar_of(None).closed == {monday}


@pytest.mark.database
def test_the_week_that_was_recorded_last_counts_from_its_day_on(context: Flask):
    here, saturday = place(), next_day_of_week(6)
    with transaction():
        operations.change_week("Meera Nair", here, saturday, [1, 2])
    with transaction():
        operations.change_week("Meera Nair", here, saturday, [6, 5, 4, 3, 2, 1])
    assert calendar_of(here).weekdays_on(saturday) == "123456"
    assert is_working_day(here, saturday)
    assert not is_working_day(here, saturday - timedelta(days=7))


@pytest.mark.database
def test_what_was_stays_as_it_was_and_nobody_works_on_no_day(context: Flask):
    here, yesterday = place(), clock.today("Asia/Kolkata") - timedelta(days=1)
    for day, week, words in (
        (yesterday, [1], "today or a later day"),
        (next_day_of_week(1), [], "one day of the week"),
    ):
        with pytest.raises(Invalid, match=words), transaction():
            operations.change_week("Meera Nair", here, day, week)
    with pytest.raises(NotFound), transaction():
        operations.change_week("Meera Nair", "0" * 32, next_day_of_week(1), [1])


@pytest.mark.database
def test_a_day_taken_off_counts_again_and_stays_in_the_history(context: Flask):
    here, monday = place(), next_day_of_week(1)
    with transaction():
        assert operations.close_days("Meera Nair", here, [Holiday(monday, "Stocktaking")] * 2) == 1
    with transaction():
        assert operations.close_days("Meera Nair", here, [Holiday(monday, "Again")]) == 0
    row = db.session.scalars(select(ClosedDay)).one()
    with transaction():
        operations.open_again("Nandini Rao", row.id)
    assert is_working_day(here, monday)
    assert (row.name, row.removed_by) == ("Stocktaking", "Nandini Rao")


@pytest.mark.database
def test_the_pages_keep_week_days_and_a_file_of_holidays(app: Flask, client_of: SignIn):
    with app.app_context():
        here, saturday = place(), next_day_of_week(6)
    meera = client_of("meera")
    meera.get(f"/settings/calendar?lang=en&location={here}")
    assert "Monday to Friday counts" in meera.words()
    meera.page = meera.client.post(
        f"/settings/calendar/{here}/week",
        data=_token(meera) | {"week-weekdays": list("123456"), "week-from_on": str(saturday)},
        follow_redirects=True,
    )
    assert "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday" in meera.words()
    meera.submit("/closed", **{"closed-day": str(saturday), "closed-name": " ", "closed-location_id": here}, expect=400)
    assert "write its name" in meera.words()
    meera.submit("/closed", **{"closed-day": str(saturday), "closed-name": "Stocktaking", "closed-location_id": here})
    assert "Stocktaking" in meera.words()
    with app.app_context():
        assert not is_working_day(here, saturday)
    meera.submit("/remove")
    with app.app_context():
        assert is_working_day(here, saturday)


@pytest.mark.database
def test_a_file_of_holidays_is_brought_once(app: Flask, client_of: SignIn):
    inese = client_of("inese")
    for words in ("4 days are new", "0 days are new"):
        inese.get("/settings/calendar?lang=en")
        data = _token(inese) | {"file-location_id": "", "file-file": (io.BytesIO(FILE.encode()), "latvia.ics")}
        inese.page = inese.client.post("/settings/calendar/file", data=data, follow_redirects=True)
        assert words in inese.words()
    data = _token(inese) | {"file-location_id": "", "file-file": (io.BytesIO(b"no"), "latvia.ics")}
    inese.page = inese.client.post("/settings/calendar/file", data=data)
    assert inese.page.status_code == 400
    assert "no calendar" in inese.words()
    with app.app_context():
        assert date(2026, 12, 25) in calendar_of(None).closed


def _token(browser: Visitor) -> dict[str, object]:
    """Return the token of any form of the page; it is the same for all."""
    values = dict(browser.form().form_values())
    return {"csrf_token": next(value for name, value in values.items() if name.endswith("csrf_token"))}
