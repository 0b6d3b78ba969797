"""What was found out, and why; where the rule was followed, the rule itself is what has to become better."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.complaints.acts import handled_and_open, record
from handbook.complaints.improvements import open_improvement
from handbook.complaints.lifecycle import BLOCKING, LOOKED_INTO, EntryKind, Finding, RootCause, Stage
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import session_of_transaction
from handbook.rules.models import RuleText

# Somebody has looked at it; also what can be answered at once has a finding.
JUDGED_IN = (Stage.ASSESSED, Stage.INVESTIGATING, Stage.RESPONDED, Stage.OPEN_DISPUTED)


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """What was found, the reasons, and (where a rule was followed) which one and what is wrong with it."""

    finding: Finding
    words: str
    rule_id: str | None = None
    problem: str = ""


def find(actor: Actor, complaint_id: str, draft: FindingDraft, row_version: int) -> None:
    """Keep a finding with its reasons; a later one takes its place, and both stay on record.

    Where the rule was followed no case can be opened, and an improvement of the rule is. Raises Conflict for a stage in
    which nobody has looked at it, Invalid where the rule that was
    followed is missing.
    """
    complaint, _parties = handled_and_open(actor, complaint_id, row_version)
    if Stage(complaint.stage) not in JUDGED_IN:
        raise Conflict(_("Assess the complaint first; then write down what was found."))
    rule_id = draft.rule_id if draft.finding is Finding.RULE_FOLLOWED else None
    if draft.finding is Finding.RULE_FOLLOWED:
        _require_rule(rule_id, draft.problem)
    complaint.finding, complaint.finding_rule_id = draft.finding.value, rule_id
    record(actor, complaint, EntryKind.FOUND, draft.words, rule_id=rule_id, facts={"finding": draft.finding.value})
    if rule_id is not None:
        open_improvement(actor, complaint, rule_id, draft.problem)


def name_root_cause(actor: Actor, complaint_id: str, cause: RootCause, words: str, row_version: int) -> None:
    """Keep where the trouble comes from, in the words of the list and the handler's own."""
    complaint, _parties = handled_and_open(actor, complaint_id, row_version)
    complaint.root_cause = cause.value
    record(actor, complaint, EntryKind.ROOT_CAUSE, words, facts={"cause": cause.value})


def why_no_case(stage: Stage, finding: Finding | None) -> str | None:
    """Return in words why no case may be opened from a complaint, or None where one may (pure)."""
    if finding is Finding.RULE_FOLLOWED:
        return _("The rule was followed. Nobody is blamed for that: the rule is to be made better, and no case opened.")
    if finding in BLOCKING:
        return _("The finding speaks against a case: it is not substantiated, or it is about no person.")
    if stage not in LOOKED_INTO and not (stage is Stage.CLOSED and finding is not None):
        return _("Look into the complaint first. A case begins when somebody has.")
    return None


def _require_rule(rule_id: str | None, problem: str) -> None:
    known = select(RuleText.rule_id).where(RuleText.rule_id == rule_id).limit(1)
    if rule_id is None or session_of_transaction().scalar(known) is None:
        raise Invalid(_("Rule: choose the rule that was followed."))
    if not problem:
        raise Invalid(_("What is wrong with the rule: write down what it did to the customer."))
