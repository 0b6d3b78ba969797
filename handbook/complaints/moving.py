"""Taking a complaint on from stage to stage, and what each move does to the days that the customer was promised."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from handbook.complaints import lifecycle
from handbook.complaints.acts import handled, next_version, of_customer, record, today_at
from handbook.complaints.lifecycle import EntryKind, Move, Stage, is_answered
from handbook.complaints.missing import note_missed
from handbook.complaints.models import Complaint
from handbook.complaints.promises import answer_day, next_answer_day, next_news_day, require_promisable
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid

SEVERITIES = range(1, 5)
_MADE = {
    Move.ACKNOWLEDGE: EntryKind.ACKNOWLEDGED,
    Move.ASSESS: EntryKind.ASSESSED,
    Move.INVESTIGATE: EntryKind.INVESTIGATING,
    Move.RESPOND: EntryKind.RESPONDED,
    Move.DISPUTE: EntryKind.DISPUTED,
    Move.REOPEN: EntryKind.REOPENED,
    Move.CLOSE: EntryKind.CLOSED,
    Move.SET_ASIDE: EntryKind.SET_ASIDE,
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """How grave it is (1 light to 4 grave), whether anybody is in danger, and whether it can be answered at once."""

    words: str
    severity: int
    is_safety: bool
    is_simple: bool


def move(actor: Actor, complaint_id: str, step: Move, words: str, row_version: int) -> None:
    """Move a complaint on and keep the handler's words about it.

    Raises Conflict where the stage does not allow it, Invalid where an answer is told before anything was found.
    """
    complaint, _parties = handled(actor, complaint_id)
    next_version(complaint, row_version)
    _take(actor, complaint, step, words)


def assess(actor: Actor, complaint_id: str, assessment: Assessment, row_version: int) -> None:
    """Keep the first assessment (ISO 10002, 7.5): how grave, whether somebody is in danger, simple or not.

    The day of the answer may come nearer by it, never later. Raises Conflict where the stage does not allow it.
    """
    if assessment.severity not in SEVERITIES:
        raise Invalid(_("How grave: choose one of the four."))
    complaint, _parties = handled(actor, complaint_id)
    next_version(complaint, row_version)
    filed_on = clock.local(complaint.filed_at, complaint.zone).date()
    complaint.severity, complaint.is_safety = assessment.severity, assessment.is_safety
    complaint.is_simple = assessment.is_simple
    complaint.due_on = answer_day(complaint, filed_on, today_at(complaint), assessment.is_simple)
    if complaint.update_due_on is not None:
        complaint.update_due_on = min(complaint.update_due_on, complaint.due_on)
    facts = {
        "severity": assessment.severity,
        "safety": assessment.is_safety,
        "simple": assessment.is_simple,
        "due_on": complaint.due_on.isoformat(),
    }
    _take(actor, complaint, Move.ASSESS, assessment.words, facts)


def not_settled(complaint_id: str, words: str) -> None:
    """Let the customer say that the matter is not settled: an answer becomes disputed, what was closed is reopened.

    Raises NotFound, and Conflict as long as there is no answer to be content with or not.
    """
    complaint = of_customer(complaint_id)
    stage = Stage(complaint.stage)
    if stage is Stage.OPEN_DISPUTED:
        record(None, complaint, EntryKind.DISPUTED, words)
        complaint.row_version += 1
        return
    if stage not in (Stage.RESPONDED, Stage.CLOSED):
        raise Conflict(_("We are still working on it. You can tell us more at any time."))
    complaint.row_version += 1
    _take(None, complaint, Move.DISPUTE if stage is Stage.RESPONDED else Move.REOPEN, words)


def promise_anew(actor: Actor, complaint_id: str, due_on: date, words: str, row_version: int) -> None:
    """Promise the customer a later day and say why ("we will be late"), best before the promised day has passed.

    A day that has passed by then is recorded as missed first. Raises Invalid for a day that is not later or that
    nobody can keep, Conflict once the answer was told.
    """
    complaint, _parties = handled(actor, complaint_id)
    next_version(complaint, row_version)
    if is_answered(Stage(complaint.stage)):
        raise Conflict(_("The customer has the answer already, so there is no day to promise."))
    today = today_at(complaint)
    if due_on <= max(complaint.due_on, today):
        raise Invalid(_("New day: give one after the day that was promised, and after today."))
    require_promisable(_("New day"), complaint.location_id, today, due_on)
    before, in_time = complaint.due_on, today <= complaint.due_on
    note_missed(complaint, today)
    complaint.due_on = due_on
    complaint.update_due_on = next_news_day(complaint, today)
    facts = {"before": before.isoformat(), "promised": due_on.isoformat(), "in_time": in_time}
    record(actor, complaint, EntryKind.LATE, words, facts=facts)


def _take(
    actor: Actor | None, complaint: Complaint, step: Move, words: str, facts: dict[str, object] | None = None
) -> None:
    to = lifecycle.after(Stage(complaint.stage), step)
    note_missed(complaint, today_at(complaint))
    if step in _EFFECTS:
        _EFFECTS[step](complaint)
    complaint.stage = to
    record(actor, complaint, _MADE[step], words, facts=facts)


def _acknowledged(complaint: Complaint) -> None:
    complaint.acknowledged_at = clock.now()
    complaint.update_due_on = next_news_day(complaint, today_at(complaint))


def _responded(complaint: Complaint) -> None:
    if complaint.finding is None:
        raise Invalid(_("Answer: write down first what was found out, and why."))
    complaint.responded_at = clock.now()
    complaint.update_due_on, complaint.waiting_since = None, None


def _closed(complaint: Complaint) -> None:
    complaint.closed_at = clock.now()
    complaint.first_closed_at = complaint.first_closed_at or complaint.closed_at
    complaint.update_due_on, complaint.waiting_since = None, None


def _disputed(complaint: Complaint) -> None:
    today = today_at(complaint)
    complaint.due_on = next_answer_day(complaint, today)
    complaint.update_due_on = next_news_day(complaint, today)


def _reopened(complaint: Complaint) -> None:
    today = today_at(complaint)
    if complaint.stage == Stage.CLOSED:  # else the day stands that was promised when the answer was disputed
        complaint.due_on = next_answer_day(complaint, today)
    complaint.closed_at = None
    complaint.update_due_on = next_news_day(complaint, today)


_EFFECTS: dict[Move, Callable[[Complaint], None]] = {
    Move.ACKNOWLEDGE: _acknowledged,
    Move.RESPOND: _responded,
    Move.DISPUTE: _disputed,
    Move.CLOSE: _closed,
    Move.SET_ASIDE: _closed,
    Move.REOPEN: _reopened,
}
