"""What one person may see of cases and steps, in the shape that pages show it."""

from dataclasses import dataclass
from datetime import date, datetime

from handbook.complaints.queries import NoticeLine
from handbook.corrective_actions.ladder import Step
from handbook.corrective_actions.lifecycle import Standing, State
from handbook.corrective_actions.models import (
    CaseOpened,
    CorrectiveAction,
    StepApproved,
    StepDeclined,
    StepProposed,
    StepReceived,
    StepServed,
    StepStatement,
)
from handbook.corrective_actions.policy import CaseParties, StepParties
from handbook.documents.queries import Document

PAGE = 50


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as lists and case pages show it."""

    id: str
    reference: str
    step: Step
    state: State
    standing: Standing
    served_on: date | None
    lapses_on: date | None


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A line of the list of cases. `days` is the age; `waits_for_me` that the actor is asked to decide or approve."""

    id: str
    reference: str
    subject: str
    rule_id: str
    days: int
    step: StepLine | None
    waits_for_me: bool


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of the list and the number of all cases that the actor may see."""

    rows: list[ListedCase]
    total: int
    page: int

    @property
    def first(self) -> int:
        """The number of the first line shown, from 1."""
        return (self.page - 1) * PAGE + 1

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.page * PAGE < self.total


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case for those who work on it. `complaint_reference` is a number, never a way into the complaint."""

    id: str
    reference: str
    complaint_reference: str
    subject: str
    parties: CaseParties
    opened: CaseOpened
    opened_at: datetime
    names: dict[str, str]
    line: NoticeLine
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A sealed document of a step, or a record that waits for one (`document` None). `position`: its leaf, from 0."""

    kind: str
    record_id: str
    position: int
    at: datetime
    document: Document | None


@dataclass(frozen=True, slots=True)
class StepPage:
    """A step with everything that belongs to it, in the order of the days."""

    action: CorrectiveAction
    parties: StepParties
    proposal: StepProposed
    approval: StepApproved | None
    refusal: StepDeclined | None
    served: StepServed | None
    statements: tuple[StepStatement, ...]
    received: StepReceived | None
    papers: tuple[Paper, ...]
    names: dict[str, str]
    line: StepLine

    @property
    def newest(self) -> Paper | None:
        """The newest sealed document: it holds all earlier pages."""
        sealed = [paper for paper in self.papers if paper.document]
        return sealed[-1] if sealed else None


@dataclass(frozen=True, slots=True)
class LiveStep:
    """A step that counts today, in a sentence for the head of a work file."""

    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class FailedSeal:
    """A letter that could not be sealed after three tries: a task for HR. The evidence itself is safe."""

    action_id: str
    reference: str
    words: str
