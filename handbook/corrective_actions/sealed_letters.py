"""The sealed letters behind the lines of a work file: the newest paper of each step, and every letter of its case."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy import Row, Select, case, literal, or_, select, true, union_all

from handbook.core.db import db
from handbook.corrective_actions.cases.lifecycle import CaseState, Closing
from handbook.corrective_actions.cases.models import Case, CaseClosed, CaseEnded
from handbook.corrective_actions.cases.models_hearing import HearingSet
from handbook.corrective_actions.cases.models_telling import CaseNotice, CaseSuspension
from handbook.corrective_actions.ladders.ladder import Step, step_title
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.models import CorrectiveAction, StepServed
from handbook.corrective_actions.steps.models_appeals import WorkEnded
from handbook.corrective_actions.steps.whole import KINDS
from handbook.documents.models import SealedDocument
from handbook.documents.queries import Document, documents_of

_POSTPONED: Final = case((HearingSet.is_postponed, "case-postponement"), else_="case-invitation")
_LETTERS: Final[tuple[tuple[Any, Any, Any], ...]] = (
    (CaseNotice, literal("case-notice"), true()),
    (HearingSet, _POSTPONED, HearingSet.starts_at.is_not(None)),
    (CaseSuspension, literal("case-suspension"), true()),
    (CaseClosed, literal("case-closing"), CaseClosed.is_told),
    (CaseEnded, literal("case-ended"), true()),
)


@dataclass(frozen=True, slots=True)
class SealedLetter:
    """A letter that the person got, in words of the locale that is set, and its sealed document."""

    title: str
    document: Document


def sealed_letters(line_ids: Collection[str]) -> dict[str, list[SealedLetter]]:
    """Return the sealed letters behind these lines of a work file by the id of the line, in the order of their sealing.

    Behind every line of a step stands its newest document, which has all earlier pages; behind the notice of a case
    that ended with a decision all its letters. A line without a sealed letter is left out. Four queries.
    """
    found = _of_steps(line_ids) | _of_cases(line_ids)
    return {line: sorted(letters, key=lambda one: one.document.recorded_at) for line, letters in found.items()}


def dismissals_to_copy(first_day: date) -> Select[str, str]:
    """Return the SELECT of the dismissals whose letter is sealed and whose work is over: (action id, subject id).

    `first_day`: the earliest day that it is anywhere on earth. A dismissal that an appeal has changed is none.
    """
    is_over = or_(WorkEnded.access_ended_at.is_not(None), WorkEnded.last_on < first_day)
    stands = or_(CorrectiveAction.outcome.is_(None), CorrectiveAction.outcome == Outcome.DISMISSED.value)
    return (
        select(WorkEnded.action_id, WorkEnded.subject_id)
        .join(CorrectiveAction, CorrectiveAction.id == WorkEnded.action_id)
        .join(StepServed, StepServed.action_id == WorkEnded.action_id)
        .join(SealedDocument, SealedDocument.record_id == StepServed.id)
        .where(is_over, stands)
    )


def _of_steps(line_ids: Collection[str]) -> dict[str, list[SealedLetter]]:
    kinds: tuple[Any, ...] = tuple(KINDS)
    every = union_all(*(select(kind.id, kind.action_id) for kind in kinds)).subquery()
    meant = select(every.c.action_id).where(every.c.id.in_(line_ids))
    rows = db.session.execute(
        select(every.c.id, every.c.action_id, CorrectiveAction.step, CorrectiveAction.reference)
        .join(CorrectiveAction, CorrectiveAction.id == every.c.action_id)
        .where(every.c.action_id.in_(meant))
    ).all()
    documents = documents_of(row.id for row in rows)
    newest: dict[str, SealedLetter] = {}
    for row in sorted((row for row in rows if row.id in documents), key=lambda row: documents[row.id].recorded_at):
        title = f"{step_title(Step(row.step))} {row.reference}"
        newest[row.action_id] = SealedLetter(title, documents[row.id])
    return {row.id: [newest[row.action_id]] for row in rows if row.id in line_ids and row.action_id in newest}


def _of_cases(line_ids: Collection[str]) -> dict[str, list[SealedLetter]]:
    decided = or_(Case.state == CaseState.DECIDED.value, Case.closing == Closing.DECIDED.value)
    meant = select(CaseNotice.case_id).where(CaseNotice.id.in_(line_ids))
    every = union_all(*(_letters(*each) for each in _LETTERS)).subquery()
    rows = db.session.execute(
        select(every).join(Case, Case.id == every.c.case_id).where(Case.id.in_(meant), decided).order_by(every.c.at)
    ).all()
    documents = documents_of(row.id for row in rows)
    letters: dict[str, list[SealedLetter]] = {}
    for row in (row for row in rows if row.id in documents):
        letters.setdefault(row.case_id, []).append(SealedLetter(_title(row), documents[row.id]))
    lines = {row.id: row.case_id for row in rows if row.id in line_ids}
    return {line: letters[case_id] for line, case_id in lines.items() if case_id in letters}


def _letters(kind: Any, name: Any, condition: Any) -> Select[*tuple[Any, ...]]:
    columns = (
        kind.id.label("id"),
        kind.case_id.label("case_id"),
        name.label("name"),
        kind.reference.label("reference"),
    )
    return select(*columns, kind.recorded_at.label("at")).where(condition)


def _title(row: Row[*tuple[Any, ...]]) -> str:
    words = {
        "case-notice": _("Notice of the allegation"),
        "case-invitation": _("Invitation to the hearing"),
        "case-postponement": _("Another time of the hearing"),
        "case-suspension": _("Letter about staying away from work"),
        "case-closing": _("Closing note"),
        "case-ended": _("Note that the case is closed"),
    }
    return f"{words[row.name]} {row.reference}"
