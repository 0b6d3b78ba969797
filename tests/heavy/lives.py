"""Lives of cases, lived at random: what may be done is done, what must not be is refused, what always holds holds."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from traceback import format_exc
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select
from time_machine import Traveller

from handbook.core import clock
from handbook.core.db import db
from handbook.core.errors import HandbookError
from handbook.core.transaction import end_read
from handbook.corrective_actions.cases.holds import BARRED, TESTED
from handbook.corrective_actions.cases.models_hearing import BarsAnswered, CauseAnswered, HearingHeld
from handbook.corrective_actions.cases.models_telling import CaseNotice
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.models import CorrectiveAction, StepApproved
from handbook.corrective_actions.steps.queries import live_on
from handbook.ledger.verification import verify
from tests import factories
from tests.heavy.lives_company import found_more
from tests.heavy.lives_guards import Guarded
from tests.heavy.lives_hands import ANEW, STAGES, STEPS, Act
from tests.heavy.lives_steering import Place, Steering

# What the invariants have looked at: counted too, so that none of them holds for want of anything to look at.
SERVED = {step: f"looked at: {step.value}, served" for step in STEPS}
LAPSED, OVERTURNED = "looked at: lapsed", "looked at: overturned"
REFUSED = 20
# How many days go by before an act: mostly none.
DAYS = (0, 0, 0, 0, 0, 0, 1, 3, 20, 190)
PICKS = 10**6
# One act in so many is any that may be done, wherever it leads; and how often an act is sought where nothing changes.
WHIMS = 4
OFTEN = 2


class Life(Guarded, RuleBasedStateMachine):
    """The cases of asha, one after another, in a company of its own; the steering counts over all lives."""

    steering: Steering
    # What went wrong in any life. Kept apart, since no life can be lived again: the steering has learnt from it.
    faults: list[str]
    traveller: Traveller
    enter: Callable[[], Callable[[], None]]

    def __init__(self) -> None:
        super().__init__()
        self.leave = type(self).enter()
        self.double = found_more()
        self.went_through: set[str] = set()
        self.done_here: Counter[str] = Counter()

    def teardown(self) -> None:
        """Verify the ledger of this life, and give the company back."""
        end_read()
        with self._keeping_faults():
            assert verify().faults == []
        self.leave()

    def check_invariants(self, *more: Any) -> None:
        """Check what always holds, and keep what does not."""
        with self._keeping_faults():
            super().check_invariants(*more)

    @contextmanager
    def _keeping_faults(self) -> Iterator[None]:
        try:
            yield
        except Exception:
            self.faults.append(format_exc())
            raise

    # What is done ----------------------------------------------------------------------------------------------------

    @initialize(step=st.sampled_from(STEPS), far=st.sampled_from(sorted(STAGES)))
    def begin_life(self, step: Step, far: str) -> None:
        """Begin with a case that has come so far."""
        with self._keeping_faults():
            self._begin(step, far)

    @rule(days=st.sampled_from(DAYS), pick=st.integers(0, PICKS), whim=st.integers(1, WHIMS))
    def go_on(self, days: int, pick: int, whim: int) -> None:
        """Let time go by or not, and then do what may be done or try what must be refused."""
        with self._keeping_faults():
            self._act(days, pick, whim)

    def _act(self, days: int, pick: int, whim: int) -> None:
        if days:
            self.traveller.shift(timedelta(days))
            self.known = {}
        possible, forbidden = self._possible(), self._forbidden()
        offers = {name: self._moves(name) for name in possible} | {name: [name] for name in forbidden}
        here = self._place(offers)
        self.steering.want(here, forbidden, REFUSED)
        if whim == WHIMS:
            ways = self.steering.never_done(here, offers) or list(offers)
        else:
            ways = self.steering.towards(here, offers, [one for one, times in self.done_here.items() if times >= OFTEN])
        name = ways[pick % len(ways)]
        self.done_here[name] += 1
        if name in forbidden:
            self._is_refused(name, forbidden[name])
            return
        self._do(name, possible[name])
        there = self._place([*self._possible(), *self._forbidden()])
        self.steering.note(None if name.startswith(ANEW) else here, name, there)
        if there != here:
            self.done_here.clear()

    def _is_refused(self, name: str, act: Act) -> None:
        """Try what must be refused; what stood before stands afterwards."""
        before = self._picture()
        try:
            act()
        except HandbookError:
            self.steering.counts[name] += 1
        else:
            raise AssertionError(f"was not refused: {name}, at {self._case_state()} and {self._state()}")
        end_read()
        assert self._picture() == before, f"{name} was refused and left something behind"

    def _place(self, names: Iterable[str]) -> Place:
        return self.step, *self._states().values(), frozenset(names)

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
            self.steering.counts[SERVED[Step(action.step)]] += 1
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
            elif action.served_on:
                self.steering.counts[OVERTURNED if action.outcome == Outcome.ALLOWED else LAPSED] += 1
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
