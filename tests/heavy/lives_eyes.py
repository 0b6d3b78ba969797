"""What can be seen of the case of a life: where it stands, and what of its process is there already."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import func, select

from handbook.core import clock
from handbook.core.db import db
from handbook.core.transaction import end_read
from handbook.corrective_actions.cases.holds import Gate, Hold
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.models_hearing import BarsAnswered, CauseAnswered
from handbook.corrective_actions.cases.models_telling import CaseNotice
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.ladders.queries import ladder_on
from handbook.corrective_actions.steps.appeals import AppealState
from handbook.corrective_actions.steps.lifecycle import State
from handbook.corrective_actions.steps.models import StepApproved, StepProposed
from handbook.corrective_actions.steps.models_appeals import Appeal
from handbook.corrective_actions.steps.process import missing
from handbook.permissions import Role
from tests import factories
from tests.corrective_actions import stories

Found = TypeVar("Found")


class Eyes:
    """The case and the step that a life is at, and what is seen of them; what was seen is kept until the next act.

    `double` is the second record of dmitri.
    """

    double: str

    def __init__(self) -> None:
        super().__init__()
        self.case_id, self.action_id, self.step = "", "", Step.WRITTEN
        self.known: dict[str, object] = {}

    def _states(self) -> dict[str, str | None]:
        return {"case": self._case_state(), "step": self._state(), "appeal": self._appeal_state()}

    def _case_state(self) -> CaseState | None:
        return self._looked("case", lambda: CaseState(stories.case_head(self.case_id).state) if self.case_id else None)

    def _state(self) -> State | None:
        return self._looked("step", lambda: State(stories.head(self.action_id).state) if self.action_id else None)

    def _appeal_state(self) -> AppealState | None:
        query = select(Appeal.state).where(Appeal.action_id == self.action_id)
        found = self._looked("appeal", lambda: db.session.scalar(query) if self.action_id else None)
        return AppealState(found) if found else None

    def _looked(self, what: str, look: Callable[[], Found]) -> Found:
        """Return what was seen since the last act, or look."""
        if what not in self.known:
            self.known[what] = look()
        found: Found = self.known[what]  # type: ignore[assignment]
        return found

    def _works_here(self) -> bool:
        return Role.EMPLOYEE in factories.actor("asha").roles

    def _is_ready(self) -> bool:
        """Tell whether nothing of the process holds the step that this case is for."""
        return not any(not hold.can_go_on for hold in self._holds(self.step))

    def _may_answer(self) -> bool:
        """Tell whether the person may answer in writing: until they are heard, and in the days they were given."""
        state, notices = self._case_state(), CaseNotice.case_id == self.case_id
        latest = select(CaseNotice.answer_by).where(notices).order_by(CaseNotice.recorded_at.desc()).limit(1)
        if state is CaseState.HEARD:
            until = self._looked("answer by", lambda: db.session.scalar(latest))
            return until is not None and clock.today("Asia/Kolkata") <= until
        return state in (CaseState.NOTIFIED, CaseState.SCHEDULED)

    def _tested(self, step: Step) -> bool:
        same = (CauseAnswered.case_id == self.case_id, CauseAnswered.step == step.value)
        query = select(func.count()).where(*same)
        return bool(self._looked(f"tests {step}", lambda: db.session.scalar(query)))

    def _asked_bars(self) -> bool:
        query = select(func.count()).where(BarsAnswered.case_id == self.case_id)
        return bool(self._looked("bars", lambda: db.session.scalar(query)))

    def _is_barred(self) -> bool:
        return any(hold.gate is Gate.BARS for hold in self._holds(Step.DISMISSAL))

    def _holds(self, step: Step) -> tuple[Hold, ...]:
        today = clock.today("Asia/Kolkata")
        return self._looked(f"holds {step}", lambda: missing(self.case_id, step, ladder_on(today), today))

    def _waits_for_a_look(self) -> bool:
        story = self._looked("story", lambda: story_of(self.case_id))
        return bool(story.bars and story.bars[-1].looker_id and story.look_at(story.bars[-1]) is None)

    def _yet_to_approve(self) -> list[str]:
        have = self._have_approved()
        return [name for name in stories.APPROVERS[self._proposed_step()] if name not in have]

    def _have_approved(self) -> list[str]:
        sha256 = stories.head(self.action_id).proposal_sha256 if self.action_id else ""
        query = select(StepApproved.by_id).where(StepApproved.proposal_sha256 == sha256)
        by = self._looked("approved", lambda: set(db.session.scalars(query)))
        return [name for name in ("meera", "nandini") if factories.person_id(name) in by]

    def _proposed_step(self) -> Step:
        return Step(stories.head(self.action_id).step)

    def _picture(self) -> tuple[object, ...]:
        """Return what a refusal must leave as it was."""
        end_read()
        self.known = {}
        case = stories.case_head(self.case_id)
        counts = [db.session.scalar(select(func.count()).select_from(kind)) for kind in (StepProposed, StepApproved)]
        seen = (case.state, case.row_version, self._state(), self._appeal_state(), *counts)
        end_read()
        return seen
