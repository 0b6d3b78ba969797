"""The words of the ways in: which events exist, how a person is told, and how a reader reads both."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class What(StrEnum):
    """The events that exist; the value is what the evidence says."""

    LINK_SENT = "link sent"
    SLIP_PRINTED = "slip printed"
    PASSWORD_CHOSEN = "password chosen"  # noqa: S105  # words about an event, no secret
    PIN_CHOSEN = "pin chosen"
    SECOND_STEP_SET_UP = "second step set up"
    SECOND_STEP_REMOVED = "second step removed"
    DISABLED = "disabled"
    ENABLED = "enabled"
    ADDRESS_CHANGED = "address changed"


class Channel(StrEnum):
    """How a person is told."""

    MAIL = "mail"
    START_PAGE = "start page"
    TEXT_OFFERED = "text message prepared"


WHAT_WORDS = {
    What.LINK_SENT: _l("Link for a new password sent by mail"),
    What.SLIP_PRINTED: _l("Slip for a new password printed"),
    What.PASSWORD_CHOSEN: _l("Password chosen"),
    What.PIN_CHOSEN: _l("PIN chosen"),
    What.SECOND_STEP_SET_UP: _l("Second step set up"),
    What.SECOND_STEP_REMOVED: _l("Second step taken away"),
    What.DISABLED: _l("Account switched off"),
    What.ENABLED: _l("Account switched on"),
    What.ADDRESS_CHANGED: _l("E-mail address or mobile number changed"),
}
CHANNEL_WORDS = {
    Channel.MAIL: _l("by mail"),
    Channel.START_PAGE: _l("on the start page"),
    Channel.TEXT_OFFERED: _l("by a text message that HR had ready to send"),
}
