"""What can come of an invitation besides a signature, and which of it makes a rule notified."""

from enum import StrEnum


class Kind(StrEnum):
    """The values of `Outcome.kind`."""

    DECLINED = "declined"
    QUESTION = "question"
    REFUSED = "refused"
    SERVED_BY_HAND = "served_by_hand"
    READ_ALOUD = "read_aloud"
    PAPER = "paper"
    ON_LEAVE = "on_leave"
    BACK = "back"
    LEFT = "left"


SIGNED, NOT_NOTIFIED = "signed", "not notified"
DECLINED, SERVED = "shown and declined", "served by hand"
# Who was shown the text and would not sign knows it all the same, alone or before witnesses.
ANSWERS = {
    Kind.DECLINED: DECLINED,
    Kind.REFUSED: DECLINED,
    Kind.SERVED_BY_HAND: SERVED,
    Kind.READ_ALOUD: SERVED,
}
# Why an invitation has a last day of its own: nobody but those who read questions is shown such a day.
ANSWERED_QUESTION = "answer to a question"
# What others record about a person; its witnesses never examine a dispute of that person.
BY_OTHERS = (Kind.REFUSED, Kind.SERVED_BY_HAND, Kind.READ_ALOUD)
