"""The seven tests of just cause and what bars a dismissal: questions, words and fingerprint; no database.

Source: Daugherty, Enterprise Wire Co., 46 LA 359 (1966). A "no" undermines a step; the tests are no rigid formula.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _

from handbook.ledger.canonical import canonical


class Cause(StrEnum):
    """The seven tests, in their order."""

    NOTICE = "notice"
    REASONABLE = "reasonable"
    INVESTIGATED = "investigated"
    FAIR = "fair"
    PROOF = "proof"
    EQUAL = "equal"
    PROPORTION = "proportion"


class Verdict(StrEnum):
    """How a test came out."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "n/a"


class Bar(StrEnum):
    """What must be asked before anybody is dismissed or sent home as a sanction."""

    PREGNANCY = "pregnancy"
    SICK_LEAVE = "sick_leave"
    UNION_POST = "union_post"
    WHISTLE_BLOWER = "whistle_blower"
    SPOKE_UP = "spoke_up"
    GRIEVANCE = "grievance"


@dataclass(frozen=True, slots=True)
class CauseAnswer:
    """One test answered. `evidence` names what shows it: a note of the folder, a paper, a count of comparable cases."""

    test: Cause
    verdict: Verdict
    words: str
    evidence: str


@dataclass(frozen=True, slots=True)
class BarAnswer:
    """Whether something that may bar a dismissal was found."""

    bar: Bar
    found: bool
    words: str


def answers_content(answers: Sequence[CauseAnswer] | Sequence[BarAnswer]) -> list[dict[str, Any]]:
    """Return the answers as JSON values, as evidence keeps them."""
    return [
        {name: value.value if isinstance(value, StrEnum) else value for name, value in asdict(one).items()}
        for one in answers
    ]


def answers_sha256(content: Sequence[dict[str, Any]]) -> str:
    """Return the SHA-256 (64 hex digits) of the canonical JSON of answers: a proposal binds to it."""
    return sha256(canonical(list(content))).hexdigest()


def cause_words(test: Cause) -> str:
    """Return a test as a question in the reader's language."""
    return {
        Cause.NOTICE: _("Did the person know the rule, and what may follow, before it happened?"),
        Cause.REASONABLE: _("Does the rule serve orderly, efficient and safe work?"),
        Cause.INVESTIGATED: _("Was it looked into before anything was decided?"),
        Cause.FAIR: _("Was it looked into fairly, by somebody not concerned?"),
        Cause.PROOF: _("Is there substantial proof?"),
        Cause.EQUAL: _("Were others in a like case treated alike?"),
        Cause.PROPORTION: _("Is the step in proportion to what happened and to the person’s record?"),
    }[test]


def verdict_words(verdict: Verdict) -> str:
    """Return how a test came out, in the reader's language."""
    return {Verdict.YES: _("yes"), Verdict.NO: _("no"), Verdict.NOT_APPLICABLE: _("does not apply")}[verdict]


def bar_words(bar: Bar) -> str:
    """Return what may bar a dismissal as a question in the reader's language."""
    return {
        Bar.PREGNANCY: _("Is the person pregnant, or on parental leave?"),
        Bar.SICK_LEAVE: _("Is the person ill, or on sick leave?"),
        Bar.UNION_POST: _("Does the person speak for the staff or hold a post in a union?"),
        Bar.WHISTLE_BLOWER: _("Has the person reported something in the public interest?"),
        Bar.SPOKE_UP: _("Has the person complained or suggested something within 90 days?"),
        Bar.GRIEVANCE: _("Is a grievance of the person still open?"),
    }[bar]
