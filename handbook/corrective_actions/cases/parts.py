"""Which part a person may have in a case; no database."""

from enum import StrEnum


class Part(StrEnum):
    """What somebody is in a case. A part that is over opens nothing, but is remembered."""

    INVESTIGATOR = "investigator"
    DECIDER = "decider"
    APPROVER = "approver"
    HEARER = "hearer"
    COMPANION = "companion"
    INTERPRETER = "interpreter"
    WITNESS = "witness"


# Who has one of these reads the case file while it lasts.
WORKING = (Part.INVESTIGATOR, Part.DECIDER, Part.APPROVER, Part.HEARER)
