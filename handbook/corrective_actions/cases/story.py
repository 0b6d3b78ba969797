"""Everything that was written down about one case, and what follows from it; loaded in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select

from handbook.core.db import db
from handbook.corrective_actions.cases.causes import Bar, BarAnswer, Cause, CauseAnswer, Verdict
from handbook.corrective_actions.cases.folder_kinds import AnswerKind
from handbook.corrective_actions.cases.models import CaseClosed, CaseEnded, CaseMoved, OfCase
from handbook.corrective_actions.cases.models_folder import CaseNote, CaseReleased
from handbook.corrective_actions.cases.models_hearing import (
    BarsAnswered,
    BarsLooked,
    CauseAnswered,
    HearingHeld,
    HearingSet,
)
from handbook.corrective_actions.cases.models_telling import CaseAnswer, CaseNotice, CaseSuspension
from handbook.corrective_actions.ladders.ladder import Step
from handbook.ledger.models import Leaf

Row = TypeVar("Row", bound=OfCase)


@dataclass(frozen=True, slots=True)
class CaseStory:
    """The evidence of a case by kind, each in the order of the ledger."""

    moves: tuple[CaseMoved, ...]
    notes: tuple[CaseNote, ...]
    releases: tuple[CaseReleased, ...]
    notices: tuple[CaseNotice, ...]
    answers: tuple[CaseAnswer, ...]
    suspensions: tuple[CaseSuspension, ...]
    settings: tuple[HearingSet, ...]
    hearings: tuple[HearingHeld, ...]
    causes: tuple[CauseAnswered, ...]
    bars: tuple[BarsAnswered, ...]
    looks: tuple[BarsLooked, ...]
    endings: tuple[CaseClosed, ...]
    ended: tuple[CaseEnded, ...]

    @property
    def notice(self) -> CaseNotice | None:
        """The written notice, if the person was told."""
        return self.notices[-1] if self.notices else None

    @property
    def opened(self) -> CaseAnswer | None:
        """That the person opened a notice that was laid open for them."""
        opened = self.said(AnswerKind.OPENED)
        return opened[-1] if opened and self.notice and opened[-1].recorded_at >= self.notice.recorded_at else None

    @property
    def answer_by(self) -> date | None:
        """The last day on which the person may answer; None before they have the notice."""
        opened = self.opened
        if self.notice is None:
            return None
        return self.notice.answer_by or (opened.until_on if opened else None)

    @property
    def is_served(self) -> bool:
        """Whether the notice has reached the person: it was handed over, posted, or they opened it."""
        return self.notice is not None and (self.notice.served_on is not None or self.opened is not None)

    @property
    def hearing(self) -> HearingSet | None:
        """When and where the person is heard, as it stands now."""
        return next((row for row in reversed(self.settings) if row.starts_at), None)

    @property
    def wish(self) -> CaseAnswer | None:
        """The wish for another time that nobody has answered yet."""
        asked = self.said(AnswerKind.POSTPONE)
        if not asked or any(row.recorded_at >= asked[-1].recorded_at for row in self.settings):
            return None
        return asked[-1]

    @property
    def suspension(self) -> CaseSuspension | None:
        """The suspension from work as it stands now; None where there is none or it has ended."""
        newest = self.suspensions[-1] if self.suspensions else None
        return newest if newest and newest.review_on else None

    @property
    def ending(self) -> CaseClosed | None:
        """How the case ended."""
        return self.endings[-1] if self.endings else None

    @property
    def released_ids(self) -> frozenset[str]:
        """The entries of the folder that the person was given."""
        return frozenset(row.note_id for row in self.releases)

    @property
    def released(self) -> tuple[CaseNote, ...]:
        """What the person was given of the folder."""
        return tuple(note for note in self.notes if note.id in self.released_ids)

    def said(self, *kinds: AnswerKind) -> tuple[CaseAnswer, ...]:
        """Return what the person said of these kinds."""
        return tuple(row for row in self.answers if row.kind in kinds)

    def newest(self, kind: AnswerKind) -> CaseAnswer | None:
        """Return the last thing the person said of this kind."""
        return next(iter(reversed(self.said(kind))), None)

    def causes_for(self, step: Step) -> CauseAnswered | None:
        """Return the seven tests as they were last answered for a step."""
        return next((row for row in reversed(self.causes) if row.step == step.value), None)

    def look_at(self, bars: BarsAnswered) -> BarsLooked | None:
        """Return what whoever had to look said about these answers."""
        return next((row for row in self.looks if row.answered_id == bars.id), None)


def story_of(case_id: str) -> CaseStory:
    """Load everything that was written down about a case (thirteen queries, whatever there is)."""
    return CaseStory(
        moves=_rows(CaseMoved, case_id),
        notes=_rows(CaseNote, case_id),
        releases=_rows(CaseReleased, case_id),
        notices=_rows(CaseNotice, case_id),
        answers=_rows(CaseAnswer, case_id),
        suspensions=_rows(CaseSuspension, case_id),
        settings=_rows(HearingSet, case_id),
        hearings=_rows(HearingHeld, case_id),
        causes=_rows(CauseAnswered, case_id),
        bars=_rows(BarsAnswered, case_id),
        looks=_rows(BarsLooked, case_id),
        endings=_rows(CaseClosed, case_id),
        ended=_rows(CaseEnded, case_id),
    )


def sha256_of_tests(case_id: str, step: Step) -> str:
    """Return the SHA-256 of the seven tests as they were last answered for a step, "" where nobody has (one query)."""
    query = select(CauseAnswered.answers_sha256).join(Leaf, Leaf.record_id == CauseAnswered.id)
    mine = query.where(CauseAnswered.case_id == case_id, CauseAnswered.step == step.value)
    return db.session.scalar(mine.order_by(Leaf.index.desc()).limit(1)) or ""


def cause_answers(row: CauseAnswered) -> list[CauseAnswer]:
    """Return the seven tests as they were answered."""
    return [
        CauseAnswer(Cause(one["test"]), Verdict(one["verdict"]), one["words"], one["evidence"]) for one in row.answers
    ]


def bar_answers(row: BarsAnswered) -> list[BarAnswer]:
    """Return what may bar a step as it was answered."""
    return [BarAnswer(Bar(one["bar"]), one["found"], one["words"]) for one in row.answers]


def _rows(kind: type[Row], case_id: str) -> tuple[Row, ...]:
    query = select(kind).join(Leaf, Leaf.record_id == kind.id).where(kind.case_id == case_id)  # type: ignore[attr-defined]  # every kind is evidence
    rows: Sequence[Row] = db.session.scalars(query.order_by(Leaf.index)).all()
    return tuple(rows)
