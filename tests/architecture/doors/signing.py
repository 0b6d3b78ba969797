"""The doors of reading on and signing."""

from typing import Final

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {}
