"""Lives of cases: what people may do next and what is refused them, for a machine that picks at random."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select, update
from time_machine import Traveller

from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.errors import HandbookError
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.cases import checking, closing
from handbook.corrective_actions.cases.causes import Bar
from handbook.corrective_actions.cases.closing import ClosingDraft
from handbook.corrective_actions.cases.holds import BARRED, TESTED, Gate
from handbook.corrective_actions.cases.lifecycle import CaseState, Closing
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.models_hearing import BarsAnswered, CauseAnswered, HearingHeld
from handbook.corrective_actions.cases.models_telling import CaseNotice
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.ladders.queries import ladder_on
from handbook.corrective_actions.steps import proposing
from handbook.corrective_actions.steps.appeals import AppealState, Outcome
from handbook.corrective_actions.steps.lifecycle import ENDED_STATES, SERVED_STATES, State
from handbook.corrective_actions.steps.models import CorrectiveAction, StepApproved, StepProposed
from handbook.corrective_actions.steps.models_appeals import Appeal
from handbook.corrective_actions.steps.operations import decline
from handbook.corrective_actions.steps.process import missing
from handbook.corrective_actions.steps.queries import live_on
from handbook.ledger.verification import verify
from handbook.people.models import Account, Employee, Placement, RoleGrant
from handbook.permissions import Role
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.corrective_actions import stories

Act = Callable[[], object]
Found = TypeVar("Found")
STEPS = (Step.VERBAL, Step.WRITTEN, Step.FINAL, Step.DISMISSAL)
DAY = timedelta(days=1)
PICKS = 10**6
OPEN = (CaseState.OPENED, CaseState.INVESTIGATING, CaseState.NOTIFIED, CaseState.SCHEDULED, CaseState.HEARD)
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


def found_more() -> None:
    """Give the company two more who may hear appeals, and dmitri a second record from HR under the same address."""
    started = clock.now().date() - timedelta(days=30)
    with transaction() as session:
        session.get_one(Employee, factories.person_id("dmitri")).email = "dmitri@lotus-linden.example"
        double = Employee(id=new_id(), staff_number="000191", name="D. Liepa", email="Dmitri@lotus-linden.example")
        session.add(double)
        session.flush()
        account = Account(id=new_id(), employee_id=double.id, password_set_at=clock.now())
        place = factories.placement(double.id, "", "buyer", None, started)
        place.location_id = session.scalars(select(type(place).location_id).limit(1)).one()
        session.add_all([account, place])
        session.flush()
        grants = [(account.id, Role.EMPLOYEE), (account.id, Role.HR)]
        for name in ("ravi", "olga"):
            grants.append((factories.actor(name).account_id, Role.DECISION_MAKER))
        session.add_all(RoleGrant(account_id=one, role=role.value, from_on=started) for one, role in grants)


def _rarest(names: Iterable[str], counts: Mapping[str, int]) -> list[str]:
    """Return the third of these names that was picked least so far: chance alone stays where many ways lead."""
    ordered = sorted(names, key=lambda name: (counts.get(name, 0), name))
    return ordered[: (len(ordered) + 2) // 3]


class Life(RuleBasedStateMachine):
    """The cases of asha, one after another, in a company of its own; `done` and `refused` count over all lives."""

    seen: Counter[str]
    done: Counter[str]
    refused: Counter[str]
    traveller: Traveller
    enter: Callable[[], Callable[[], None]]

    def __init__(self) -> None:
        super().__init__()
        self.leave = type(self).enter()
        found_more()
        self.double = db.session.scalars(select(Employee.id).where(Employee.staff_number == "000191")).one()
        self.case_id, self.action_id, self.step = "", "", Step.WRITTEN
        self.went_through: set[str] = set()
        self.known: dict[str, object] = {}

    def teardown(self) -> None:
        """Verify the ledger of this life, and give the company back."""
        end_read()
        report = verify()
        assert report.faults == []
        self.leave()

    # What is done ----------------------------------------------------------------------------------------------------

    @initialize(step=st.sampled_from(STEPS), far=st.sampled_from(sorted(STAGES)))
    def begin_life(self, step: Step, far: str) -> None:
        """Begin with a case that has come so far."""
        self._begin(step, far)

    @rule(pick=st.integers(0, PICKS))
    def go_on(self, pick: int) -> None:
        """Do one of the things that may be done now."""
        possible = self._possible()
        rarest = _rarest(possible, {name: self._rarity(name) for name in possible})
        name = rarest[pick % len(rarest)]
        type(self).seen[self._where(name)] += 1
        self._do(name, possible[name])

    @rule(pick=st.integers(0, PICKS))
    def is_refused(self, pick: int) -> None:
        """Try one of the things that must be refused now; what stood before stands afterwards."""
        tries = self._forbidden()
        rarest = _rarest(tries, self.refused)
        name = rarest[pick % len(rarest)]
        before = self._picture()
        self.known = {}
        try:
            tries[name]()
        except HandbookError:
            type(self).refused[name] += 1
        else:
            raise AssertionError(f"was not refused: {name}, at {self._case_state()} and {self._state()}")
        end_read()
        assert self._picture() == before, f"{name} was refused and left something behind"

    @rule(days=st.sampled_from((1, 3, 20, 190)))
    def wait(self, days: int) -> None:
        """Let time go by."""
        self.traveller.shift(days * DAY)
        self.known = {}

    # What always holds -----------------------------------------------------------------------------------------------

    @invariant()
    def no_step_is_served_without_its_approvals(self) -> None:
        """Each served step was approved by so many humans, none of them the subject, the filer or the proposer."""
        barred = {factories.person_id("asha"), factories.person_id("janis"), factories.person_id("dmitri"), self.double}
        unseen = CorrectiveAction.served_on.is_not(None) & CorrectiveAction.id.not_in(self.went_through)
        for action in db.session.scalars(select(CorrectiveAction).where(unseen)):
            approved = (StepApproved.action_id == action.id, StepApproved.proposal_sha256 == action.proposal_sha256)
            people = set(db.session.scalars(select(StepApproved.by_id).where(*approved)))
            needed = {Step.VERBAL: 0, Step.DISMISSAL: 2}.get(Step(action.step), 1)
            assert len(people) >= needed, (action.step, people)
            assert not people & barred, (action.step, people)
            self._went_through(action)
            self.went_through.add(action.id)
        end_read()

    @invariant()
    def what_counts_is_what_the_days_say(self) -> None:
        """A lapsed or overturned step never counts, a live one always does."""
        today = clock.today("Asia/Kolkata")
        expected = set()
        for action in db.session.scalars(select(CorrectiveAction)):
            reduced = action.outcome == Outcome.REDUCED
            last = action.reduced_lapses_on if reduced else action.lapses_on
            is_live = action.served_on and action.served_on <= today and (last is None or today <= last)
            if is_live and action.outcome != Outcome.ALLOWED:
                expected.add(action.id)
        assert {row.action_id for row in live_on(factories.person_id("asha"), today)} == expected
        end_read()

    def _went_through(self, action: CorrectiveAction) -> None:
        def has(kind: type[CaseNotice] | type[HearingHeld] | type[BarsAnswered]) -> bool:
            return bool(db.session.scalar(select(func.count()).where(kind.case_id == action.case_id)))

        assert has(CaseNotice), "served without a notice"
        step = Step(action.step)
        assert has(HearingHeld) or step is Step.VERBAL, "served without a hearing"
        tested = (CauseAnswered.case_id == action.case_id, CauseAnswered.step == action.step)
        assert step not in TESTED or db.session.scalar(select(func.count()).where(*tested)), "served without the tests"
        assert step not in BARRED or has(BarsAnswered), "served without asking what bars it"

    # Moves -----------------------------------------------------------------------------------------------------------

    def _where(self, name: str) -> str:
        return f"{self._case_state()} {self._state()} {self._appeal_state()} {name}"

    def _rarity(self, name: str) -> int:
        """Return how often the rarest transition of an act was taken so far, or an act that moves nothing was done."""
        states = {"case": self._case_state(), "step": self._state(), "appeal": self._appeal_state()}
        moves = MOVES.get(name.partition(" (")[0], {})
        taken = [
            self.done[f"{table} {state.value}: {move}"] for table, move in moves.items() if (state := states[table])
        ]
        return min(taken) if taken else self.seen[self._where(name)] * 5 + 5

    def _do(self, name: str, act: Act | None = None) -> None:
        act = act or self._possible().get(name)
        if act is None:
            return
        before = {"case": self._case_state(), "step": self._state(), "appeal": self._appeal_state()}
        act()
        end_read()
        self.known = {}
        name = name.partition(" (")[0]
        moves = MOVES.get(name, {})
        if name == "approve":
            moves = {"step": "agree" if self._state() is State.PROPOSED else "approve"}
        if name == "decide" and before["case"] is CaseState.CLOSED:
            moves = {"appeal": "decide"}
        for table, move in moves.items():
            state = before[table]
            assert state is not None, name
            type(self).done[f"{table} {state.value}: {move}"] += 1

    def _possible(self) -> dict[str, Act]:
        """Return what may be done now, by name."""
        return dict([*self._of_case(), *self._of_step(), *self._of_appeal()])

    def _of_case(self) -> Iterator[tuple[str, Act]]:
        case, state = self.case_id, self._case_state()
        has_step = self._state() is not None and self._state() not in ENDED_STATES
        is_over = state is CaseState.CLOSED or (state is CaseState.DECIDED and self._state() in SERVED_STATES)
        if is_over and not self._works_here():
            yield "hire again", self._hire_again
        elif is_over:
            for step, far in itertools.product(STEPS, STAGES):
                yield f"open another ({step.value}, {far})", lambda step=step, far=far: self._begin(step, far)
        if state is CaseState.OPENED:
            yield "investigate", lambda: stories.begin(case)
        if state in (CaseState.INVESTIGATING, CaseState.NOTIFIED):
            yield "notify in person", lambda: stories.tell(case)
            yield "notify by post", lambda: stories.tell(case, manner="post")
        if state in (CaseState.NOTIFIED, CaseState.SCHEDULED, CaseState.HEARD):
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
            yield "bars found", lambda: stories.answer_bars(case, Bar.PREGNANCY, looker="ravi")
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

    # Guards ----------------------------------------------------------------------------------------------------------

    def _forbidden(self) -> dict[str, Act]:
        """Return what must be refused now, by name: by whom it may not be done, or before what is missing."""
        return dict([*self._always(), *self._early(), *self._of_hands(), *self._of_outcome()])

    def _always(self) -> Iterator[tuple[str, Act]]:
        case = self.case_id
        yield "a stranger takes the case on", lambda: stories.begin(case, "lakshmi")
        yield "a supervisor proposes", lambda: stories.propose(case, "janis", **self._draft())
        yield "the investigator decides", lambda: stories.propose(case, "meera", **self._draft())
        yield "the subject decides", lambda: stories.propose(case, "asha", **self._draft())
        yield "the filer opens a case", lambda: self._open_by("janis")
        if self._case_state() is CaseState.CLOSED:
            yield "a closed case is told", lambda: stories.tell(case)
            yield "a closed case gets a step", lambda: stories.propose(case, **self._draft())

    def _early(self) -> Iterator[tuple[str, Act]]:
        case, state = self.case_id, self._case_state()
        if state is CaseState.OPENED:
            yield "told before anybody looked into it", lambda: stories.tell(case)
        if state in (CaseState.OPENED, CaseState.INVESTIGATING):
            yield "a step without a notice", lambda: stories.propose(case, **self._draft())
            yield "an answer before the notice", lambda: stories.say(case)
            yield "a hearing before the notice", lambda: stories.arrange(case)
        if state in (CaseState.NOTIFIED, CaseState.SCHEDULED):
            draft = self._draft(Step.WRITTEN)
            yield "a written warning without a hearing", lambda: stories.propose(case, **draft)
            yield "a dismissal without a hearing", lambda: stories.propose(case, **self._draft(Step.DISMISSAL))
        if state is CaseState.HEARD and self._state() in (None, *ENDED_STATES):
            other = next((one for one in (Step.FINAL, Step.WRITTEN) if not self._tested(one)), None)
            if other is not None:
                yield "a step without its seven tests", lambda: stories.propose(case, **self._draft(other))
            if not self._asked_bars():
                yield "a dismissal without asking what bars it", self._dismiss
            elif self._is_barred():
                yield "a dismissal that something bars", self._dismiss

    def _of_hands(self) -> Iterator[tuple[str, Act]]:
        case, action, state = self.case_id, self.action_id, self._state()
        if self._case_state() is CaseState.HEARD and state in (None, *ENDED_STATES) and self._is_ready():
            for who in ("asha", "janis", "dmitri"):
                yield f"{who} is asked to approve", lambda who=who: self._propose_with(factories.person_id(who))
            yield "a second account is asked to approve", lambda: self._propose_with(self.double)
            yield "too few approve", lambda: stories.propose(case, **self._draft(approver_ids=self._one_less()))
        if state is State.PROPOSED:
            yield "served before it is approved", lambda: stories.serve(action)
            yield "approved by who was not asked", lambda: stories.approve(action, "olga")
            yield "approved by the proposer", lambda: stories.approve(action, "dmitri")
            yield "approved by the subject", lambda: stories.approve(action, "asha")
            yield "approved what does not stand", self._approve_another
            yield "a second step beside this one", lambda: stories.propose(case, **self._draft())
        approved = self._have_approved()
        if state is State.PROPOSED and approved:
            yield "one person approves twice", lambda: stories.approve(action, approved[0])
        if state is State.APPROVED:
            yield "served by the subject", lambda: stories.serve(action, "asha")
            yield "served by an outsider of the case", lambda: stories.serve(action, "olga")
            yield "answered before it is served", lambda: stories.reply(action)
        if state in (State.PROPOSED, State.APPROVED):
            yield "a case ends while a step is under way", lambda: self._close(Closing.WITHDRAWN)
        if state in SERVED_STATES:
            yield "served twice", lambda: stories.serve(action)
            yield "taken back after it was served", self._withdraw
            yield "answered by another", lambda: stories.reply(action, by="lakshmi")
            yield "receipt confirmed by another", lambda: stories.confirm(action, "janis")
            yield "appeal by another", lambda: stories.appeal(action, "lakshmi")
        if state is State.SERVED:
            yield "refused before one witness twice", lambda: stories.refuse(action, "janis", "janis")
            yield "refused before the decider", lambda: stories.refuse(action, "dmitri", "janis")
        if state is State.RECEIVED:
            yield "refused after the receipt", lambda: stories.refuse(action, "janis", "inese")

    def _of_outcome(self) -> Iterator[tuple[str, Act]]:
        action, state = self.action_id, self._appeal_state()
        if state in (AppealState.LODGED, AppealState.ARRANGED):
            yield "the decider hears the appeal", lambda: stories.arrange_appeal(action, "dmitri")
            yield "the investigator hears the appeal", lambda: stories.arrange_appeal(action, "meera")
            yield "the subject hears the appeal", lambda: stories.arrange_appeal(action, "asha")
        if state is AppealState.ARRANGED and stories.appeal_head(action).hearer_id == factories.person_id("ravi"):
            yield "the appeal is decided by another", lambda: self._decide(Outcome.ALLOWED, by="olga")
            worse = {"reduced_step": Step.DISMISSAL, "reduced_months": 1}
            yield "an appeal makes it worse", lambda: self._decide(Outcome.REDUCED, **worse)
            longer = {"reduced_step": Step.VERBAL, "reduced_months": 60}
            if stories.head(action).lapses_on is not None:
                yield "an appeal makes it longer", lambda: self._decide(Outcome.REDUCED, **longer)
        if state is AppealState.DECIDED:
            yield "an appeal is decided twice", lambda: self._decide(Outcome.ALLOWED)
            yield "a decided appeal is arranged", lambda: stories.arrange_appeal(action, "ravi")

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
            checking.look_at_bars(factories.actor("ravi"), self.case_id, "Looked at it.", may_go_on=may_go_on)

    def _decide(self, outcome: Outcome, by: str = "ravi", **changes: object) -> None:
        stories.decide_appeal(self.action_id, outcome, by, **changes)

    # Looking ---------------------------------------------------------------------------------------------------------

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

    def _hire_again(self) -> None:
        person = factories.actor("asha")
        with transaction() as session:
            session.execute(update(Placement).where(Placement.employee_id == person.employee_id).values(to_on=None))
            session.execute(update(RoleGrant).where(RoleGrant.account_id == person.account_id).values(to_on=None))

    def _is_ready(self) -> bool:
        """Tell whether nothing of the process holds the step that this case is for."""
        today = clock.today("Asia/Kolkata")
        process = self._looked("ready", lambda: missing(self.case_id, self.step, ladder_on(today), today))
        return not any(not hold.can_go_on for hold in process)

    def _tested(self, step: Step) -> bool:
        same = (CauseAnswered.case_id == self.case_id, CauseAnswered.step == step.value)
        return bool(db.session.scalar(select(func.count()).where(*same)))

    def _asked_bars(self) -> bool:
        return bool(db.session.scalar(select(func.count()).where(BarsAnswered.case_id == self.case_id)))

    def _is_barred(self) -> bool:
        ladder, today = ladder_on(clock.today("Asia/Kolkata")), clock.today("Asia/Kolkata")
        return any(hold.gate is Gate.BARS for hold in missing(self.case_id, Step.DISMISSAL, ladder, today))

    def _waits_for_a_look(self) -> bool:
        bars = story_of(self.case_id).bars
        return bool(bars and bars[-1].looker_id and story_of(self.case_id).look_at(bars[-1]) is None)

    def _yet_to_approve(self) -> list[str]:
        have = self._have_approved()
        return [name for name in stories.APPROVERS[self._proposed_step()] if name not in have]

    def _have_approved(self) -> list[str]:
        sha256 = stories.head(self.action_id).proposal_sha256 if self.action_id else ""
        by = set(db.session.scalars(select(StepApproved.by_id).where(StepApproved.proposal_sha256 == sha256)))
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
