"""The doors of importing people."""

from typing import Final

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {}
