"""Jobs and locations as they are compared: the same few words come back on every line, so they are folded once."""

from functools import lru_cache

from handbook.people import folding


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a text without case and diacritics, from memory where it was asked for lately."""
    return folding.folded(text)
