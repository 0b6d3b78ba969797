"""Making it good: the apology, which is no admission and stands apart, and the remedy with whoever granted it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from handbook.complaints.acts import handled, handled_and_open, next_version, record, today_at
from handbook.complaints.lifecycle import Channel, EntryKind
from handbook.complaints.models import ComplaintApology
from handbook.core.actor import Actor
from handbook.core.errors import Invalid
from handbook.core.moments import language_now
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.people.queries import find_placed
from handbook.rules.figure_rows import Limit
from handbook.rules.figures import find_limit, limits_on


@dataclass(frozen=True, slots=True)
class RemedyDraft:
    """What the customer was given: words, the value in a currency, by whom, and who agreed where it was beyond that."""

    words: str
    amount: Decimal
    currency: str
    granted_by: str
    agreed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether somebody may grant this alone. `limit`: how much they may; `above`: jobs that may give it."""

    is_within: bool
    limit: Decimal | None
    above: tuple[str, ...]


def record_apology(
    actor: Actor, complaint_id: str, words: str, channel: str, row_version: int, *, given_by: str = ""
) -> None:
    """Keep the words of an apology, who gave it (the actor, if nobody else is named) and how; at every stage.

    It is evidence of its own and no entry: nothing that reads a complaint for a case meets it.
    """
    complaint, _parties = handled(actor, complaint_id)
    next_version(complaint, row_version)
    record_evidence(
        ComplaintApology(
            complaint_id=complaint.id,
            words=words,
            written_in=language_now(),
            channel=Channel(channel).value,
            given_by=given_by or actor.name,
            by_id=actor.employee_id,
            by_name=actor.name,
            via=actor.via,
        )
    )


def grant_remedy(actor: Actor, complaint_id: str, draft: RemedyDraft, row_version: int) -> None:
    """Write down what the customer was given. Within the limit of who granted it, it is never a breach.

    Raises Invalid for somebody who works nowhere, and for an agreement of somebody who could not have granted it.
    """
    complaint, _parties = handled_and_open(actor, complaint_id, row_version)
    today = today_at(complaint)
    limits = limits_on(today)
    granted = _judged(limits, draft.granted_by, draft, today)
    if draft.agreed_by is not None and not _judged(limits, draft.agreed_by, draft, today).is_within:
        raise Invalid(_("Agreed by: this person may not decide so much alone either."))
    facts = {
        "amount": f"{draft.amount.normalize():f}",
        "currency": draft.currency,
        "granted_by": _name(draft.granted_by),
        "within": granted.is_within,
        "limit": f"{granted.limit.normalize():f}" if granted.limit is not None else "",
        "above": list(granted.above),
        "agreed_by": _name(draft.agreed_by) if draft.agreed_by else "",
    }
    record(actor, complaint, EntryKind.REMEDY, draft.words, facts=facts)


def currencies_on(day: date) -> list[str]:
    """Return the currencies of the company's table of limits on a day; without a table, the euro."""
    return sorted({code for row in limits_on(day) for code in row.up_to}) or ["EUR"]


def judged(limits: Sequence[Limit], job: str, amount: Decimal, currency: str) -> Judged:
    """Return whether a job may give this value alone, by the company's table of limits (pure).

    A job that no row names may give what everybody may: the row without jobs.
    """
    everybody = next((row for row in limits if not row.jobs and currency in row.up_to), None)
    own = find_limit(limits, job) or everybody
    limit = own.up_to.get(currency) if own else None
    above = tuple(", ".join(row.jobs) for row in limits if row.jobs and row.up_to.get(currency, Decimal(-1)) >= amount)
    return Judged(limit is not None and amount <= limit, limit, above)


def _judged(limits: Sequence[Limit], employee_id: str, draft: RemedyDraft, day: date) -> Judged:
    placed = find_placed(employee_id, day)
    if placed is None:
        raise Invalid(_("Granted or agreed by: this person does not work here today."))
    return judged(limits, placed.job, draft.amount, draft.currency)


def _name(employee_id: str) -> str:
    return session_of_transaction().get_one(Employee, employee_id).name
