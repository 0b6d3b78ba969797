"""Mails that something waits, without a word of what it is about. Built here, sent by jobs."""

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.core.installation import current_settings
from handbook.core.mail import Message
from handbook.core.moments import locale_of


@dataclass(frozen=True, slots=True)
class Told:
    """To whom a mail goes, and to which page it leads."""

    email: str
    name: str
    language: str
    action_id: str


def to_person(told: Told) -> Message:
    """Tell the employee that there is something new in the own file."""
    with force_locale(locale_of(told.language)):
        lines = (
            _("%(name)s, there is something new in your own file.", name=told.name),
            _("Sign in to read it, at work or at home. Nobody else can read it by this link."),
        )
        return _message(told, _("Something new in your file"), lines)


def to_colleague(told: Told) -> Message:
    """Tell somebody that a task waits for them."""
    with force_locale(locale_of(told.language)):
        lines = (
            _("%(name)s, something waits for you.", name=told.name),
            _("Sign in to see what it is. Please keep it to yourself."),
        )
        return _message(told, _("Something waits for you"), lines)


def _message(told: Told, subject: str, lines: tuple[str, ...]) -> Message:
    return Message(
        to=told.email,
        language=told.language,
        subject=subject,
        lines=lines,
        link=f"{current_settings().base_url}/actions/{told.action_id}",
        link_words=_("Sign in"),
    )
