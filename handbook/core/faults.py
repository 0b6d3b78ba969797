"""Named points at which a fault test may kill this very process; without the setting they do nothing."""

import os
import signal

_POINT = os.environ.get("HANDBOOK_FAULT", "")


def fault_point(name: str) -> None:
    """Die by SIGKILL where the environment names this point (fault tests only)."""
    if _POINT and name == _POINT:
        os.kill(os.getpid(), signal.SIGKILL)
