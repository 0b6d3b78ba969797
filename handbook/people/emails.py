"""Mails about the ways in: the link itself, and what happened, told to the person whose ways in they are."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.core.installation import current_settings
from handbook.core.mail import Message
from handbook.core.moments import locale_of, moment_words
from handbook.people.credential_kinds import WHAT_WORDS, What
from handbook.people.credentials_policy import Subject


def one_time_link(person: Subject, token: str, ends_at: datetime, by: str | None) -> Message:
    """Return the mail with a link to choose a password; `by` is who had it sent, None where the person asked."""
    with force_locale(locale_of(person.language)):
        asked = (
            _("%(by)s had this link sent to you. Your former password, if you had one, no longer works.", by=by)
            if by
            else _("Somebody, hopefully you, asked for a new password for the staff number %(number)s.",
                   number=person.staff_number)
        )  # fmt: skip
        return Message(
            to=_address(person),
            language=person.language,
            subject=_("Choose your password for the service handbook"),
            lines=(
                _("Good day, %(name)s.", name=person.name),
                asked,
                _("Open the link and choose a password that you alone know."),
            ),
            link=f"{current_settings().base_url}/welcome/{token}",
            link_words=_("Choose my password"),
            small=(
                _("The link works once, until %(moment)s.", moment=_moment(ends_at, person)),
                _("Nobody at work may know your password, not even your supervisor or HR."),
                _not_agreed() if by else _("If it was not you, do nothing: your password stays as it is."),
            ),
        )


def told(person: Subject, what: What, by: str | None, at: datetime, reason: str) -> Message:
    """Return the mail that tells a person what happened to their ways in; `by` is None for their own doing."""
    with force_locale(locale_of(person.language)):
        words = str(WHAT_WORDS[what])
        when = _moment(at, person)
        if by:
            line = _("%(moment)s: %(what)s. Done by: %(by)s.", moment=when, what=words, by=by)
        else:
            line = _("%(moment)s: %(what)s.", moment=when, what=words)
        lines = [_("Good day, %(name)s.", name=person.name), line, *_what_follows(what)]
        if reason:
            lines.append(_("The reason given: %(reason)s", reason=reason))
        return Message(
            to=_address(person),
            language=person.language,
            subject=_("Your way into the service handbook: %(what)s", what=words),
            lines=tuple(lines),
            link=f"{current_settings().base_url}/account",
            link_words=_("Look at my account"),
            small=(_not_agreed() if by else _was_it_you(),),
        )


def text_for_telephone(person: Subject) -> str:
    """Return the words of a text message that tells of a slip, in the person's language; it holds no secret."""
    with force_locale(locale_of(person.language)):
        return _(
            "Service handbook: a slip was printed today with which you choose a new password. Your former password no "
            "longer works. If this was not agreed with you, tell HR or the administrator at once."
        )


def _what_follows(what: What) -> list[str]:
    if what is What.SLIP_PRINTED:
        return [_("A former password or PIN no longer works. With the slip you choose a new one.")]
    if what is What.DISABLED:
        return [_("You cannot sign in for the time being. HR can tell you why, and how to reach your own file.")]
    if what is What.SECOND_STEP_REMOVED:
        return [_("The code from the telephone is no longer asked for. If your tasks need it, set it up anew.")]
    if what is What.ADDRESS_CHANGED:
        return [_("Mails go to the address that is on file now. A former address gets this one mail, too.")]
    return []


def _not_agreed() -> str:
    return _("If nobody agreed this with you, tell another person in HR or the administrator at once.")


def _was_it_you() -> str:
    return _("If this was not you, tell HR or the administrator at once.")


def _moment(at: datetime, person: Subject) -> str:
    return moment_words(at, person.zone, person.language)


def _address(person: Subject) -> str:
    if not person.email:
        raise ValueError("a mail needs an address")
    return person.email
