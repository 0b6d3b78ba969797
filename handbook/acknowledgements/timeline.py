"""What the work file shows of this room: signatures, how somebody chose to sign, other outcomes, answers, disputes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import CompoundSelect, Select, false, literal, or_, select, true, union_all

from handbook.acknowledgements.consent_lines import consent_entries, consent_lines
from handbook.acknowledgements.involvement import NOT_INVOLVED, involvement
from handbook.acknowledgements.models import Acknowledgement, Answer, Dispute, DisputeFinding, Outcome
from handbook.acknowledgements.outcome_words import outcome_fine, outcome_state, outcome_title
from handbook.acknowledgements.standing import SET_ASIDE, is_disputed, stands
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.moments import moment_words
from handbook.core.timeline import TimelineEntry
from handbook.permissions import Permission
from handbook.rules.models import Edition

Entries = dict[str, TimelineEntry]


def timeline(employee_id: str, actor: Actor) -> CompoundSelect[datetime, str, str, str]:
    """Return the SELECT of this room's lines of a work file: (at, kind, id, folder).

    Signatures, choices, outcomes and findings are for everybody who may open the file; an open dispute is for the
    person, and for those who may examine it.
    """
    mine = true() if actor.employee_id == employee_id else false()
    not_involved = involvement(actor.employee_id) == NOT_INVOLVED
    examines = not_involved if actor.may(Permission.DISPUTE_EXAMINE) else false()
    disputes = _lines("dispute", Dispute.recorded_at, Dispute.id).join(
        Acknowledgement, Acknowledgement.id == Dispute.acknowledgement_id
    )
    answers = _lines("answer", Answer.recorded_at, Answer.id).join(Outcome, Outcome.id == Answer.outcome_id)
    findings = _lines("dispute_finding", DisputeFinding.recorded_at, DisputeFinding.id).join(
        Dispute, Dispute.id == DisputeFinding.dispute_id
    )
    return union_all(
        _lines("acknowledgement", Acknowledgement.recorded_at, Acknowledgement.id).where(
            Acknowledgement.employee_id == employee_id
        ),
        _lines("outcome", Outcome.happened_at, Outcome.id).where(Outcome.employee_id == employee_id),
        answers.where(Outcome.employee_id == employee_id),
        disputes.where(Dispute.employee_id == employee_id, or_(mine, examines)),
        findings.where(Dispute.employee_id == employee_id),
        consent_lines(employee_id),
    )


def signature_entries(ids: list[str]) -> Entries:
    """Load the lines of these signatures (one query)."""
    query = select(
        Acknowledgement.id,
        Acknowledgement.recorded_at,
        Acknowledgement.zone,
        Acknowledgement.receipt,
        Edition.number,
        stands().label("stands"),
        is_disputed().label("disputed"),
    ).join(Edition, Edition.id == Acknowledgement.edition_id)
    return {
        row.id: TimelineEntry(
            state="set_aside" if not row.stands else "disputed" if row.disputed else "signed",
            title=_("Signed the handbook, edition %(number)s", number=row.number),
            at=row.recorded_at,
            when=moment_words(row.recorded_at, row.zone),
            url=url_for("acknowledgements.show_paper", acknowledgement_id=row.id),
            body=_standing_words(row),
            fine=_("Receipt %(code)s", code=row.receipt),
            act_url=url_for("acknowledgements.show_dispute", receipt=row.receipt) if row.stands else None,
            act=_("This was not me"),
        )
        for row in db.session.execute(query.where(Acknowledgement.id.in_(ids)))
    }


def outcome_entries(ids: list[str]) -> Entries:
    """Load the lines of what else came of invitations (one query)."""
    query = select(Outcome, Edition.number).join(Edition, Edition.id == Outcome.edition_id)
    return {
        row.id: TimelineEntry(
            state=outcome_state(row),
            title=_("%(what)s, edition %(number)s", what=outcome_title(row), number=number),
            at=row.happened_at,
            when=moment_words(row.happened_at, row.zone),
            quote=row.words or None,
            lang=row.language if row.by_employee_id == row.employee_id else None,
            fine=outcome_fine(row) or None,
        )
        for row, number in db.session.execute(query.where(Outcome.id.in_(ids)))
    }


def answer_entries(ids: list[str]) -> Entries:
    """Load the lines of these answers (one query)."""
    query = select(Answer, Outcome.zone).join(Outcome, Outcome.id == Answer.outcome_id).where(Answer.id.in_(ids))
    return {
        row.id: TimelineEntry(
            state="answered",
            title=_("The question was answered"),
            at=row.recorded_at,
            when=moment_words(row.recorded_at, zone),
            quote=row.words,
            fine=_("By %(name)s.", name=row.by_name),
        )
        for row, zone in db.session.execute(query)
    }


def dispute_entries(ids: list[str]) -> Entries:
    """Load the lines of these disputes (one query)."""
    query = select(Dispute, Acknowledgement.zone, Acknowledgement.receipt).join(
        Acknowledgement, Acknowledgement.id == Dispute.acknowledgement_id
    )
    return {
        row.id: TimelineEntry(
            state="disputed",
            title=_("A signature was disputed"),
            at=row.recorded_at,
            when=moment_words(row.recorded_at, zone),
            url=url_for("acknowledgements.show_dispute", receipt=receipt),
            quote=row.words,
            fine=_("Receipt %(code)s", code=receipt),
        )
        for row, zone, receipt in db.session.execute(query.where(Dispute.id.in_(ids)))
    }


def finding_entries(ids: list[str]) -> Entries:
    """Load the lines of these findings (one query)."""
    query = select(DisputeFinding, Acknowledgement.zone, Acknowledgement.receipt).join(
        Acknowledgement, Acknowledgement.id == DisputeFinding.acknowledgement_id
    )
    return {
        row.id: TimelineEntry(
            state="set_aside" if row.finding == SET_ASIDE else "good",
            title=_("The disputed signature was set aside")
            if row.finding == SET_ASIDE
            else _("The disputed signature stands"),
            at=row.recorded_at,
            when=moment_words(row.recorded_at, zone),
            quote=row.reasons,
            fine=_("Found by %(name)s. Receipt %(code)s", name=row.by_name, code=receipt),
        )
        for row, zone, receipt in db.session.execute(query.where(DisputeFinding.id.in_(ids)))
    }


TIMELINE: dict[str, Callable[[list[str]], Entries]] = {
    "acknowledgement": signature_entries,
    "outcome": outcome_entries,
    "answer": answer_entries,
    "dispute": dispute_entries,
    "dispute_finding": finding_entries,
    "consent": consent_entries,
}


def _standing_words(row: Any) -> str | None:
    if not row.stands:
        return str(_("It was set aside and does not count."))
    return str(_("It is disputed and does not count while it is examined.")) if row.disputed else None


def _lines(kind: str, at: Any, record_id: Any) -> Select[datetime, str, str, str]:
    columns = (at.label("at"), literal(kind).label("kind"), record_id.label("id"), literal("personnel").label("folder"))
    return select(*columns)
