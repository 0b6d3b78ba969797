"""The doors of signing rounds and boards."""

from typing import Final

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {}
