"""A browser in which somebody signed in before: a mark by which their tries are counted apart from strangers' tries."""

import hashlib
import hmac

from handbook.people.attempts import KNOWN_BROWSER
from handbook.people.folding import number_key
from handbook.people.tokens import new_token


def mark_for(staff_number: str, key: str) -> str:
    """Return a new mark for this person's browser; it tells nobody the number, and opens nothing."""
    browser = new_token()
    return f"{browser}.{_tag(browser, staff_number, key)}"


def place_of(mark: str | None, staff_number: str, key: str) -> str | None:
    """Return the place under which tries at this number from this browser are counted, or None for a stranger's."""
    browser, _dot, tag = (mark or "").partition(".")
    if not browser or not hmac.compare_digest(tag.encode(), _tag(browser, staff_number, key).encode()):
        return None
    return f"{KNOWN_BROWSER}{browser}"


def _tag(browser: str, staff_number: str, key: str) -> str:
    said = f"known browser\n{browser}\n{number_key(staff_number)}"
    return hmac.new(key.encode(), said.encode(), hashlib.sha256).hexdigest()
