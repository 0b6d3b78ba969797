"""Lives of cases at random: every transition is taken, every guard refuses, and what must always hold holds.

The counts are printed: read them with `pytest -n 0 -s tests/heavy/test_lives_of_cases.py`.
"""

import itertools
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import FlakyStrategyDefinition
from hypothesis.stateful import run_state_machine_as_test

from handbook.core.db import db
from tests.heavy.conftest import Company, copied
from tests.heavy.lives import LAPSED, OVERTURNED, REFUSED, SERVED, Life
from tests.heavy.lives_hands import TABLES
from tests.heavy.lives_steering import Steering

pytestmark = pytest.mark.database
# How often each transition is taken at least; and of how many guards each refuses REFUSED times at least.
TAKEN, GUARDS = 50, 51
# The steering needs about 70 lives; a run ends when nothing lacks.
LIVES, ACTS, BATCHES = 5, 60, 60


@pytest.fixture
def entering(company: Company, tmp_path: Path) -> Callable[[], Callable[[], None]]:
    """Return what gives each life a company of its own, and with it the way to leave it."""
    numbers = itertools.count()

    def enter() -> Callable[[], None]:
        life = ExitStack()
        Life.traveller = life.enter_context(time_machine.travel(datetime.now(UTC), tick=False))
        own = life.enter_context(copied(company, tmp_path / f"life{next(numbers)}"))
        life.enter_context(own.app.app_context())
        life.callback(lambda: db.engine.dispose())
        life.callback(lambda: db.session.remove())
        return life.close

    return enter


@pytest.mark.parametrize("company", ["sqlite"], indirect=True)
def test_every_transition_is_taken_and_every_guard_refuses(entering: Callable[[], Callable[[], None]]):
    moves = {f"{table} {state}: {move}": TAKEN for table, moves in TABLES.items() for state, move in moves}
    seen = dict.fromkeys((*SERVED.values(), LAPSED, OVERTURNED), REFUSED)
    Life.steering = steering = Steering(moves | seen)
    known = len(steering.wanted)
    Life.enter, Life.faults = staticmethod(entering), []
    quiet = settings(
        max_examples=LIVES,
        stateful_step_count=ACTS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    batches = 0
    while batches < BATCHES and (steering.lacking() or len(steering.wanted) < known + GUARDS):
        # Two lives with the same draws part ways where the steering has learnt in between: then the batch is over.
        with suppress(FlakyStrategyDefinition):
            run_state_machine_as_test(seed(batches)(Life), settings=quiet)
        assert not Life.faults, Life.faults[0]
        batches += 1
    print(f"\n{batches} batches of up to {LIVES} lives")
    for name, count in sorted(steering.counts.items()):
        print(f"{count:6} {name}")
    assert not steering.lacking()
    assert len(steering.wanted) == known + GUARDS
