"""Named points at which a fault test may kill this very process; without the setting they do nothing."""

import itertools
import os
import signal

_passes = itertools.count(1)


def fault_point(name: str) -> None:
    """Die by SIGKILL where HANDBOOK_FAULT names this point ("before-commit") or its n-th pass ("before-commit:3")."""
    point, _colon, turn = os.environ.get("HANDBOOK_FAULT", "").partition(":")
    if point == name and next(_passes) >= int(turn or 1):
        os.kill(os.getpid(), signal.SIGKILL)
