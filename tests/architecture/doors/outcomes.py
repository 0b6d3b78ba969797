"""The doors of declining, asking, witnessing, serving and disputing."""

from typing import Final

DOORS: Final[dict[tuple[str, str], dict[str, str]]] = {}
