"""The words of this room's lists, in the reader's language."""

from datetime import date

from flask_babel import gettext as _

from handbook.complaints.due import LATE, TODAY, WAITING, WEEK
from handbook.complaints.lifecycle import (
    Category,
    Channel,
    Confidentiality,
    EntryKind,
    Finding,
    Kinship,
    RootCause,
    Stage,
)
from handbook.complaints.nearest import ACKNOWLEDGEMENT, ANSWER, NEWS
from handbook.complaints.pages import Entry
from handbook.core.moments import day_words


def stage_words() -> dict[Stage, str]:
    """Return the stages."""
    return {
        Stage.RECEIVED: _("Received"),
        Stage.ACKNOWLEDGED: _("Receipt confirmed"),
        Stage.ASSESSED: _("Assessed"),
        Stage.INVESTIGATING: _("Being investigated"),
        Stage.RESPONDED: _("Answered"),
        Stage.OPEN_DISPUTED: _("Answered, customer not content"),
        Stage.REOPENED: _("Reopened"),
        Stage.CLOSED: _("Closed"),
    }


def kind_words() -> dict[EntryKind, str]:
    """Return what an entry says happened."""
    return {
        EntryKind.RECEIVED: _("Received"),
        EntryKind.TAKEN_ON: _("Taken on"),
        EntryKind.ASSIGNED: _("Given to somebody"),
        EntryKind.OUTSIDE: _("Given to the outsider"),
        EntryKind.RULE_NAMED: _("Rule named"),
        EntryKind.PERSON_NAMED: _("Person named"),
        EntryKind.DESCRIBED: _("Details added"),
        EntryKind.ACKNOWLEDGED: _("Receipt confirmed to the customer"),
        EntryKind.ASSESSED: _("Assessed"),
        EntryKind.INVESTIGATING: _("Investigation begun"),
        EntryKind.CONTACT: _("Contact with the customer"),
        EntryKind.ASKED: _("Customer asked; the clock stands"),
        EntryKind.HEARD: _("The customer said"),
        EntryKind.REMEDY: _("Remedy granted"),
        EntryKind.ROOT_CAUSE: _("Where it comes from"),
        EntryKind.LINKED: _("Another complaint linked"),
        EntryKind.FOUND: _("Finding"),
        EntryKind.LATE: _("Told that we will be late"),
        EntryKind.MISSED: _("A promised day passed"),
        EntryKind.RESPONDED: _("Decision told to the customer"),
        EntryKind.DISPUTED: _("The customer is not content"),
        EntryKind.REOPENED: _("Reopened"),
        EntryKind.CLOSED: _("Closed"),
        EntryKind.SET_ASIDE: _("Closed without an answer"),
        EntryKind.CASE_OPENED: _("Case opened"),
        EntryKind.ALLOWED: _("The customer allows more"),
    }


def channel_words() -> dict[Channel, str]:
    """Return how a complaint came in, or somebody was reached."""
    return {
        Channel.COUNTER: _("at the counter"),
        Channel.PHONE: _("by telephone"),
        Channel.MAIL: _("by mail"),
        Channel.CHAT: _("by chat"),
        Channel.SOCIAL: _("on social media"),
        Channel.REVIEW: _("in a review"),
        Channel.LETTER: _("by letter"),
        Channel.SURVEY: _("in a survey"),
        Channel.DOOR: _("on our page for customers"),
    }


def category_words() -> dict[Category, str]:
    """Return what a complaint is about."""
    return {
        Category.STAFF: _("How somebody was treated"),
        Category.PRODUCT: _("A product"),
        Category.ORDER: _("An order or delivery"),
        Category.WAIT: _("Waiting"),
        Category.PRICE: _("A price or our policy"),
        Category.PREMISES: _("The premises"),
        Category.SAFETY: _("Safety"),
    }


def confidentiality_words() -> dict[Confidentiality, str]:
    """Return the three plain choices of the customer."""
    return {
        Confidentiality.NAMED: _("The name may be used"),
        Confidentiality.KEPT_BACK: _("The name is kept back, though the event itself may show who it was"),
        Confidentiality.ANONYMOUS: _("Anonymous: then no step above a talk without other proof"),
    }


def finding_words() -> dict[Finding, str]:
    """Return what can be found."""
    return {
        Finding.SUBSTANTIATED: _("Substantiated: it happened as it was said"),
        Finding.PARTLY: _("Partly substantiated"),
        Finding.UNSUBSTANTIATED: _("Not substantiated"),
        Finding.UNABLE_TO_DETERMINE: _("It cannot be determined"),
        Finding.NOT_ABOUT_A_PERSON: _("Not about a person"),
        Finding.RULE_FOLLOWED: _("The rule was followed: the rule itself is to be made better"),
    }


def cause_words() -> dict[RootCause, str]:
    """Return where trouble comes from."""
    return {
        RootCause.RULE: _("Our rule or policy"),
        RootCause.PRODUCT: _("The product"),
        RootCause.STOCK: _("Stock or planning"),
        RootCause.STAFFING: _("Too few people"),
        RootCause.TRAINING: _("Nobody had shown how"),
        RootCause.EQUIPMENT: _("Equipment or system"),
        RootCause.INFORMATION: _("Wrong or missing information"),
        RootCause.CONDUCT: _("How somebody acted"),
        RootCause.SUPPLIER: _("A supplier or carrier"),
        RootCause.OTHER: _("Something else"),
    }


def kinship_words() -> dict[Kinship, str]:
    """Return how two complaints belong together."""
    return {
        Kinship.DUPLICATE: _("The same complaint, written down twice"),
        Kinship.SAME_CUSTOMER: _("The same customer"),
        Kinship.SAME_MATTER: _("The same matter, another customer"),
    }


def due_words() -> dict[str, str]:
    """Return what a list can be narrowed to by its promised days."""
    return {
        TODAY: _("Due today"),
        LATE: _("Late"),
        WEEK: _("Due within a week"),
        WAITING: _("Waiting for the customer"),
    }


def severity_words() -> dict[int, str]:
    """Return how grave a complaint is, 1 to 4."""
    return {1: _("1 of 4: slight"), 2: _("2 of 4: moderate"), 3: _("3 of 4: serious"), 4: _("4 of 4: grave")}


def missed_words() -> dict[str, str]:
    """Return what a customer can be promised by a day."""
    return {
        ACKNOWLEDGEMENT: _("that it arrived"),
        NEWS: _("the next news"),
        ANSWER: _("the answer"),
    }


def details_of(entry: Entry) -> str:
    """Return what an entry tells besides its words, in one line; "" where there is nothing."""
    facts = entry.facts
    if entry.kind is EntryKind.MISSED:
        what = missed_words()[facts["what"]]
        return _("Promised by %(day)s: %(what)s.", day=day_words(date.fromisoformat(facts["promised"])), what=what)
    if entry.kind is EntryKind.LATE:
        in_time = _("told in time") if facts["in_time"] else _("told after the day had passed")
        return _("New day: %(day)s, %(how)s.", day=day_words(date.fromisoformat(facts["promised"])), how=in_time)
    if entry.kind is EntryKind.FOUND:
        return finding_words()[Finding(facts["finding"])]
    if entry.kind is EntryKind.ROOT_CAUSE:
        return cause_words()[RootCause(facts["cause"])]
    if entry.kind is EntryKind.LINKED:
        return f"{facts['reference']}: {kinship_words()[Kinship(facts['kinship'])]}"
    if entry.kind is EntryKind.REMEDY:
        return f"{facts['amount']} {facts['currency']}"
    if entry.kind is EntryKind.ALLOWED:
        said_on = day_words(date.fromisoformat(facts["on"]))
        return f"{confidentiality_words()[Confidentiality(facts['allowed'])]} ({_channel(facts['how'])}, {said_on})"
    how = _channel(facts.get("how", ""))
    return ", ".join(part for part in (how, facts.get("with", "")) if part)


def _channel(how: str) -> str:
    return channel_words()[Channel(how)] if how in list(Channel) else how
