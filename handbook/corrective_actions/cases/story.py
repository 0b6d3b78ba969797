"""Everything that was written down about one case, and what follows from it; loaded in a fixed number of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from sqlalchemy import bindparam, exists, select

from handbook.core import clock
from handbook.core.db import Id, db
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
KINDS: Final[tuple[type[OfCase], ...]] = (
    CaseMoved, CaseNote, CaseReleased, CaseNotice, CaseAnswer, CaseSuspension, HearingSet, HearingHeld, CauseAnswered,
    BarsAnswered, BarsLooked, CaseClosed, CaseEnded,
)  # fmt: skip
# Built once: putting it together costs more than the database takes.
_THERE: Final = select(*(exists().where(kind.case_id == bindparam("case", type_=Id)) for kind in KINDS))


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
    def missed_reviews(self) -> tuple[date, ...]:
        """The days by which somebody was to look whether the suspension must last, and did so later."""
        looks = zip(self.suspensions, self.suspensions[1:], strict=False)
        return tuple(row.review_on for row, after in looks if row.review_on and after.from_on > row.review_on)

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

    @property
    def looker_id(self) -> str | None:
        """Who was named last to look at what may bar the step; None where nothing was ever found."""
        return next((row.looker_id for row in reversed(self.bars) if row.looker_id), None)

    def look_at(self, bars: BarsAnswered) -> BarsLooked | None:
        """Return what whoever had to look said about these answers."""
        return next((row for row in self.looks if row.answered_id == bars.id), None)


def story_of(case_id: str) -> CaseStory:
    """Load everything that was written down about a case: a query for what there is, and one for each kind of it."""
    there = _kinds_of(case_id)
    return CaseStory(
        moves=_rows(CaseMoved, case_id, there),
        notes=_rows(CaseNote, case_id, there),
        releases=_rows(CaseReleased, case_id, there),
        notices=_rows(CaseNotice, case_id, there),
        answers=_rows(CaseAnswer, case_id, there),
        suspensions=_rows(CaseSuspension, case_id, there),
        settings=_rows(HearingSet, case_id, there),
        hearings=_rows(HearingHeld, case_id, there),
        causes=_rows(CauseAnswered, case_id, there),
        bars=_rows(BarsAnswered, case_id, there),
        looks=_rows(BarsLooked, case_id, there),
        endings=_rows(CaseClosed, case_id, there),
        ended=_rows(CaseEnded, case_id, there),
    )


def lasted_on(rows: Sequence[CaseSuspension], day: date, known_on: date | None = None) -> CaseSuspension | None:
    """Return the suspension from work that lasted on a day, as it was known by the end of another (None: now); pure.

    `rows`: those of one case in the order of the ledger. On the day on which it ended the person is back.
    """
    known = (row for row in rows if known_on is None or clock.local(row.recorded_at, row.zone).date() <= known_on)
    begun = [row for row in known if row.from_on <= day]
    return begun[-1] if begun and begun[-1].review_on else None


def suspension_on(case_id: str, day: date, known_on: date | None = None) -> CaseSuspension | None:
    """Return the suspension from work that lasted on a day, as `lasted_on` does (one query)."""
    return lasted_on(_rows(CaseSuspension, case_id, (CaseSuspension,)), day, known_on)


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


def _kinds_of(case_id: str) -> frozenset[type[OfCase]]:
    """Return of which kinds a case has evidence (one query)."""
    found = db.session.execute(_THERE, {"case": case_id}).one()
    return frozenset(kind for kind, is_there in zip(KINDS, found, strict=True) if is_there)


def _rows(kind: type[Row], case_id: str, there: Collection[type[OfCase]]) -> tuple[Row, ...]:
    if kind not in there:
        return ()
    query = select(kind).join(Leaf, Leaf.record_id == kind.id).where(kind.case_id == case_id)  # type: ignore[attr-defined]  # every kind is evidence
    rows: Sequence[Row] = db.session.scalars(query.order_by(Leaf.index)).all()
    return tuple(rows)
