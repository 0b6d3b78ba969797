"""The stages of a complaint (ISO 10002, clauses 7.2 to 7.9), its moves and its kinds, as tables; no database."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import gettext as _

from handbook.core.errors import Conflict


class Stage(StrEnum):
    """How far the customer's side has come. A case is another record: that there is one is a fact and no stage."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASSESSED = "assessed"
    INVESTIGATING = "investigating"
    RESPONDED = "responded"
    OPEN_DISPUTED = "open_disputed"
    REOPENED = "reopened"
    CLOSED = "closed"


class Move(StrEnum):
    """What a person does to take a complaint on."""

    ACKNOWLEDGE = "acknowledge"
    ASSESS = "assess"
    INVESTIGATE = "investigate"
    RESPOND = "respond"
    DISPUTE = "dispute"
    REOPEN = "reopen"
    CLOSE = "close"
    SET_ASIDE = "set_aside"


class EntryKind(StrEnum):
    """What an entry says happened."""

    RECEIVED = "received"
    TAKEN_ON = "taken_on"
    ASSIGNED = "assigned"
    OUTSIDE = "outside"
    RULE_NAMED = "rule_named"
    PERSON_NAMED = "person_named"
    DESCRIBED = "described"
    ACKNOWLEDGED = "acknowledged"
    ASSESSED = "assessed"
    INVESTIGATING = "investigating"
    CONTACT = "contact"
    ASKED = "asked"
    HEARD = "heard"
    REMEDY = "remedy"
    ROOT_CAUSE = "root_cause"
    LINKED = "linked"
    FOUND = "found"
    LATE = "late"
    MISSED = "missed"
    RESPONDED = "responded"
    DISPUTED = "disputed"
    REOPENED = "reopened"
    CLOSED = "closed"
    SET_ASIDE = "set_aside"
    CASE_OPENED = "case_opened"
    ALLOWED = "allowed"


class Channel(StrEnum):
    """How a complaint or thanks came in, and how somebody was reached."""

    COUNTER = "counter"
    PHONE = "phone"
    MAIL = "mail"
    CHAT = "chat"
    SOCIAL = "social"
    REVIEW = "review"
    LETTER = "letter"
    SURVEY = "survey"
    DOOR = "door"  # the page that the customer filled in, see the room of customers


class Category(StrEnum):
    """What a complaint is about; many are about no person at all."""

    STAFF = "staff"
    PRODUCT = "product"
    ORDER = "order"
    WAIT = "wait"
    PRICE = "price"
    PREMISES = "premises"
    SAFETY = "safety"


class Confidentiality(StrEnum):
    """What the customer allows; what cannot be kept is not promised."""

    NAMED = "named"
    KEPT_BACK = "kept_back"
    ANONYMOUS = "anonymous"


class Finding(StrEnum):
    """What was found out, about what happened and not about what follows from it."""

    SUBSTANTIATED = "substantiated"
    PARTLY = "partly"
    UNSUBSTANTIATED = "unsubstantiated"
    UNABLE_TO_DETERMINE = "unable_to_determine"
    NOT_ABOUT_A_PERSON = "not_about_a_person"
    RULE_FOLLOWED = "rule_followed"


class RootCause(StrEnum):
    """Where it comes from, so that it does not come back."""

    RULE = "rule"
    PRODUCT = "product"
    STOCK = "stock"
    STAFFING = "staffing"
    TRAINING = "training"
    EQUIPMENT = "equipment"
    INFORMATION = "information"
    CONDUCT = "conduct"
    SUPPLIER = "supplier"
    OTHER = "other"


class Kinship(StrEnum):
    """How two complaints belong together."""

    DUPLICATE = "duplicate"
    SAME_CUSTOMER = "same_customer"
    SAME_MATTER = "same_matter"


BEFORE_THE_ANSWER = (Stage.RECEIVED, Stage.ACKNOWLEDGED, Stage.ASSESSED, Stage.INVESTIGATING, Stage.REOPENED)
# The customer waits for our word: also where the answer did not settle it, a day is promised and can pass.
AWAITED = (*BEFORE_THE_ANSWER, Stage.OPEN_DISPUTED)

MOVES: Mapping[Move, Mapping[Stage, Stage]] = {
    Move.ACKNOWLEDGE: {Stage.RECEIVED: Stage.ACKNOWLEDGED},
    # Who stood at the counter was told at once; whoever left no way to be reached cannot be told at all.
    Move.ASSESS: dict.fromkeys((Stage.RECEIVED, Stage.ACKNOWLEDGED), Stage.ASSESSED),
    Move.INVESTIGATE: dict.fromkeys((Stage.ASSESSED, Stage.REOPENED), Stage.INVESTIGATING),
    Move.RESPOND: dict.fromkeys((Stage.ASSESSED, Stage.INVESTIGATING), Stage.RESPONDED),
    Move.DISPUTE: {Stage.RESPONDED: Stage.OPEN_DISPUTED},
    Move.REOPEN: dict.fromkeys((Stage.OPEN_DISPUTED, Stage.CLOSED), Stage.REOPENED),
    Move.CLOSE: dict.fromkeys((Stage.RESPONDED, Stage.OPEN_DISPUTED), Stage.CLOSED),
    # Without an answer: the customer took it back, it stands elsewhere, or nobody is there to be answered.
    Move.SET_ASIDE: dict.fromkeys(BEFORE_THE_ANSWER, Stage.CLOSED),
}
# Somebody has looked into it; whatever the customer's side has come to since.
LOOKED_INTO = frozenset({Stage.INVESTIGATING, Stage.RESPONDED, Stage.OPEN_DISPUTED, Stage.REOPENED})
# What the customer allows, the least first: only the customer's own word leads on, the way back is always free.
LEAST_FIRST = (Confidentiality.ANONYMOUS, Confidentiality.KEPT_BACK, Confidentiality.NAMED)
BLOCKING = frozenset({Finding.RULE_FOLLOWED, Finding.NOT_ABOUT_A_PERSON, Finding.UNSUBSTANTIATED})


def moves_from(stage: Stage) -> tuple[Move, ...]:
    """Return the moves that this stage allows, in the order of the table."""
    return tuple(move for move, ways in MOVES.items() if stage in ways)


def after(stage: Stage, move: Move) -> Stage:
    """Return the stage that a move leads to; raise Conflict where the stage does not allow it."""
    if stage not in MOVES[move]:
        raise Conflict(_("The complaint has moved on meanwhile, so this step no longer fits. Look at it again."))
    return MOVES[move][stage]


def allows_more(before: Confidentiality, after: Confidentiality) -> bool:
    """Tell whether a choice of the customer lets more be known than the one before it."""
    return LEAST_FIRST.index(after) > LEAST_FIRST.index(before)


def is_open(stage: Stage) -> bool:
    """Tell whether something is still to be done for the customer."""
    return stage is not Stage.CLOSED


def is_answered(stage: Stage) -> bool:
    """Tell whether the customer has the decision and has not disputed it, so that no promised day can pass any more."""
    return stage not in AWAITED
