"""Ready words for a telephone, and slips for the hand: each in the language of the person who gets it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.acknowledgements.as_of import is_over
from handbook.acknowledgements.board_lines import RoundRow
from handbook.acknowledgements.board_people import zones
from handbook.acknowledgements.chosen import Target
from handbook.acknowledgements.emails import Asked, sign_address, words_to_share
from handbook.core.moments import day_words, locale_of
from handbook.core.square_code import square_code


@dataclass(frozen=True, slots=True)
class Words:
    """One text to share. `sms` and `whatsapp` open the telephone's own program with the words filled in."""

    language: str
    text: str
    sms: str
    whatsapp: str


@dataclass(frozen=True, slots=True)
class TextTo:
    """The text for one person: with a number the telephone's program opens for that person."""

    staff_number: str
    name: str
    mobile: str
    words: Words


@dataclass(frozen=True, slots=True)
class Slip:
    """A printed slip of A6: what, until when, where, and how to get in; every sentence in `language`."""

    language: str
    staff_number: str
    name: str
    heading: str
    sentences: Sequence[str]
    address: str
    code: str


def texts_of(round_: RoundRow, languages: Iterable[str]) -> list[Words]:
    """Return the text for everybody, once in each language; it is late once the day due has been at every place."""
    is_late = is_over(round_.deadline_on, zones())
    asked = (Asked("", language, round_.edition, round_.deadline_on, is_late=is_late) for language in languages)
    return [_words(one) for one in asked]


def texts_to(targets: Iterable[Target]) -> list[TextTo]:
    """Return the text for each of these people."""
    return [
        TextTo(one.staff_number, one.asked.name, one.mobile, _words(one.asked, _dialled(one.mobile))) for one in targets
    ]


def slips_of(targets: Iterable[Target], company: str) -> list[Slip]:
    """Return a slip for each of these people; the square code of an address is drawn once per language."""
    codes: dict[str, str] = {}
    return [_slip(one, company, codes) for one in targets]


def _words(asked: Asked, number: str = "") -> Words:
    text = words_to_share(asked)
    written = quote(text, safe="")
    return Words(
        asked.language,
        text,
        f"sms:{'+' + number if number else ''}?&body={written}",
        f"https://wa.me/{number}?text={written}",
    )


def _dialled(mobile: str) -> str:
    """Return a number as an address wants it: digits with the country in front, or nothing where that is unknown."""
    digits = "".join(sign for sign in mobile if sign in "0123456789")
    if mobile.strip().startswith("+"):
        return digits
    return digits.removeprefix("00") if digits.startswith("00") else ""


def _slip(one: Target, company: str, codes: dict[str, str]) -> Slip:
    asked, address = one.asked, sign_address(one.asked.language)
    if asked.language not in codes:
        codes[asked.language] = square_code(address)
    with force_locale(locale_of(asked.language)):
        way_in = (
            _("Sign in with your staff number and your own password.")
            if one.has_password
            else _("You have no password yet: HR gives you a one-time slip in a closed envelope.")
        )
        return Slip(
            language=asked.language,
            staff_number=_("Staff number %(number)s", number=one.staff_number),
            name=asked.name,
            heading=_("Please read and sign the service handbook of %(company)s", company=company),
            sentences=(
                _until(asked),
                way_in,
                _("Nobody at work may know your password or sign for you."),
            ),
            address=urlsplit(address)._replace(query="").geturl(),
            code=codes[asked.language],
        )


def _until(asked: Asked) -> str:
    day = day_words(asked.due_on, asked.language)
    if asked.is_late:
        return _("Edition %(number)s. It was due on %(day)s; please sign now. Reading is working time.",
                 number=asked.edition, day=day)  # fmt: skip
    return _("Edition %(number)s, by %(day)s. Reading is working time.", number=asked.edition, day=day)
