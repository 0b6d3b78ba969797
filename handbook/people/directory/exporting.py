"""The filtered list as a table for a spreadsheet; the columns are named as the import of people knows them."""

from collections.abc import Iterator
from datetime import date

from handbook.people.directory.filters import Filters
from handbook.people.directory.listing import Listed, everybody_who_fits

HEADER = (
    "staff number",
    "name",
    "Latin name",
    "kind",
    "language",
    "e-mail",
    "mobile",
    "state",
    "job",
    "profile",
    "location",
    "supervisor",
    "first day",
    "last day",
    "roles",
)


def rows(filters: Filters, day: date) -> Iterator[tuple[str, ...]]:
    """Yield one row per person who fits, in the order of the list."""
    return (_row(each) for each in everybody_who_fits(filters, day))


def _row(each: Listed) -> tuple[str, ...]:
    return (
        each.staff_number,
        each.name,
        each.latin_name,
        each.kind,
        each.language,
        each.email,
        each.mobile,
        each.standing.value.replace("_", " "),
        each.job,
        each.profile,
        each.location,
        each.supervisor_number,
        each.first_on.isoformat() if each.first_on else "",
        each.last_on.isoformat() if each.last_on else "",
        ", ".join(each.roles),
    )
