"""Papers that hold what somebody typed: a sign that no font here can draw is spelled by its number, as in [U+1F648]."""

import re
from collections.abc import Callable
from typing import TypeVar

from handbook.core.sandbox import SandboxFailed

_NUMBER = re.compile(r"\(U\+([0-9A-F]{4,6})\)")
Made = TypeVar("Made")


def spelled(html: str, render: Callable[[str], Made]) -> Made:
    """Render a paper; where signs in it cannot be drawn, render it once more with their numbers in their place.

    A person's words must never keep their paper from being sealed; as they were typed they stand in the ledger and in
    the evidence attached to it. Raises SandboxFailed as `render` does for everything else.
    """
    try:
        return render(html)
    except SandboxFailed as failure:
        missing = set(_NUMBER.findall(str(failure))) if failure.reason == "refused" else set()
        if not missing:
            raise
        return render(html.translate({int(number, 16): f"[U+{number}]" for number in missing}))
