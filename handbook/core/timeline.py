"""One dated line of the work file, in the shape that every feature gives and the timeline component takes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`state` names colour and mark; `body` are words of the program, `quote` words of a person in `lang`.

    `act` are the words of one more link, to `act_url`: what can be done about this line.
    """

    state: str
    title: str
    at: datetime
    when: str
    url: str | None = None
    body: str | None = None
    quote: str | None = None
    lang: str | None = None
    fine: str | None = None
    current: bool = False
    future: bool = False
    act_url: str | None = None
    act: str | None = None
