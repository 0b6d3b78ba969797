"""Mails about the handbook as it is written: that rules wait to be looked at again. Built here, sent by jobs."""

from datetime import date

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from handbook.core.installation import current_settings
from handbook.core.mail import Message
from handbook.core.moments import day_words, locale_of


def review_due(email: str, name: str, language: str, rules: int, review_on: date) -> Message:
    """Remind whoever looks after rules that they are to be looked at again by this day."""
    with force_locale(locale_of(language)):
        lead = ngettext(
            "%(name)s, please look at %(num)s rule of the handbook again by %(day)s.",
            "%(name)s, please look at %(num)s rules of the handbook again by %(day)s.",
            rules,
            name=name,
            day=day_words(review_on),
        )
        return Message(
            to=email,
            language=language,
            subject=_("Rules of the handbook wait for your review"),
            lines=(lead, _("Does it still hold, is it kept, what do customers say? Tell HR what should change.")),
            link=f"{current_settings().base_url}/handbook/reviews",
            link_words=_("See which rules"),
        )
