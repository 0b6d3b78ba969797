"""The verbs: record what is agreed, end it, and let the person say what they think of it."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import exists, or_, select

from handbook.adjustments.lifecycle import Agreed, ReplyKind, State
from handbook.adjustments.models import Adjustment, AdjustmentEnd, AdjustmentReply
from handbook.adjustments.policy import why_not_record
from handbook.adjustments.queries import find_adjustment, not_found, own_adjustment
from handbook.adjustments.telling import TELL, TELL_SUPERVISOR
from handbook.core import jobs
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.moments import day_words
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee, Placement
from handbook.rules import queries as rules


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """What is agreed about a rule of an edition, in words of a language, from a day through a day (None: open)."""

    edition_number: int
    rule_id: str
    words: str
    language: str
    from_on: date
    to_on: date | None


def record(actor: Actor, employee_id: str, draft: AgreementDraft) -> str:
    """Write down what is agreed with a person and let them and their supervisor be told; return its id.

    Raises Refused for oneself, NotFound for an unknown person or rule, Invalid for days in the wrong order or on which
    the person works nowhere, Conflict where the very same stands already.
    """
    _refuse(actor, employee_id)
    _hold_person(employee_id)
    rules.rule_text(rules.edition(draft.edition_number), draft.rule_id, draft.language)
    if draft.to_on is not None and draft.to_on < draft.from_on:
        raise Invalid(_("Until: the last day lies before the first one."))
    if not _works(employee_id, draft.from_on, draft.to_on):
        raise Invalid(_("From: this person works nowhere on these days."))
    if _stands(employee_id, draft):
        raise Conflict(_("Exactly this is recorded already."))
    row = Adjustment(
        id=new_id(),
        employee_id=employee_id,
        rule_id=draft.rule_id,
        edition_number=draft.edition_number,
        words=draft.words,
        language=draft.language,
        from_on=draft.from_on,
        to_on=draft.to_on,
        by_employee_id=actor.employee_id,
        by_name=actor.name,
    )
    record_evidence(row)
    _tell(row.id, row.id)
    return row.id


def end(actor: Actor, adjustment_id: str, last_on: date, reason: str) -> str:
    """Let an adjustment end on a day, today at the person's place or later; return the id of the end.

    What was in the past stays as it was. Raises NotFound, Refused for the own one, Conflict where it is over or ended
    already, Invalid for a day before today or after the one that was agreed.
    """
    found = _locked(adjustment_id)
    _refuse(actor, found.employee_id)
    if found.ended is not None or found.state is State.OVER:
        raise Conflict(_("This is ended already."))
    if last_on < found.today:
        raise Invalid(_("Last day: today, %(day)s, or a later day. What was, stays as it was.",
                        day=day_words(found.today)))  # fmt: skip
    if found.to_on is not None and last_on > found.to_on:
        raise Invalid(_("Last day: it was agreed until %(day)s. For longer, record something new.",
                        day=day_words(found.to_on)))  # fmt: skip
    row = AdjustmentEnd(
        id=new_id(),
        adjustment_id=adjustment_id,
        last_on=last_on,
        reason=reason,
        by_employee_id=actor.employee_id,
        by_name=actor.name,
    )
    record_evidence(row)
    _tell(adjustment_id, row.id)
    return row.id


def reply(actor: Actor, adjustment_id: str, kind: ReplyKind, words: str, language: str) -> str:
    """Write down what the actor says of what is agreed with them; return its id.

    Raises NotFound for anybody else's, Invalid for an objection without words.
    """
    own_adjustment(actor, adjustment_id)
    if kind is ReplyKind.OBJECTED and not words:
        raise Invalid(_("What was agreed: write it in your own words."))
    row = AdjustmentReply(
        id=new_id(),
        adjustment_id=adjustment_id,
        employee_id=actor.employee_id,
        kind=kind.value,
        words=words if kind is ReplyKind.OBJECTED else "",
        language=language,
    )
    record_evidence(row)
    return row.id


def _refuse(actor: Actor, employee_id: str) -> None:
    why = why_not_record(actor, employee_id)
    if why is not None:
        raise Refused(why)


def _locked(adjustment_id: str) -> Agreed:
    """Return an adjustment while nobody else changes anything about the person; raise NotFound."""
    before = find_adjustment(adjustment_id)
    if before is None:
        raise not_found()
    _hold_person(before.employee_id)
    return find_adjustment(adjustment_id) or before


def _hold_person(employee_id: str) -> None:
    """Lock the person's row, without the key that evidence points to; raise NotFound."""
    query = select(Employee.id).where(Employee.id == employee_id).with_for_update(key_share=True)
    if session_of_transaction().scalar(query) is None:
        raise NotFound(_("There is no such person."))


def _works(employee_id: str, from_on: date, to_on: date | None) -> bool:
    begun = [] if to_on is None else [Placement.from_on <= to_on]
    lasts = or_(Placement.to_on.is_(None), Placement.to_on >= from_on)
    query = select(Placement.id).where(Placement.employee_id == employee_id, lasts, *begun)
    return session_of_transaction().scalar(query.limit(1)) is not None


def _stands(employee_id: str, draft: AgreementDraft) -> bool:
    """Tell whether the very same was recorded and not ended: somebody pressed the button twice."""
    ended = exists(select(AdjustmentEnd.id).where(AdjustmentEnd.adjustment_id == Adjustment.id))
    query = select(Adjustment.id).where(
        Adjustment.employee_id == employee_id,
        Adjustment.rule_id == draft.rule_id,
        Adjustment.words == draft.words,
        Adjustment.from_on == draft.from_on,
        Adjustment.to_on.is_not_distinct_from(draft.to_on),
        ~ended,
    )
    return session_of_transaction().scalar(query.limit(1)) is not None


def _tell(adjustment_id: str, record_id: str) -> None:
    for kind in (TELL, TELL_SUPERVISOR):
        jobs.enqueue(kind, record_id, {"adjustment_id": adjustment_id})
