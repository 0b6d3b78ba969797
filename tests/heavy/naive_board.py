"""A board as a patient clerk would fill it in: one person, one day, the list of what happened, nothing clever."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
OWN_WORDS = ("declined", "question", "paper")
BY_OTHERS = ("refused", "served_by_hand", "read_aloud")


@dataclass(frozen=True)
class Work:
    """Where somebody works from a day through a day."""

    first: date
    last: date | None
    zone: str
    boss: str | None


@dataclass(frozen=True)
class Happening:
    """Something that happened to a person about an edition; `about` names the signature or question it is about."""

    at: datetime
    what: str
    edition: str
    name: str = ""
    about: str = ""


@dataclass
class Life:
    """Everything known about one person. `invited` and `sent` are moments by round."""

    works: list[Work] = field(default_factory=list)
    away: list[tuple[date, date]] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    invited: dict[str, datetime] = field(default_factory=dict)
    sent: dict[str, list[datetime]] = field(default_factory=dict)
    way_in_since: datetime | None = None

    def work_on(self, day: date) -> Work | None:
        """Return the work that began last by this day, whether it still lasts or not."""
        begun = [work for work in self.works if work.first <= day]
        return max(begun, key=lambda work: work.first) if begun else None

    def is_here(self, day: date) -> bool:
        """Tell whether the person works somewhere that day."""
        work = self.work_on(day)
        return work is not None and (work.last is None or work.last >= day)


def midnight_after(day: date, zone: str) -> datetime:
    """Return the moment at which a day is over on the clocks of a zone."""
    return datetime.combine(day + DAY, time(), ZoneInfo(zone))


def state_on(life: Life, round_id: str, edition: str, day: date) -> str | None:
    """Return the state of one person, or None who was not invited by the end of that day."""
    work = life.work_on(day)
    over = midnight_after(day, work.zone if work else "UTC")
    if round_id not in life.invited or life.invited[round_id] >= over:
        return None
    known = sorted((one for one in life.happenings if one.at < over), key=lambda one: one.at)
    ours = [one for one in known if one.edition == edition]
    signatures = _signatures(ours)
    if "stands" in signatures:
        return "signed"
    for one in reversed(ours):
        if one.what in BY_OTHERS:
            return one.what
    if "disputed" in signatures:
        return "disputed"
    return _own_word(ours, known) or _rest(life, round_id, day, over, ours, signatures)


def told_to_supervisor(life: Life, round_id: str, edition: str, day: date) -> str | None:
    """Return the state of one person as if nobody had ever asked or disputed, and what was set aside never been."""
    calm = [one for one in life.happenings if one.what not in ("question", "disputed")]
    state = state_on(replace(life, happenings=calm), round_id, edition, day)
    return "not_opened" if state == "set_aside" else state


def _signatures(ours: Sequence[Happening]) -> set[str]:
    """Return what the signatures are worth by now: stands, disputed, set aside."""
    worth = {}
    for one in ours:
        if one.what == "signed":
            worth[one.name] = "stands"
        elif one.what in ("disputed", "stands", "set aside"):
            worth[one.about] = one.what
    return set(worth.values())


def _own_word(ours: Sequence[Happening], known: Sequence[Happening]) -> str | None:
    answered = {one.about for one in ours if one.what == "answered"}
    agreed = [one.at for one in known if one.what == "agreed"]
    for one in reversed(ours):
        over = (one.what == "question" and one.name in answered) or (
            one.what == "paper" and any(at > one.at for at in agreed)
        )
        if one.what in OWN_WORDS and not over:
            return one.what
    return None


def _rest(life: Life, round_id: str, day: date, over: datetime, ours: Sequence[Happening], signatures: set[str]) -> str:
    if not life.is_here(day):
        return "left"
    if any(first <= day <= last for first, last in life.away):
        return "on_leave"
    if "set aside" in signatures:
        return "set_aside"
    if any(one.what == "read" for one in ours):
        return "opened"
    has_way_in = life.way_in_since is not None and life.way_in_since < over
    was_sent = any(at < over for at in life.sent.get(round_id, ()))
    return "not_opened" if has_way_in or was_sent else "not_reachable"
