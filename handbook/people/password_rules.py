"""What makes a password hard to guess: length, not on the list of common ones, not made of what everybody knows."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from flask_babel import gettext as _
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from handbook.people.passwords import LONGEST, MINIMUM

_FEWEST_SIGNS = 4
_LEFT_OVER = 6
_SHORTEST_WORD = 3


def password_faults(password: str, known_words: Iterable[str]) -> list[str]:
    """Return one sentence per reason why this password cannot be taken; no rule asks for kinds of signs.

    `known_words` are the person's names and number and the company's name: a password made of them is guessed first.
    """
    if len(password) < MINIMUM:
        return [_("Password: %(count)s signs at least. Three or four words in a row do well.", count=MINIMUM)]
    if len(password) > LONGEST:
        return [_("Password: %(count)s signs at most.", count=LONGEST)]
    if "\0" in password:
        return [_("Password: there is a sign in it that cannot be typed (NUL). Leave it out.")]
    low = password.casefold()
    if len(set(low)) < _FEWEST_SIGNS or _is_common(low):
        return [_("Password: this one stands on the lists that are tried first. Choose another.")]
    if _is_made_of(low, known_words):
        return [_("Password: it is made of your name, your number or the company's name. Choose other words.")]
    return []


def _is_common(low: str) -> bool:
    """Tell whether the password, or what stands before digits and marks put at its end, is on the list."""
    return low in _common() or re.sub(r"[\W\d_]+$", "", low) in _common()


@cache
def _common() -> frozenset[str]:
    return frozenset(word.casefold() for word in FREQUENCY_LISTS["passwords"])


def _is_made_of(low: str, known_words: Iterable[str]) -> bool:
    """Tell whether hardly anything is left of the password once the known words are taken out."""
    plain = _plain(low)
    words = {part for known in known_words for part in re.split(r"\W+", _plain(known.casefold()))}
    left = plain
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= _SHORTEST_WORD:
            left = left.replace(word, "")
    return left != plain and len(re.sub(r"[\W_]", "", left)) < _LEFT_OVER


def _plain(text: str) -> str:
    """Return the text without the marks on Latin letters: Bērziņa is guessed as Berzina too."""
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text))
