"""The days of an adjustment in words, for pages and papers."""

from datetime import date

from flask_babel import gettext as _

from handbook.core.moments import day_words


def days_words(from_on: date, until: date | None) -> str:
    """Return from when until when it holds: "From 1 March 2026 through 30 June 2026", "From 1 March 2026 on"."""
    if until is None:
        return _("From %(first)s on", first=day_words(from_on))
    if until < from_on:
        return _("Ended before it began")
    if until == from_on:
        return _("On %(day)s", day=day_words(from_on))
    return _("From %(first)s through %(last)s", first=day_words(from_on), last=day_words(until))
