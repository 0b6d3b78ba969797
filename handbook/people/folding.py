"""Text as it is compared: for searching names without diacritics, and for telling staff numbers apart."""

import re
import unicodedata

# Combining marks of Latin, Greek and Cyrillic. The marks of Telugu and Hindi are letters to their readers and stay.
_MARKS = re.compile("[\u0300-\u036f]")
# Joiners and marks of direction, which nobody sees, and the nukta, which many leave out.
_UNSEEN = re.compile("[\u00ad\u093c\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_LIKENESS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "‘": "'", "ʼ": "'"}
)


def folded(*texts: str | None) -> str:
    """Return these texts as they are searched: one line, no case, no diacritics on Latin letters, single blanks."""
    whole = " ".join(text for text in texts if text)
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", whole.casefold()))
    return " ".join(_UNSEEN.sub("", plain.translate(_LIKENESS)).split())


def search_words(staff_number: str, name: str, latin_name: str | None) -> str:
    """Return what `Employee.search` holds: the name first, so that it also sorts; short enough for an index."""
    return folded(name, latin_name, staff_number)[:500]


def clean_name(text: str | None) -> str:
    """Return a name as it is kept: NFC, without unseen control characters, single blanks."""
    kept = "".join(sign if unicodedata.category(sign) != "Cc" else " " for sign in text or "")
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def clean_number(text: str | None) -> str:
    """Return a staff number as it is kept: NFKC and trimmed; it is text, so zeros and case stay."""
    return unicodedata.normalize("NFKC", text or "").strip()


def number_key(text: str | None) -> str:
    """Return what makes a staff number the same as another: `g-0001` is `G-0001`, and `512` is not `000512`."""
    return unicodedata.normalize("NFKC", clean_number(text).casefold())
