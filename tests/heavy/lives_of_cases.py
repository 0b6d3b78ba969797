"""Lives of cases at random: every transition is taken, every guard refuses, and what must always hold holds.

It takes a quarter of an hour, so it has a command of its own: `make test-lives`.
"""

import itertools
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from handbook.app import create_app
from handbook.core.db import db
from handbook.corrective_actions.cases import lifecycle as cases
from handbook.corrective_actions.steps import appeals
from handbook.corrective_actions.steps import lifecycle as steps
from tests.conftest import Template
from tests.heavy.lives import Life

pytestmark = pytest.mark.database
TAKEN, REFUSED = 50, 20
LIVES, ACTS, BATCHES = 20, 50, 20
GUARDS = 40


@pytest.fixture
def entering(template: Template, tmp_path: Path) -> Callable[[], Callable[[], None]]:
    """Return what gives each life a company of its own, and with it the way to leave it."""
    numbers = itertools.count()

    def enter() -> Callable[[], None]:
        moved = time_machine.travel(datetime.now(UTC), tick=False)
        Life.traveller = moved.start()
        app = create_app(template.copy(tmp_path / f"life{next(numbers)}"))
        context = app.app_context()
        context.push()

        def leave() -> None:
            db.session.remove()
            db.engine.dispose()
            context.pop()
            moved.stop()

        return leave

    return enter


def test_every_transition_is_taken_and_every_guard_refuses(entering: Callable[[], Callable[[], None]]):
    Life.seen, Life.done, Life.refused = Counter(), Counter(), Counter()
    Life.enter = staticmethod(entering)
    quiet = settings(
        max_examples=LIVES,
        stateful_step_count=ACTS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    batches = 0
    while batches < BATCHES and _missing():
        run_state_machine_as_test(seed(batches)(Life), settings=quiet)
        batches += 1
    print(f"\n{batches * LIVES} lives")
    for name, count in sorted((Life.done + Life.refused).items()):
        print(f"{count:6} {name}")
    assert not _missing()
    assert len(Life.refused) >= GUARDS


def _missing() -> dict[str, int]:
    """Return what was taken or refused too rarely so far, with its count."""
    tables = (("case", cases.MOVES), ("step", steps.MOVES), ("appeal", appeals.MOVES))
    taken = {
        f"{table} {state.value}: {move.value}": TAKEN
        for table, moves in tables
        for state, move in moves  # type: ignore[attr-defined]
    }
    wanted = taken | dict.fromkeys(Life.refused, REFUSED)
    seen = Life.done + Life.refused
    return {name: seen[name] for name, least in wanted.items() if seen[name] < least} or (
        {} if Life.refused else {"nothing was refused": 0}
    )
