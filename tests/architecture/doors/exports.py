"""The doors of exports."""

from typing import Final

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {}
