"""The own PIN: six digits for shared devices, and which six are too easy to guess."""

import re
from datetime import date

from flask_babel import gettext as _

_RUNS = "01234567890", "09876543210"
_SIX = re.compile(r"[0-9]{6}", re.ASCII)


def is_pin(secret: str) -> bool:
    """Tell whether this has the form of a PIN; no password has, for they are longer."""
    return _SIX.fullmatch(secret) is not None


def pin_faults(pin: str, staff_number: str) -> list[str]:
    """Return one sentence per reason why this PIN cannot be taken."""
    if not is_pin(pin):
        return [_("PIN: type six digits.")]
    if len(set(pin)) == 1 or any(pin in run for run in _RUNS):
        return [_("PIN: six equal digits or digits in a row are guessed first. Choose others.")]
    if pin == re.sub(r"\D", "", staff_number).zfill(6)[-6:]:
        return [_("PIN: everybody can see your staff number. Choose other digits.")]
    if _is_birthday(pin):
        return [_("PIN: this could be a date of birth (day, month, year). Choose other digits.")]
    return []


def _is_birthday(pin: str) -> bool:
    """Tell whether the digits are a day as ddmmyy: each such day lies within the last hundred years, once or twice."""
    for century in (1900, 2000):
        try:
            date(century + int(pin[4:]), int(pin[2:4]), int(pin[:2]))
        except ValueError:
            continue
        return True
    return False
