"""The choices of this room, as tables; no database."""

from enum import StrEnum


class Topic(StrEnum):
    """What a ten-second remark is about, where it is about no rule."""

    WAIT = "wait"
    PRODUCT = "product"
    PRICE = "price"
    PREMISES = "premises"
    SERVICE = "service"
    OTHER = "other"


class Abuse(StrEnum):
    """What a customer did to an employee."""

    WORDS = "words"
    THREAT = "threat"
    TOUCHING = "touching"
    DISCRIMINATION = "discrimination"
    OTHER = "other"


class Need(StrEnum):
    """What the employee needs now."""

    BREAK = "break"
    COMPANY = "company"
    POLICE = "police"
    NOTHING = "nothing"


class Addressee(StrEnum):
    """To whom somebody speaks up."""

    HR = "hr"
    OUTSIDER = "outsider"


class Matter(StrEnum):
    """What somebody speaks up about."""

    CONDITIONS = "conditions"
    UNFAIRNESS = "unfairness"
    SAFETY = "safety"
    SUPERIOR = "superior"
    WISH = "wish"


class SpeakUpStage(StrEnum):
    """Whose turn it is."""

    WAITING = "waiting"
    ANSWERED = "answered"


class SpeakUpEntryKind(StrEnum):
    """What an entry says happened."""

    SAID = "said"
    ADDED = "added"
    ANSWERED = "answered"
    KEPT_FROM = "kept_from"


ANSWER_DAYS = 5
"""Working days until the answer to what somebody speaks up about (product.md: its own promise, no law)."""
