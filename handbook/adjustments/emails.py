"""Mails about what is agreed: that there is something to read, never what it says. Built here, sent by jobs."""

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.core.installation import current_settings
from handbook.core.mail import Message
from handbook.core.moments import locale_of


@dataclass(frozen=True, slots=True)
class Told:
    """To whom a mail goes, about whom, about which adjustment, and whether it is about its end."""

    email: str
    name: str
    language: str
    about: str
    adjustment_id: str
    is_end: bool


def to_person(told: Told) -> Message:
    """Tell the person that something was agreed or ended, and that they can object."""
    with force_locale(locale_of(told.language)):
        if told.is_end:
            subject = _("What was agreed with you about a rule ends")
            lead = _("%(name)s, HR has written down that something agreed with you about a rule ends.", name=told.name)
        else:
            subject = _("What is agreed with you about a rule")
            lead = _("%(name)s, HR has written down what is agreed with you about a rule.", name=told.name)
        after = _("Read it. If this is not what you agreed, say so on the same page; HR then talks with you.")
        return _message(told, subject, (lead, after))


def to_supervisor(told: Told) -> Message:
    """Tell whoever looks after the person that there is something to live by."""
    with force_locale(locale_of(told.language)):
        subject = _("Something is agreed with %(about)s about a rule", about=told.about)
        if told.is_end:
            subject = _("Something agreed with %(about)s about a rule ends", about=told.about)
        lines = (
            _("%(name)s, please read it, so that you live it together.", name=told.name),
            _("It says what is agreed, never why. Please do not ask for the reason."),
        )
        return _message(told, subject, lines)


def _message(told: Told, subject: str, lines: tuple[str, ...]) -> Message:
    return Message(
        to=told.email,
        language=told.language,
        subject=subject,
        lines=lines,
        link=f"{current_settings().base_url}/adjustments/{told.adjustment_id}",
        link_words=_("Read what is agreed"),
    )
