"""The mail of this room: that a colleague waits for an answer, without a word of who or why. Sent by a job."""

from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.core.installation import current_settings
from handbook.core.mail import Message
from handbook.core.moments import locale_of


def answer_awaited(to: str, name: str, language: str) -> Message:
    """Remind somebody that they promised colleagues an answer."""
    with force_locale(locale_of(language)):
        return Message(
            to=to,
            language=language,
            subject=_("Something waits for your answer"),
            lines=(
                _("%(name)s, something waits for you.", name=name),
                _("A day was promised for the answer. Sign in to see what it is. Please keep it to yourself."),
            ),
            link=f"{current_settings().base_url}/",
            link_words=_("Sign in"),
        )
