"""What the person of a case may see of it, from the written notice on: never who complained, nor the folder."""

from dataclasses import dataclass

from sqlalchemy import select

from handbook.complaints.queries import rule_titles
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.corrective_actions.cases.answering import is_awaited, takes_answer
from handbook.corrective_actions.cases.folder_kinds import AnswerKind
from handbook.corrective_actions.cases.lifecycle import BEFORE_HEARING, CaseState
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.models_folder import CaseNote
from handbook.corrective_actions.cases.models_hearing import HearingHeld, HearingSet
from handbook.corrective_actions.cases.models_telling import CaseAnswer, CaseNotice, CaseSuspension
from handbook.corrective_actions.cases.papers import LetterRow
from handbook.corrective_actions.cases.queries import not_found
from handbook.corrective_actions.cases.story import CaseStory, story_of
from handbook.documents.queries import Document, documents_of

# What the person reads of what they said: everything but that a letter was opened.
SAID = tuple(kind for kind in AnswerKind if kind is not AnswerKind.OPENED)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that the person got: `kind` as the templates of letters are named; no document while it is sealed."""

    kind: str
    record_id: str
    document: Document | None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The person's side of a case. Before the notice is opened only that a letter is there."""

    id: str
    reference: str
    state: CaseState
    is_opened: bool
    notice: CaseNotice
    rule: str
    released: tuple[CaseNote, ...]
    said: tuple[CaseAnswer, ...]
    hearing: HearingSet | None
    hearings: tuple[HearingHeld, ...]
    suspension: CaseSuspension | None
    closing: str | None
    closing_words: str
    letters: tuple[Letter, ...]
    story: CaseStory

    @property
    def may_speak(self) -> bool:
        """Whether the person can still say something: the notice is opened and the case is not closed."""
        return self.is_opened and self.state is not CaseState.CLOSED

    @property
    def may_answer(self) -> bool:
        """Whether a written answer is still taken."""
        return takes_answer(self.state, self.story)

    @property
    def is_awaited(self) -> bool:
        """Whether the day through which an answer was asked for is still to come."""
        return self.may_speak and is_awaited(self.story)

    @property
    def may_bring(self) -> bool:
        """Whether somebody can still be named who comes along, and an interpreter asked for."""
        return self.may_speak and self.state in BEFORE_HEARING

    @property
    def may_ask_for_time(self) -> bool:
        """Whether another time of the hearing can be asked for."""
        asked = any(row.kind == AnswerKind.POSTPONE for row in self.said)
        return self.may_speak and self.state is CaseState.SCHEDULED and not asked


def disclosure_for(actor: Actor, case_id: str, language: str) -> Disclosure:
    """Return the person's side of their own case; raise NotFound for everybody else and until they were told."""
    query = select(Case).where(Case.id == case_id, Case.subject_id == actor.employee_id, Case.told_at.is_not(None))
    case = db.session.scalar(query)
    story = story_of(case_id) if case else None
    if case is None or story is None or story.notice is None:
        raise not_found()
    return Disclosure(
        id=case.id,
        reference=case.reference,
        state=CaseState(case.state),
        is_opened=story.is_served,
        notice=story.notice,
        rule=rule_titles(language).get(case.rule_id, case.rule_id),
        released=story.released,
        said=story.said(*SAID),
        hearing=story.hearing,
        hearings=story.hearings,
        suspension=story.suspension,
        closing=case.closing,
        closing_words=story.ending.words if story.ending else "",
        letters=letters_of(story) if story.is_served else (),
        story=story,
    )


def letters_of(story: CaseStory) -> tuple[Letter, ...]:
    """Return the letters of a case in the order of the days (one query)."""
    rows: list[tuple[str, LetterRow]] = [
        *(("case-notice", row) for row in story.notices),
        *(
            ("case-postponement" if row.is_postponed else "case-invitation", row)
            for row in story.settings
            if row.starts_at
        ),
        *(("case-suspension", row) for row in story.suspensions),
        *(("case-closing", row) for row in story.endings if row.is_told),
        *(("case-ended", row) for row in story.ended),
    ]
    found = documents_of(row.id for _kind, row in rows)
    ordered = sorted(rows, key=lambda one: one[1].recorded_at)
    return tuple(Letter(kind, row.id, found.get(row.id)) for kind, row in ordered)
