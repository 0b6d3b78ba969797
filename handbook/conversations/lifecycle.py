"""The kinds of conversations, and how a goal can stand when it is looked at; no database."""

from enum import StrEnum


class Kind(StrEnum):
    """What a conversation was."""

    PRAISE = "praise"
    COACHING = "coaching"
    GOAL = "goal"


class Outcome(StrEnum):
    """How a goal stands on a day on which it is looked at."""

    MET = "met"
    ON_THE_WAY = "on_the_way"
    NOT_YET = "not_yet"


def ends_goal(outcome: Outcome) -> bool:
    """Tell whether the days still to come fall away: a goal that is met needs no further look."""
    return outcome is Outcome.MET
