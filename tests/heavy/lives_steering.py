"""The way to what lacks, as the lives have shown it so far: what may be done where, and where each act has led."""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping

Place = Hashable


class Steering:
    """Counts what is wanted so many times each, and knows which acts of a place lead towards what lacks."""

    def __init__(self, wanted: Mapping[str, int]) -> None:
        self.wanted = dict(wanted)
        self.counts: Counter[str] = Counter()
        self._offers: dict[Place, Mapping[str, Collection[str]]] = {}
        self._leads: dict[tuple[Place, str], Place] = {}

    def lacking(self) -> dict[str, int]:
        """Return what was counted too rarely so far, with its count."""
        return {name: self.counts[name] for name, least in self.wanted.items() if self.counts[name] < least}

    def note(self, here: Place, name: str, there: Place) -> None:
        """Remember where an act has led; `here` is None for one that leads to the same wherever it is done."""
        self._leads[here, name] = there

    def want(self, here: Place, names: Collection[str], least: int) -> None:
        """Want these so many times too; they leave all as it stands, and count by their own names."""
        self.wanted.update(dict.fromkeys(names, least))
        self._leads.update({(here, name): here for name in names})

    def never_done(self, here: Place, names: Iterable[str]) -> list[str]:
        """Return those of these acts of which nobody knows yet where they lead from here."""
        return [name for name in names if self._lead(here, name) is None]

    def towards(self, here: Place, offers: Mapping[str, Collection[str]], tired: Collection[str] = ()) -> list[str]:
        """Return the acts that begin a shortest way to what lacks; `offers`: what may be done here, and its counts.

        What is `tired` was done here often enough for once. What gives and leaves all as it stands goes before what
        leads away. Where no way is known, it goes to what was never done; where nothing lacks, anywhere.
        """
        self._offers[here] = offers
        lacking = self.lacking().keys()
        awake = [name for name in offers if name not in tired]
        now = [name for name in awake if not lacking.isdisjoint(offers[name])]
        if now:
            return [name for name in now if self._lead(here, name) == here] or now
        new = self.never_done(here, awake)
        level = {there: name for name in awake if (there := self._lead(here, name)) not in (None, here)}
        return (
            self._beyond(level, lambda place: self._gives(place, lacking))
            or new
            or self._beyond(level, self._is_new)
            or awake
            or list(offers)
        )

    def _beyond(self, level: Mapping[Place, str], is_sought: Callable[[Place], bool]) -> list[str]:
        """Return the first acts of the shortest ways; `level`: the places one act away, each with that act."""
        seen: set[Place] = set()
        while level:
            if good := {name for place, name in level.items() if is_sought(place)}:
                return sorted(good)
            seen |= level.keys()
            level = {there: name for place, name in level.items() for there in self._next(place) if there not in seen}
        return []

    def _gives(self, place: Place, lacking: Collection[str]) -> bool:
        return any(one in lacking for counted in self._offers.get(place, {}).values() for one in counted)

    def _is_new(self, place: Place) -> bool:
        return bool(self.never_done(place, self._offers.get(place, ())))

    def _next(self, place: Place) -> Iterator[Place]:
        for name in self._offers.get(place, {}):
            there = self._lead(place, name)
            if there is not None:
                yield there

    def _lead(self, place: Place, name: str) -> Place | None:
        return self._leads.get((place, name), self._leads.get((None, name)))
