"""Moments and days as a reader sees them: the reader's language, the location's time zone."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime, get_timezone
from flask_babel import get_locale

_LOCALES = {"en": "en_GB"}  # "2 March 2026": the day first, as in the other languages


def locale_of(language: str) -> str:
    """Return the locale in which dates and numbers are written for readers of a language."""
    return _LOCALES.get(language, language)


def language_now() -> str:
    """Return the language in which the pages speak now; English where nobody reads."""
    return str(getattr(get_locale(), "language", "en"))


def day_words(day: date, language: str | None = None) -> str:
    """Write a day in long form: "2 March 2026"."""
    return format_date(day, "long", locale=locale_of(language) if language else _locale())


def moment_words(moment: datetime, zone: str, language: str | None = None, *, time_known: bool = True) -> str:
    """Write a moment on the clocks of an IANA zone: "2 March 2026 at 09:42"; the day alone where no time is known."""
    locale = locale_of(language) if language else _locale()
    words = format_date(moment.astimezone(get_timezone(zone)).date(), "long", locale=locale)
    if not time_known:
        return words
    return f"{words}, {format_datetime(moment, 'HH:mm', tzinfo=get_timezone(zone), locale=locale)}"


def clock_words(moment: datetime, zone: str) -> str:
    """Write the time of day of a moment on the clocks of an IANA zone: "14:32"."""
    return format_datetime(moment, "HH:mm", tzinfo=get_timezone(zone), locale=_locale())


def offset_words(moment: datetime, zone: str) -> str:
    """Write the distance to UTC in that zone at that moment: "UTC+05:30 (Asia/Kolkata)"."""
    text = moment.astimezone(get_timezone(zone)).strftime("%z")
    return f"UTC{text[:3]}:{text[3:5]} ({zone})"


def _locale() -> str:
    return str(get_locale() or locale_of("en"))
