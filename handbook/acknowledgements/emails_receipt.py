"""The mail that brings a signature's receipt to the person who signed."""

from flask_babel import force_locale
from flask_babel import gettext as _

from handbook.acknowledgements.models import Acknowledgement
from handbook.core.installation import current_settings
from handbook.core.mail import Message
from handbook.core.moments import locale_of, moment_words


def receipt(row: Acknowledgement, edition: int, to: str) -> Message:
    """Return the mail about a signature, in the language that was read."""
    base = current_settings().base_url
    with force_locale(locale_of(row.language)):
        return Message(
            to=to,
            language=row.language,
            subject=_("You signed the service handbook, edition %(number)s", number=edition),
            lines=(
                _("%(name)s, your signature is recorded. It counts from this minute.", name=row.name),
                _("Signed on %(moment)s.", moment=moment_words(row.recorded_at, row.zone, row.language)),
                _("Receipt %(code)s", code=row.receipt),
            ),
            link=f"{base}/sign/receipt/{row.id}",
            link_words=_("Look at your receipt and the sealed PDF"),
            small=(_("Was this not you? Tell us here, without signing in: %(address)s", address=dispute_address(row)),),
        )


def dispute_address(row: Acknowledgement) -> str:
    """Return the whole address at which anybody who holds the receipt can say: this was not me."""
    return f"{current_settings().base_url}/r/{row.receipt}"
