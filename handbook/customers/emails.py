"""Mails of the customer's door: the receipt, each letter, and to the handler the reminder of a promised day."""

from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.core.installation import current_settings
from handbook.core.mail import Message
from handbook.core.moments import day_words, locale_of
from handbook.customers.pages import Due, Followed, SentLetter


def receipt(to: str, company: str, page: Followed, code: str) -> Message:
    """Return the mail that tells a customer the reference, who looks after it, the promised day and the code."""
    with force_locale(locale_of(page.language)):
        who = page.looks_after or _("our team for complaints")
        lines = [
            _("Thank you for telling us what happened at %(place)s.", place=page.location),
            _("Your reference: %(reference)s", reference=page.reference),
            _("It is looked after by: %(who)s", who=who),
        ]
        if page.due_on:
            lines.append(_("You have our answer by %(day)s.", day=day_words(page.due_on, page.language)))
        lines.append(_("Your code: %(code)s", code=code))
        return Message(
            to=to,
            language=page.language,
            subject=_("We have your complaint %(reference)s", reference=page.reference),
            lines=tuple(lines),
            link=_link(code),
            link_words=_("See how far it is"),
            small=(*_about_the_code(), company),
        )


def letter(to: str, sent: SentLetter, code: str) -> Message:
    """Return the mail that carries a letter, in the very words that were sent, with a way to its page."""
    with force_locale(locale_of(sent.language)):
        return Message(
            to=to,
            language=sent.language,
            subject=sent.title,
            lines=tuple(sent.words.split("\n\n")),
            link=_link(code),
            link_words=_("See the letter on the page of your complaint"),
            small=(_("Do not answer this mail: nobody reads what comes back. Answer on the page."), *_about_the_code()),
        )


def promise_due(to: str, name: str, language: str, due: Due) -> Message:
    """Return the mail that reminds a handler of a promised day; it says nothing of what happened or to whom."""
    with force_locale(locale_of(language)):
        return Message(
            to=to,
            language=language,
            subject=_("Complaint %(reference)s: a day was promised", reference=due.reference),
            lines=(
                _("Good day, %(name)s.", name=name),
                _("The customer expects to hear from us by %(day)s.", day=day_words(due.due_on, language)),
                _("If you cannot keep that day, tell the customer before it passes, with the reason and a new day."),
            ),
            link=f"{current_settings().base_url}/complaints/{due.complaint_id}/letters",
            link_words=_("Write to the customer"),
        )


def _about_the_code() -> tuple[str, ...]:
    return (_("Whoever has this mail can read the page. Do not pass it on to anybody who should not."),)


def _link(code: str) -> str:
    return f"{current_settings().base_url}/c/{code}"
