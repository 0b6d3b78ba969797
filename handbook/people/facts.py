"""What is kept of a person beside the work: name, language, ways to reach them; cleaned and checked."""

import re
from dataclasses import dataclass

from flask_babel import gettext as _

from handbook.core.errors import Invalid
from handbook.people.folding import clean_name, clean_number

KINDS = ("staff", "agency", "temporary")
PROFILES = ("everyone", "counter", "phone", "written")
LONGEST_NAME, LONGEST_NUMBER, LONGEST_MAIL = 200, 64, 254
_MAIL = re.compile(r"[^@\s\x00-\x1f,;<>]+@[^@\s\x00-\x1f,;<>]+")
_MOBILE = re.compile(r"\+?[\d ]{6,20}")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a form or a file says of a person. Empty mail or mobile is None."""

    name: str
    latin_name: str
    language: str
    email: str | None
    mobile: str | None
    kind: str


def cleaned(facts: Facts) -> Facts:
    """Return these facts as they are kept; raise Invalid with one sentence for each that cannot be."""
    faults = [fault for fault in (name_fault(facts.name), mail_fault(facts.email), mobile_fault(facts.mobile)) if fault]
    if facts.kind not in KINDS:
        faults.append(_("Kind: choose one of the list."))
    if faults:
        raise Invalid(*faults)
    return Facts(
        name=clean_name(facts.name),
        latin_name=clean_name(facts.latin_name),
        language=facts.language,
        email=(facts.email or "").strip() or None,
        mobile=(facts.mobile or "").strip() or None,
        kind=facts.kind,
    )


def number_fault(text: str | None) -> str | None:
    """Return what is wrong with a staff number, or None."""
    number = clean_number(text)
    if not number:
        return _("Staff number: type the number.")
    if len(number) > LONGEST_NUMBER or not number.isprintable():
        return _("Staff number: %(most)s letters, digits and signs at most.", most=LONGEST_NUMBER)
    return None


def name_fault(text: str | None) -> str | None:
    """Return what is wrong with a name, or None."""
    name = clean_name(text)
    if not name:
        return _("Name: type the name.")
    if len(name) > LONGEST_NAME:
        return _("Name: %(most)s letters at most.", most=LONGEST_NAME)
    return None


def mail_fault(text: str | None) -> str | None:
    """Return what is wrong with an e-mail address, or None; none at all is right."""
    mail = (text or "").strip()
    if mail and (len(mail) > LONGEST_MAIL or not _MAIL.fullmatch(mail)):
        return _("E-mail: write it like name@company.example, without blanks.")
    return None


def mobile_fault(text: str | None) -> str | None:
    """Return what is wrong with a mobile number, or None; none at all is right."""
    mobile = (text or "").strip()
    if mobile and not (_MOBILE.fullmatch(mobile) and mobile.isascii()):
        return _("Mobile number: a plus sign, digits and blanks, 6 to 20 of them.")
    return None
