"""A line of the start page: one thing that needs somebody today."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, why, and where."""

    state: str
    title: str
    detail: str
    url: str
    action: str
    word: str = ""
