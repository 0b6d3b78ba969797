"""What publishing the draft asks of people: who signs again, where, for which rule; who would read an older text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook.acknowledgements.concerned import Group, groups_placed, reach_of
from handbook.acknowledgements.reach import Place, Proposed, Reach, ShownRule
from handbook.rules.beside import RuleBeside, kind_of
from handbook.rules.compiling import Compiled


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many people of a place would be asked to sign, of how many who work there today."""

    name: str
    asked: int
    people: int


@dataclass(frozen=True, slots=True)
class Lagging:
    """A language whose text of some rules follows an older one, or is not there, and how many people read it."""

    language: str
    name: str
    lags: Sequence[str]
    missing: Sequence[str]
    readers: int


@dataclass(frozen=True, slots=True)
class Concerned:
    """The figures of the page before the button.

    `outdated`: people whose signature no longer covers all of their page. `by_rule`: how many who have signed would
    sign again for this rule if it is material. `by_place` names the places by name.
    """

    asked: int
    people: int
    outdated: int
    by_place: Sequence[PlaceCount]
    by_rule: Mapping[str, int]
    lagging: Sequence[Lagging]


def concerned(book: Compiled, besides: Mapping[str, RuleBeside], editorial: Mapping[str, str]) -> Concerned:
    """Return whom the draft would ask, with these changes as editorial and all others as material (six queries)."""
    groups = groups_placed()
    reach = reach_of(_proposed(book, besides, editorial), groups)
    all_material = reach_of(_proposed(book, besides, {}), groups)
    asked = [group for group in groups if reach.asks(group.profile, group.language, group.signed)]
    return Concerned(
        asked=sum(group.count for group in asked),
        people=sum(group.count for group in groups),
        outdated=sum(group.count for group in asked if group.signed),
        by_place=_by_place(groups, asked),
        by_rule=_by_rule(groups, all_material),
        lagging=_lagging(book, groups, reach),
    )


def _proposed(book: Compiled, besides: Mapping[str, RuleBeside], editorial: Mapping[str, str]) -> Proposed:
    kinds = {source.id: kind_of(besides.get(source.id), editorial) for source in book.order}
    pages: dict[Place, Sequence[ShownRule]] = {}
    for profile in book.frame.profiles:
        read = [one.id for one in book.order if set(one.audience) & set(profile.reads)]
        for language in book.frame.languages:
            shown = [(rule_id, book.shown(rule_id, language)) for rule_id in read]
            pages[profile.id, language] = [
                ShownRule(rule_id, text.source.language, text.sha256, kinds[rule_id]) for rule_id, text in shown
            ]
    return Proposed(book.frame.source, pages)


def _by_place(groups: Sequence[Group], asked: Sequence[Group]) -> list[PlaceCount]:
    people, wanted = dict[str, int](), dict[str, int]()
    for group in groups:
        people[group.location] = people.get(group.location, 0) + group.count
    for group in asked:
        wanted[group.location] = wanted.get(group.location, 0) + group.count
    return [PlaceCount(name, wanted.get(name, 0), count) for name, count in people.items()]


def _by_rule(groups: Sequence[Group], reach: Reach) -> dict[str, int]:
    counts: dict[str, int] = {}
    for group in groups:
        for rule_id in reach.open_rules(group.profile, group.language, group.signed) if group.signed else ():
            counts[rule_id] = counts.get(rule_id, 0) + group.count
    return counts


def _lagging(book: Compiled, groups: Sequence[Group], reach: Reach) -> list[Lagging]:
    found = []
    for language, face in book.frame.languages.items():
        texts = {source.id: book.numbered.get((source.id, language)) for source in book.order}
        lags = [rule_id for rule_id, text in texts.items() if text is not None and book.lags(rule_id, language)]
        missing = [rule_id for rule_id, text in texts.items() if text is None]
        if lags or missing:
            readers = _readers(groups, reach, language, {*lags, *missing})
            found.append(Lagging(language, face.name, lags, missing, readers))
    return found


def _readers(groups: Sequence[Group], reach: Reach, language: str, rule_ids: set[str]) -> int:
    """Count who reads this language and has one of these rules on the own page."""
    return sum(
        group.count
        for group in groups
        if reach.language_of(group.language, group.signed) == language
        and any(rule.rule_id in rule_ids for rule in reach.proposed.page(group.profile, language))
    )
