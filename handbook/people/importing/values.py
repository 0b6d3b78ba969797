"""One cell becomes one value, or a sentence that says what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache

from babel import Locale
from flask_babel import gettext as _

from handbook.people.facts import KINDS, PROFILES, mail_fault, mobile_fault, name_fault, number_fault
from handbook.people.folding import clean_name, clean_number, folded
from handbook.people.identity import LANGUAGES
from handbook.people.importing.days import read_day
from handbook.people.importing.fields import LONGEST_CELL, label

Value = str | date | None
TAKEN_AWAY = frozenset({"-", "–", "—"})

_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_FORMULA_FAULT = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
_GUARDED = re.compile(r"'[=+\-@]")
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
_WORDS_FOR_KINDS = {
    "staff": ("staff", "permanent", "regular", "employee", "full-time", "full time", "fulltime", "part-time")
    + ("part time", "parttime", "štata", "pastāvīgs", "స్థిర", "శాశ్వత", "स्थायी"),
    "agency": ("agency", "contractor", "contract", "external", "freelance", "freelancer", "outsourced", "leased")
    + ("aģentūra", "ఏజెన్సీ", "एजेंसी"),
    "temporary": ("temporary", "temp", "seasonal", "fixed-term", "fixed term", "intern", "trainee", "casual")
    + ("probation", "pagaidu", "తాత్కాలిక", "अस्थायी"),
}
_OTHER_NAMES = {"eng": "en", "tel": "te", "hin": "hi", "lav": "lv", "हिंदी": "hi", "तेलुगु": "te", "ఆంగ్లం": "en"}
# Locales in whose words the name of a language is understood, beside the language's own.
_NAMED_IN = ("en", "lv", "te", "hi", "ru", "de", "et", "lt", "pl", "fr", "es")


class Unusable(Exception):
    """A cell cannot be used; `str(error)` is a sentence for the person who brought the file."""


def tidy(text: str) -> str:
    """Return a cell on one line: NFC, no unseen signs, single blanks; raise Unusable for what nobody can keep."""
    kept = " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())
    if _GUARDED.match(kept):
        kept = kept[1:]  # our own lists, and those of others, write it before what a spreadsheet takes for a formula
    if _CONTROLS.search(kept):
        raise Unusable(_("there are signs in it that cannot be kept."))
    if "\ufffd" in kept:
        raise Unusable(_("some of its letters cannot be read. Choose another encoding."))
    if len(kept) > LONGEST_CELL:
        raise Unusable(_("it is longer than %(most)s signs.", most=LONGEST_CELL))
    if _FORMULA_FAULT.fullmatch(kept):
        raise Unusable(_("the spreadsheet shows an error there (%(error)s).", error=kept))
    return kept


def read_value(key: str, text: str, format: str) -> Value:
    """Return what a tidy, non-empty cell says in this field; raise Unusable."""
    if key in _READERS:
        return _READERS[key](text)
    if key in ("start_on", "end_on"):
        return _day(text, format)
    return text


def _number(text: str) -> str:
    if _SHORTENED.fullmatch(text):
        raise Unusable(_("a spreadsheet has shortened the number. Format the column as text and save it again."))
    _refuse(number_fault(text))
    return clean_number(text)


def _name(text: str) -> str:
    _refuse(name_fault(text))
    return clean_name(text)


def _mail(text: str) -> str:
    _refuse(mail_fault(text))
    return text


def _mobile(text: str) -> str:
    if _SHORTENED.fullmatch(text):
        raise Unusable(_("a spreadsheet has shortened the number. Format the column as text and save it again."))
    plain = " ".join(re.sub(r"[()./\-\u2010-\u2015]", " ", text).split())
    _refuse(mobile_fault(plain))
    return plain


def _language(text: str) -> str:
    found = _languages().get(folded(text)) or _languages().get(re.split(r"[-_]", folded(text))[0])
    if found is None:
        raise Unusable(
            _("“%(text)s” is none of the languages here (%(known)s).", text=text, known=", ".join(LANGUAGES.values()))
        )
    return found


def _kind(text: str) -> str:
    found = _kinds().get(folded(text))
    if found is None:
        raise Unusable(_("“%(text)s” is none of %(known)s.", text=text, known=", ".join(KINDS)))
    return found


def _profile(text: str) -> str:
    if folded(text) not in PROFILES:
        raise Unusable(_("“%(text)s” is none of %(known)s.", text=text, known=", ".join(PROFILES)))
    return folded(text)


def _day(text: str, format: str) -> date:
    day = read_day(text, format)
    if day is None:
        raise Unusable(_("“%(text)s” is no day in the chosen format.", text=text))
    return day


def _refuse(fault: str | None) -> None:
    if fault:
        raise Unusable(fault)


@cache
def _languages() -> dict[str, str]:
    """Return every known name and code of the languages, folded."""
    names = {folded(name): code for name, code in _OTHER_NAMES.items()}
    for code, own in LANGUAGES.items():
        names |= {code: code, folded(own): code}
        names |= {folded(Locale.parse(locale).languages[code]): code for locale in _NAMED_IN}
        names[folded(Locale.parse(code).languages[code])] = code
    return names


@cache
def _kinds() -> dict[str, str]:
    return {folded(word): kind for kind, words in _WORDS_FOR_KINDS.items() for word in words}


_READERS: dict[str, Callable[[str], str]] = {
    "staff_number": _number,
    "supervisor": _number,
    "name": _name,
    "email": _mail,
    "mobile": _mobile,
    "language": _language,
    "kind": _kind,
    "profile": _profile,
}


def fault_words(key: str, why: str) -> str:
    """Return a fault with the name of its field in front, once."""
    name = label(key)
    return why if why.startswith(f"{name}: ") else f"{name}: {why}"
