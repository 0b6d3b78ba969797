"""The states and groups of a board in the reader's language; colour and mark stand in components/chip.html."""

from flask_babel import gettext as _

from handbook.acknowledgements.board_states import Group, State


def state_words() -> dict[State, str]:
    """Return the word of each state."""
    return {
        State.SIGNED: _("Signed"),
        State.SERVED_BY_HAND: _("Served by hand"),
        State.READ_ALOUD: _("Read aloud"),
        State.REFUSED: _("Refused before witnesses"),
        State.DISPUTED: _("Disputed"),
        State.DECLINED: _("Shown and declined"),
        State.QUESTION: _("Question asked"),
        State.PAPER: _("Wants paper"),
        State.LEFT: _("Has left"),
        State.ON_LEAVE: _("On leave"),
        State.SET_ASIDE: _("Set aside, asked again"),
        State.OPENED: _("Opened"),
        State.NOT_REACHABLE: _("Not reachable yet"),
        State.NOT_OPENED: _("Not opened"),
    }


def group_words() -> dict[Group, str]:
    """Return the word of each of the four parts of a board."""
    return {
        Group.SIGNED: _("Signed"),
        Group.OPENED: _("Opened"),
        Group.INVITED: _("Invited"),
        Group.NOT_REACHABLE: _("Not reachable"),
    }
