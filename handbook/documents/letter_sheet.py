"""The sheet behind a letter: whose it is, what was said, and where its evidence stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """What `papers/letter_sheet.html` prints. `facts`: label and value; `number`: which added sheet it is."""

    language: str
    title: str
    said: str
    said_language: str
    name: str
    facts: list[tuple[str, str]]
    reference: str
    number: int
    address: str
    company: str
