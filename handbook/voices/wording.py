"""The words for the choices of this room, in the reader's language."""

from flask_babel import gettext as _

from handbook.complaints.operations import Channel
from handbook.voices.lifecycle import Abuse, Addressee, Matter, Need, Topic


def channel_words() -> dict[Channel, str]:
    """Return how thanks can come, without the public door, where customers write themselves."""
    return {
        Channel.COUNTER: _("At the counter"),
        Channel.PHONE: _("By telephone"),
        Channel.MAIL: _("By mail"),
        Channel.CHAT: _("In a chat"),
        Channel.SOCIAL: _("On a social network"),
        Channel.REVIEW: _("In a review"),
        Channel.LETTER: _("By letter"),
        Channel.SURVEY: _("In a survey"),
    }


def topic_words() -> dict[Topic, str]:
    """Return what remarks can be about."""
    return {
        Topic.WAIT: _("Waiting"),
        Topic.PRODUCT: _("Products"),
        Topic.PRICE: _("Prices"),
        Topic.PREMISES: _("The place"),
        Topic.SERVICE: _("How we do things"),
        Topic.OTHER: _("Something else"),
    }


def abuse_words() -> dict[Abuse, str]:
    """Return what customers can do to employees."""
    return {
        Abuse.WORDS: _("Insulting words"),
        Abuse.THREAT: _("A threat"),
        Abuse.TOUCHING: _("Touching or pushing"),
        Abuse.DISCRIMINATION: _("Discrimination"),
        Abuse.OTHER: _("Something else"),
    }


def need_words() -> dict[Need, str]:
    """Return what an employee can need then."""
    return {
        Need.BREAK: _("A break"),
        Need.COMPANY: _("Somebody with me"),
        Need.POLICE: _("The police"),
        Need.NOTHING: _("Nothing, it should just be known"),
    }


def matter_words() -> dict[Matter, str]:
    """Return what somebody can speak up about."""
    return {
        Matter.CONDITIONS: _("Working conditions"),
        Matter.UNFAIRNESS: _("Something unfair"),
        Matter.SAFETY: _("Safety"),
        Matter.SUPERIOR: _("A superior"),
        Matter.WISH: _("A wish"),
    }


def addressee_words(outsider: str | None) -> dict[Addressee, str]:
    """Return to whom somebody can speak up; `outsider` is the name of the person outside, if there is one."""
    words = {Addressee.HR: _("HR")}
    if outsider is not None:
        words[Addressee.OUTSIDER] = _("%(name)s, from outside the company", name=outsider)
    return words
