"""Mails of rounds: the invitation and the reminder, in the language of the person. They are built here, never sent."""

from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.core.installation import current_settings
from handbook.core.mail import Message
from handbook.core.moments import day_words, locale_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person is asked, in whatever way it reaches them. `is_late`: at their place the day due has been."""

    name: str
    language: str
    edition: int
    due_on: date
    note: str = ""
    is_late: bool = False


def sign_address(language: str) -> str:
    """Return the whole address of the signing page in a language."""
    return f"{current_settings().base_url}/sign?lang={language}"


def invitation(to: str, asked: Asked) -> Message:
    """Return the mail that asks a person to read and sign for the first time."""
    with force_locale(locale_of(asked.language)):
        return _message(to, asked, _("Please read and sign the service handbook, edition %(number)s", **_number(asked)))


def reminder(to: str, asked: Asked) -> Message:
    """Return the mail that asks once more."""
    with force_locale(locale_of(asked.language)):
        subject = _("A reminder: the service handbook, edition %(number)s, waits for you", **_number(asked))
        return _message(to, asked, subject)


def words_to_share(asked: Asked) -> str:
    """Return one short text with the address, for a message on a telephone."""
    with force_locale(locale_of(asked.language)):
        day, address = day_words(asked.due_on, asked.language), sign_address(asked.language)
        if asked.is_late:
            return _(
                "Our service handbook, edition %(number)s, was due on %(day)s. Please read and sign it now: "
                "%(address)s Reading is working time.",
                day=day,
                address=address,
                **_number(asked),
            )
        return _(
            "Please read and sign our service handbook, edition %(number)s, by %(day)s: %(address)s "
            "Reading is working time.",
            day=day,
            address=address,
            **_number(asked),
        )


def _message(to: str, asked: Asked, subject: str) -> Message:
    lines = (
        _("Dear %(name)s,", name=asked.name),
        _request(asked),
        _("Reading is working time. You can also ask a question first, or decline; neither is held against you."),
    )
    note = (asked.note,) if asked.note else ()
    return Message(
        to=to,
        language=asked.language,
        subject=subject,
        lines=lines + note,
        link=sign_address(asked.language),
        link_words=_("Read and sign"),
        small=(_("You sign in with your staff number and your own password. Nobody at work may know your password."),),
    )


def _request(asked: Asked) -> str:
    day = day_words(asked.due_on, asked.language)
    if asked.is_late:
        return _("the service handbook, edition %(number)s, was due on %(day)s. Please read and sign it now.",
                 day=day, **_number(asked))  # fmt: skip
    return _("please read the service handbook, edition %(number)s, and sign it by %(day)s.", day=day, **_number(asked))


def _number(asked: Asked) -> dict[str, int]:
    return {"number": asked.edition}
