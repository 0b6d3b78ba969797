"""What one person may see of steps, in the shape that pages show it."""

from dataclasses import dataclass
from datetime import date, datetime

from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps.lifecycle import State
from handbook.corrective_actions.steps.models import (
    CorrectiveAction,
    StepApproved,
    StepApprover,
    StepDeclined,
    StepLaidOpen,
    StepProposed,
    StepReceived,
    StepRefused,
    StepServed,
    StepStatement,
    StepWithdrawn,
)
from handbook.corrective_actions.steps.models_appeals import (
    Appeal,
    AppealArranged,
    AppealDecided,
    AppealLodged,
    StepLapsed,
    StepLookedAgain,
)
from handbook.corrective_actions.steps.policy import StepParties
from handbook.corrective_actions.steps.standing import Stand
from handbook.documents.queries import Document

# What is sealed, each in a document of its own with all earlier pages.
PaperRow = StepServed | StepStatement | StepReceived | StepRefused | AppealLodged | AppealDecided | StepLapsed


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as lists and case pages show it; `stand` is that of today at its own zone."""

    id: str
    reference: str
    step: Step
    state: State
    stand: Stand
    served_on: date | None

    @property
    def lapses_on(self) -> date | None:
        """The last day on which it is live, after what an appeal made of it."""
        return self.stand.lapses_on


@dataclass(frozen=True, slots=True)
class Paper:
    """A sealed document of a step, or a record that waits for one (`document` None). `position`: its leaf, from 0."""

    kind: str
    row: PaperRow
    position: int
    document: Document | None

    @property
    def record_id(self) -> str:
        """The record that this paper is about."""
        return self.row.id

    @property
    def at(self) -> datetime:
        """When that was recorded."""
        return self.row.recorded_at


@dataclass(frozen=True, slots=True)
class AppealPage:
    """An appeal: where it stands, and its evidence in the order of the days."""

    head: Appeal
    lodged: AppealLodged
    arranged: AppealArranged | None
    decided: AppealDecided | None


@dataclass(frozen=True, slots=True)
class StepPage:
    """A step with everything that belongs to it, in the order of the days.

    `asked` are those whose approval of what stands is needed, `approvals` what they said. `shaken` are the references
    of steps that this one rests on and that an appeal has overturned or reduced since.
    """

    action: CorrectiveAction
    parties: StepParties
    proposal: StepProposed
    asked: tuple[StepApprover, ...]
    approvals: tuple[StepApproved, ...]
    refusal: StepDeclined | None
    withdrawn: StepWithdrawn | None
    laid_open: StepLaidOpen | None
    served: StepServed | None
    statements: tuple[StepStatement, ...]
    received: StepReceived | None
    refused: StepRefused | None
    appeal: AppealPage | None
    looked_again: tuple[StepLookedAgain, ...]
    shaken: tuple[str, ...]
    papers: tuple[Paper, ...]
    names: dict[str, str]
    line: StepLine

    @property
    def newest(self) -> Paper | None:
        """The newest sealed document: it holds all earlier pages."""
        sealed = [paper for paper in self.papers if paper.document]
        return sealed[-1] if sealed else None

    @property
    def to_look_at(self) -> tuple[str, ...]:
        """The overturned or reduced steps below this one that nobody has looked at again."""
        seen = {row.earlier_reference for row in self.looked_again}
        return tuple(one for one in self.shaken if one not in seen)


@dataclass(frozen=True, slots=True)
class LiveStep:
    """A step that counts today, in a sentence for the head of a work file."""

    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class FailedSeal:
    """A letter of a step or a case that could not be sealed after three tries. The evidence itself is safe.

    One of the two ids is there.
    """

    reference: str
    words: str
    action_id: str | None = None
    case_id: str | None = None
