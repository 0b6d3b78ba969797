"""Why a copy of a work file was made; no database."""

from enum import StrEnum

from flask_babel import gettext as _


class Why(StrEnum):
    """What led to a copy."""

    DISMISSAL = "dismissal"
    ASKED = "asked"


def maker_words(why: Why, by_name: str) -> str:
    """Return who made a copy, in the reader's language."""
    return _("by itself, after the dismissal was served") if why is Why.DISMISSAL else by_name
