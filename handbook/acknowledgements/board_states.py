"""The states of an invited person, which one counts where several hold, and the four groups of the whole bar."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a person stands with a round on a day; each has its colour, mark and word in components/chip.html."""

    SIGNED = "signed"
    SERVED_BY_HAND = "served_by_hand"
    READ_ALOUD = "read_aloud"
    REFUSED = "refused"
    DISPUTED = "disputed"
    DECLINED = "declined"
    QUESTION = "question"
    PAPER = "paper"
    LEFT = "left"
    ON_LEAVE = "on_leave"
    SET_ASIDE = "set_aside"
    OPENED = "opened"
    NOT_REACHABLE = "not_reachable"
    NOT_OPENED = "not_opened"


class Group(StrEnum):
    """The four parts of a board; together they are everybody invited by that day."""

    SIGNED = "signed"
    OPENED = "opened"
    INVITED = "invited"
    NOT_REACHABLE = "not_reachable"


# The first state that holds is the person's. Each line says why it stands before those below it.
PRECEDENCE: Final[tuple[tuple[State, str], ...]] = (
    (State.SIGNED, "A signature that stands is the end, whatever was said, served or planned before or after it."),
    (
        State.SERVED_BY_HAND,
        "The text reached the person by another's hand: that is proven, and no later word undoes it.",
    ),
    (State.READ_ALOUD, "The same by another's voice; the newest of these three acts counts."),
    (State.REFUSED, "The same before two witnesses; a refusal is proven, an own word about it adds nothing."),
    (State.DISPUTED, "A signature in doubt counts for nothing until somebody uninvolved has looked into it."),
    (State.DECLINED, "The own word; of declined, question and paper the newest counts, for people change their minds."),
    (State.QUESTION, "The own word: waits for us, not for the person. An answered question is done with."),
    (State.PAPER, "The own word: waits for a printed copy, until the person chooses the electronic way after all."),
    (State.LEFT, "Who works nowhere that day cannot be asked; what they said before stands above."),
    (State.ON_LEAVE, "Who is away is not late, whether they had begun to read or not."),
    (
        State.SET_ASIDE,
        "The signature was found not to be theirs: they are asked again, whatever was opened in their name.",
    ),
    (State.OPENED, "Who has begun to read was reached, by whatever way."),
    (State.NOT_REACHABLE, "No mail, no mobile, no password, no slip, nothing sent: the person cannot know of it yet."),
    (State.NOT_OPENED, "Invited, and nothing else holds."),
)

# What is proven decides: a disputed or set-aside signature does not prove that the person ever saw the text.
GROUPS: Final[Mapping[Group, tuple[State, ...]]] = {
    Group.SIGNED: (State.SIGNED,),
    Group.OPENED: (
        State.SERVED_BY_HAND,
        State.READ_ALOUD,
        State.REFUSED,
        State.DECLINED,
        State.QUESTION,
        State.PAPER,
        State.OPENED,
    ),
    Group.INVITED: (State.NOT_OPENED, State.DISPUTED, State.SET_ASIDE),
    Group.NOT_REACHABLE: (State.NOT_REACHABLE, State.ON_LEAVE, State.LEFT),
}

# Whom somebody asks, who says "this was not me", and what was found, is not for a supervisor. Their board is that of a
# company in which nobody asks or disputes anything: a state is not renamed but never holds, so that nothing about the
# person changes on the day of the question or the dispute. A signature set aside is one that was never given.
HIDDEN: Final = frozenset({State.DISPUTED, State.QUESTION})
DISCREET: Final[Mapping[State, State]] = {State.SET_ASIDE: State.NOT_OPENED}

# Who may be reminded: the others have answered, cannot answer, or wait for us.
REMINDABLE: Final = frozenset({State.NOT_OPENED, State.OPENED, State.NOT_REACHABLE, State.SET_ASIDE})

# The order of a list that shows first where something is to be done.
TO_DO: Final[tuple[State, ...]] = (
    State.NOT_OPENED,
    State.NOT_REACHABLE,
    State.SET_ASIDE,
    State.OPENED,
    State.QUESTION,
    State.PAPER,
    State.DISPUTED,
    State.DECLINED,
    State.REFUSED,
    State.READ_ALOUD,
    State.SERVED_BY_HAND,
    State.ON_LEAVE,
    State.LEFT,
    State.SIGNED,
)


def group_of(state: State) -> Group:
    """Return the part of the board to which a state belongs."""
    return next(group for group, states in GROUPS.items() if state in states)


def by_group(counts: Mapping[State, int]) -> dict[Group, int]:
    """Add the counts of states up to the four groups; together they are as many as before."""
    return {group: sum(counts.get(state, 0) for state in states) for group, states in GROUPS.items()}
