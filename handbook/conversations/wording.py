"""The words for kinds of conversations and for how a goal stands, in the reader's language."""

from flask_babel import gettext as _

from handbook.conversations.lifecycle import Kind, Outcome


def kind_words() -> dict[Kind, str]:
    """Return the kinds in the reader's language."""
    return {Kind.PRAISE: _("Praise"), Kind.COACHING: _("Coaching"), Kind.GOAL: _("Goal")}


def outcome_words() -> dict[Outcome, str]:
    """Return how a goal can stand in the reader's language."""
    return {Outcome.MET: _("Met"), Outcome.ON_THE_WAY: _("On the way"), Outcome.NOT_YET: _("Not yet")}
