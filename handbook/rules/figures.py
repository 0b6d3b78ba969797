"""The company's figures as they are in force on a day, for every room that needs them: limits and service standards."""

from collections.abc import Sequence
from datetime import date

from handbook.rules import figure_tables, queries
from handbook.rules.figure_rows import Limit, Standard
from handbook.rules.outline import Outline


def standards_on(day: date) -> Sequence[Standard]:
    """Return the service standards of the edition in force on a day; none where none was in force."""
    frame = _frame_on(day)
    return frame.standards if frame else ()


def limits_on(day: date) -> Sequence[Limit]:
    """Return what may be decided alone, as of the edition in force on a day; nothing where none was in force."""
    frame = _frame_on(day)
    return frame.limits if frame else ()


def limit_for(job: str, day: date) -> Limit | None:
    """Return the limit of the people in a job on a day, or None where no row names the job."""
    return find_limit(limits_on(day), job)


def find_limit(limits: Sequence[Limit], job: str) -> Limit | None:
    """Return the row that names a job (whatever its capitals), or None."""
    wanted = " ".join(job.split()).casefold()
    return next((row for row in limits if wanted in {one.casefold() for one in row.jobs}), None)


def standard_words(channel: str, day: date, language: str) -> Sequence[str]:
    """Return what a customer of a channel may expect on a day: “Mail: a person answers within 24 hours”."""
    frame = _frame_on(day)
    rows = [row for row in frame.standards if row.channel == channel] if frame else []
    cells = [figure_tables.cells_of_row(frame, row, language) for row in rows] if frame else []
    return [f"{name}: {standard}" for name, standard, _target in cells]


def _frame_on(day: date) -> Outline | None:
    """Return the frame in force on a day (one query; the frames of editions are kept)."""
    number = queries.number_in_force(day)
    edition = queries.find_edition(number) if number is not None else None
    return queries.outline_of(edition.id) if edition else None
