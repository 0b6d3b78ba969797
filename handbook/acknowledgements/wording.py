"""What is said of signing in words: until when it is due, and what the record of a signature holds."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from handbook.acknowledgements.models import Acknowledgement
from handbook.core import clock
from handbook.core.moments import day_words
from handbook.people.identity import LANGUAGES
from handbook.people.sign_in import BY_PIN


@dataclass(frozen=True, slots=True)
class Wording:
    """How the signer was proven, what was read, and what was answered."""

    proven: str
    read: str
    answered: str


def due_words(day: date, today: date) -> str:
    """Say until when to sign; of a day that has been, say so kindly. `today` is that of the person's place."""
    if day < today:
        return _("It was due on %(day)s; please sign now.", day=day_words(day))
    return _("Please sign by %(day)s.", day=day_words(day))


def for_signer(row: Acknowledgement) -> Wording:
    """Return the words for the person who signed."""
    day = day_words(clock.local(row.credential_set_at, row.zone).date())
    if row.method == BY_PIN:
        proven = _("Your own PIN. You set it yourself on %(day)s.", day=day)
    else:
        proven = _("Your own password, typed again. You set it yourself on %(day)s.", day=day)
    if row.shared_device:
        proven += " " + _("On the shared device %(name)s.", name=row.shared_device)
    read = _("%(sections)s, in %(language)s", sections=sections_words(row), language=language_name(row))
    return Wording(proven, read[:1].upper() + read[1:], questions_words(row))


def for_paper(row: Acknowledgement) -> Wording:
    """Return the words for the signature page, which anybody may come to read."""
    day = day_words(clock.local(row.credential_set_at, row.zone).date(), row.language)
    if row.method == BY_PIN:
        proven = _("own PIN; set by the person on %(day)s", day=day)
    else:
        proven = _("password typed again; set by the person on %(day)s", day=day)
    return Wording(proven, sections_words(row), questions_words(row))


def sections_words(row: Acknowledgement) -> str:
    """Say which sections had to be read, and were."""
    if row.signed_before is None or row.sections_required == row.sections_total:
        return _("all %(count)s sections", count=row.sections_total)
    if not row.sections_required:
        return _("nothing new in %(total)s sections since edition %(number)s, signed before",
                 total=row.sections_total, number=row.signed_before)  # fmt: skip
    return ngettext(
        "the one changed section of %(total)s since edition %(number)s, signed before",
        "all %(num)s changed sections of %(total)s since edition %(number)s, signed before",
        row.sections_required,
        total=row.sections_total,
        number=row.signed_before,
    )


def questions_words(row: Acknowledgement) -> str:
    """Say that the check questions were answered; nothing is known of how often."""
    if not row.questions_total:
        return _("none were asked")
    return _("%(right)s of %(total)s right at the end", right=row.questions_right, total=row.questions_total)


def language_name(row: Acknowledgement) -> str:
    """Return the language in its own script; an edition may be in one that the pages do not speak."""
    return LANGUAGES.get(row.language, row.language)
