"""The mail of this room: that something waits for the outsider, without a word of what it is. Sent by a job."""

from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.core.installation import current_settings
from handbook.core.mail import Message
from handbook.core.moments import locale_of


def to_outsider(to: str, name: str, language: str) -> Message:
    """Tell the named outsider that something waits, and how to come in."""
    with force_locale(locale_of(language)):
        return Message(
            to=to,
            language=language,
            subject=_("Something waits for you"),
            lines=(
                _("%(name)s, something waits for you.", name=name),
                _("Sign in to see what it is. Please keep it to yourself."),
                _("You come in with your number and your own password. The sign-in page helps if you lost it."),
            ),
            link=f"{current_settings().base_url}/complaints/mine",
            link_words=_("Sign in"),
        )
