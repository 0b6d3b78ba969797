"""What may be done in a life next, and how it is done: every act is an operation of the product."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from handbook.core import clock
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.cases import checking, closing
from handbook.corrective_actions.cases import lifecycle as cases
from handbook.corrective_actions.cases.causes import Bar
from handbook.corrective_actions.cases.closing import ClosingDraft
from handbook.corrective_actions.cases.lifecycle import CaseState, Closing
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps import appealing, appeals, proposing
from handbook.corrective_actions.steps import lifecycle as steps
from handbook.corrective_actions.steps.appealing import HearingDraft
from handbook.corrective_actions.steps.appeals import AppealState, Outcome
from handbook.corrective_actions.steps.lifecycle import ENDED_STATES, SERVED_STATES, State
from handbook.corrective_actions.steps.operations import decline
from handbook.people.models import Placement, RoleGrant
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.corrective_actions import stories
from tests.heavy.lives_eyes import Eyes
from tests.heavy.lives_steering import Steering

Act = Callable[[], object]
STEPS = (Step.VERBAL, Step.WRITTEN, Step.FINAL, Step.DISMISSAL)
OPEN = (CaseState.OPENED, CaseState.INVESTIGATING, CaseState.NOTIFIED, CaseState.SCHEDULED, CaseState.HEARD)
ANEW = "open another"
# The tables of moves that the product keeps.
TABLES: dict[str, Mapping[Any, str]] = {
    "case": cases.MOVES,
    "step": steps.MOVES,
    "appeal": appeals.MOVES,
}
# How far a case may have come when the machine gets it, and what is done for it, stage after stage.
STAGES: dict[str, tuple[str, ...]] = {
    "opened": (),
    "looked into": ("investigate",),
    "told": ("notify in person", "answer"),
    "scheduled": ("schedule",),
    "heard": ("hear", "tests", "bars"),
    "proposed": ("propose",),
    "approved": (),
    "laid open": ("lay open",),
    "served": ("serve",),
    "appealed": ("appeal", "arrange"),
}
# Which move of which table each act takes; what is not named moves nothing.
MOVES: dict[str, dict[str, str]] = {
    "investigate": {"case": "investigate"},
    "notify in person": {"case": "notify"},
    "notify by post": {"case": "notify"},
    "schedule": {"case": "schedule"},
    "postpone": {"case": "postpone"},
    "hear": {"case": "hear"},
    "close": {"case": "close"},
    "revise": {"step": "revise"},
    "decline": {"step": "decline"},
    "withdraw": {"step": "withdraw"},
    "lay open": {"step": "lay_open", "case": "decide"},
    "serve": {"step": "serve", "case": "decide"},
    "serve by post": {"step": "serve", "case": "decide"},
    "open": {"step": "serve"},
    "reply": {"step": "reply"},
    "receive": {"step": "receive"},
    "refuse": {"step": "refuse"},
    "appeal": {"step": "appeal"},
    "arrange": {"appeal": "arrange"},
    "decide": {"appeal": "decide", "case": "close"},
}


class Hands(Eyes):
    """The acts of a life: real operations, whose moves are held against the tables and counted."""

    steering: Steering

    def _do(self, name: str, act: Act | None = None) -> None:
        """Do a thing, and see that it moved all as the tables say; where it cannot be done now, do nothing."""
        act = act or next((one for each, one in self._ways() if each == name), None)
        if act is None:
            return
        before, moves, taken = self._states(), self._which(name), self._moves(name)
        act()
        end_read()
        self.known = {}
        for table, move in moves.items():
            assert self._states()[table] is TABLES[table][before[table], move], f"{name} at {before}"
        self.steering.counts.update(taken)

    def _moves(self, name: str) -> list[str]:
        """Return what an act counts for here."""
        states = self._states()
        return [f"{table} {states[table]}: {move}" for table, move in self._which(name).items()]

    def _which(self, name: str) -> dict[str, str]:
        kind = name.partition(" (")[0]
        if kind == "approve":
            return {"step": "agree" if len(self._yet_to_approve()) > 1 else "approve"}
        if kind == "decide" and self._case_state() is CaseState.CLOSED:
            return {"appeal": "decide"}
        return MOVES.get(kind, {})

    def _possible(self) -> dict[str, Act]:
        """Return what may be done now, by name."""
        return dict(self._ways())

    def _ways(self) -> Iterator[tuple[str, Act]]:
        yield from self._of_case()
        yield from self._of_step()
        yield from self._of_appeal()

    def _of_case(self) -> Iterator[tuple[str, Act]]:
        case, state = self.case_id, self._case_state()
        has_step = self._state() is not None and self._state() not in ENDED_STATES
        is_over = state is CaseState.CLOSED or (state is CaseState.DECIDED and self._state() in SERVED_STATES)
        if is_over and not self._works_here():
            yield "hire again", self._hire_again
        elif is_over:
            for step, far in itertools.product(STEPS, STAGES):
                yield f"{ANEW} ({step.value}, {far})", lambda step=step, far=far: self._begin(step, far)
        if state is CaseState.OPENED:
            yield "investigate", lambda: stories.begin(case)
        if state in (CaseState.INVESTIGATING, CaseState.NOTIFIED):
            yield "notify in person", lambda: stories.tell(case)
            yield "notify by post", lambda: stories.tell(case, manner="post")
        if self._may_answer():
            yield "answer", lambda: stories.say(case)
        if state is CaseState.NOTIFIED:
            yield "schedule", lambda: stories.arrange(case)
        if state is CaseState.SCHEDULED:
            again = {"starts_at": clock.now() + timedelta(days=14), "reasons": "The companion is away."}
            yield "postpone", lambda: stories.arrange(case, **again)
        if state in (CaseState.SCHEDULED, CaseState.HEARD) and not has_step:
            yield "hear", lambda: stories.hear(case)
        if state in (CaseState.NOTIFIED, CaseState.SCHEDULED, CaseState.HEARD) and not has_step:
            yield "tests", lambda: stories.answer_tests(case, self.step)
            yield "bars", lambda: stories.answer_bars(case)
            yield "bars found", lambda: stories.answer_bars(case, Bar.PREGNANCY, looker="nandini")
            if self._waits_for_a_look():
                yield "look (may go on)", lambda: self._look(may_go_on=True)
                yield "look (must not)", lambda: self._look(may_go_on=False)
        if state in OPEN and not has_step:
            for ending in (Closing.NO_CASE, Closing.INFORMAL, Closing.WITHDRAWN):
                yield f"close ({ending.value})", lambda ending=ending: self._close(ending)
        if state is CaseState.HEARD and not has_step and self._is_ready():
            yield "propose", self._propose
        if state in (CaseState.NOTIFIED, CaseState.SCHEDULED) and not has_step and self._is_ready():
            yield "propose", self._propose

    def _of_step(self) -> Iterator[tuple[str, Act]]:
        state, action = self._state(), self.action_id
        if state is State.PROPOSED:
            yield "revise", lambda: self._propose(row_version=stories.head(action).row_version)
            yield "decline", lambda: self._decline(self._yet_to_approve()[0])
            yield "approve", lambda: stories.approve(action, self._yet_to_approve()[0])
        if state in (State.PROPOSED, State.APPROVED):
            yield "withdraw", self._withdraw
        if state is State.APPROVED:
            yield "lay open", lambda: stories.serve(action, manner="portal")
        if state in (State.APPROVED, State.LAID_OPEN):
            yield "serve", lambda: stories.serve(action)
            yield "serve by post", lambda: stories.serve(action, manner="post")
        if state is State.LAID_OPEN:
            yield "open", lambda: stories.open_letter(action)
        if state in SERVED_STATES and self._works_here():
            yield "reply", lambda: stories.reply(action)
        if state in (State.SERVED, State.REFUSED):
            yield "receive", lambda: stories.confirm(action)
        if state is State.SERVED:
            yield "refuse", lambda: stories.refuse(action, "janis", "inese")

    def _of_appeal(self) -> Iterator[tuple[str, Act]]:
        state, action = self._appeal_state(), self.action_id
        if self._state() in SERVED_STATES and state is None:
            yield "appeal", lambda: stories.appeal(action, late_reason="I was ill.")
        if state in (AppealState.LODGED, AppealState.ARRANGED):
            yield "arrange", lambda: stories.arrange_appeal(action, "ravi")
        if state is AppealState.ARRANGED and stories.appeal_head(action).hearer_id == factories.person_id("ravi"):
            yield "decide (dismissed)", lambda: self._decide(Outcome.DISMISSED)
            yield "decide (allowed)", lambda: self._decide(Outcome.ALLOWED)
            milder = {"reduced_step": Step.VERBAL, "reduced_months": 2}
            yield "decide (reduced)", lambda: self._decide(Outcome.REDUCED, **milder)

    # Doing it --------------------------------------------------------------------------------------------------------

    def _begin(self, step: Step, far: str) -> None:
        """Open a case and take it so far, every move of it by the same verbs."""
        self._open(step)
        for stage, acts in STAGES.items():
            for name in acts:
                self._do(name)
            while stage == "approved" and self._state() is State.PROPOSED:
                self._do("approve")
            if stage == far:
                return

    def _open(self, step: Step) -> None:
        self.step, self.action_id = step, ""
        self.case_id = stories.open_case()
        self.known = {}

    def _open_by(self, name: str) -> None:
        complaint_id = db.session.get_one(Case, self.case_id).complaint_id
        end_read()
        draft = stories.CaseDraft(factories.person_id("asha"), "never-argue", "x", factories.person_id("dmitri"))
        with transaction():
            stories.cases.open_case(factories.actor(name), complaint_id, draft)

    def _close(self, ending: Closing) -> None:
        head = stories.case_head(self.case_id)
        actor = factories.actor("dmitri" if head.told_at else "meera")
        draft = ClosingDraft(ending, "Nothing was found.", "The till record bears the person out.")
        version = head.row_version
        with transaction():
            closing.close(actor, proof_of(actor), self.case_id, draft, version)

    def _draft(self, step: Step | None = None, **changes: object) -> dict[str, object]:
        step = step or self.step
        asked = tuple(factories.person_id(name) for name in stories.APPROVERS[step])
        return {"step": step, "approver_ids": asked, **changes}

    def _propose(self, **changes: object) -> None:
        self.action_id = stories.propose(self.case_id, **self._draft(**changes))

    def _propose_with(self, person: str) -> None:
        asked = [factories.person_id(name) for name in stories.APPROVERS[self.step]]
        stories.propose(self.case_id, **self._draft(approver_ids=(person, *asked[1:])))

    def _one_less(self) -> tuple[str, ...]:
        asked = [factories.person_id(name) for name in stories.APPROVERS[self.step]]
        # A verbal warning asks nobody: one too many is as wrong.
        return tuple(asked[:-1]) if asked else (factories.person_id("meera"),)

    def _withdraw(self) -> None:
        version = stories.head(self.action_id).row_version
        with transaction():
            proposing.withdraw(factories.actor("dmitri"), self.action_id, "Another look.", version)

    def _decline(self, name: str) -> None:
        actor, fingerprint = factories.actor(name), stories.head(self.action_id).proposal_sha256
        with transaction():
            decline(actor, proof_of(actor), self.action_id, fingerprint, "A talk first.")

    def _approve_another(self) -> None:
        actor = factories.actor(self._yet_to_approve()[0])
        end_read()
        with transaction():
            stories.operations.approve(actor, proof_of(actor), self.action_id, "0" * 64)

    def _dismiss(self) -> None:
        stories.propose(self.case_id, **self._draft(Step.DISMISSAL))

    def _look(self, *, may_go_on: bool) -> None:
        with transaction():
            checking.look_at_bars(factories.actor("nandini"), self.case_id, "Looked at it.", may_go_on=may_go_on)

    def _arrange_with(self, hearer_id: str) -> None:
        draft = HearingDraft(hearer_id, clock.now() + timedelta(seconds=1), "office")
        version = stories.appeal_head(self.action_id).row_version
        with transaction():
            appealing.arrange_hearing(factories.actor("dmitri"), self.action_id, draft, version)

    def _decide(self, outcome: Outcome, by: str = "ravi", **changes: object) -> None:
        stories.decide_appeal(self.action_id, outcome, by, **changes)

    def _hire_again(self) -> None:
        person = factories.actor("asha")
        with transaction() as session:
            session.execute(update(Placement).where(Placement.employee_id == person.employee_id).values(to_on=None))
            session.execute(update(RoleGrant).where(RoleGrant.account_id == person.account_id).values(to_on=None))
