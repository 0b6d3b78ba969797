"""The doors of signing in, credentials, the own account and shared devices."""

from typing import Final

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {}
