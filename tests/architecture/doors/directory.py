"""The doors of people, placements, roles, jobs and locations."""

from typing import Final

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {}
