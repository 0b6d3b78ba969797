"""What is new for a person who signed before: the texts on their page that no standing signature of theirs covers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handbook.rules import queries as rules
from handbook.rules.changes import RuleChange, changed
from handbook.rules.queries import ContentsLine, CoveredText, EditionRow, PageRow, Step

NEW, MATERIAL, EDITORIAL, OTHER_LANGUAGE = "new", "material", "editorial", "other language"
EVERYONE = "everyone"  # as whom an unknown profile reads


@dataclass(frozen=True, slots=True)
class Earlier:
    """A standing signature: under which page of which edition it was given."""

    edition: int
    edition_id: str
    profile: str
    language: str


@dataclass(frozen=True, slots=True)
class Line:
    """A rule that is new or changed for this person. `kind`: new, material, editorial, or in another language.

    `before` is the text that they signed last, where it can be compared; None for what is wholly new to them.
    """

    rule_id: str
    title: str
    shown: str
    kind: str
    before: CoveredText | None

    @property
    def is_required(self) -> bool:
        """Tell whether it must be read before signing: everything but what is a matter of wording alone."""
        return self.kind != EDITORIAL


@dataclass(frozen=True, slots=True)
class Delta:
    """What a person must read before signing, in the order of the book, and why no more.

    `since` is the number of the newest edition that they signed, None where this is their first signature: then
    everything is required and `lines` is empty. `removed` names what they signed last and is no longer on their page.
    """

    since: int | None
    required: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    removed: tuple[CoveredText, ...] = ()


def delta_of(edition: EditionRow, page: PageRow, signed: Iterable[Earlier]) -> Delta:
    """Compare a page with what a person's standing signatures under other editions cover.

    Kept for all who signed the same, because nothing of an edition ever changes (at most four queries otherwise).
    """
    others = frozenset(one for one in signed if one.edition_id != edition.id)
    if not others:
        return Delta(None, tuple(page.rule_ids))
    return _delta(edition, page.language, tuple(page.rule_ids), others)


def words_changed(edition: EditionRow, language: str, delta: Delta) -> Mapping[str, RuleChange]:
    """Return what changed word by word, by rule, for those lines that can be compared with a text signed before."""
    return _words_changed(edition, language, delta.lines)


@lru_cache(maxsize=1024)
def _delta(edition: EditionRow, language: str, rule_ids: tuple[str, ...], signed: frozenset[Earlier]) -> Delta:
    covered = rules.covered_texts([(one.edition_id, one.profile, one.language) for one in signed])
    known = {(text.rule_id, text.sha256) for text in covered}
    last: dict[str, CoveredText] = {}
    written: dict[tuple[str, str], CoveredText] = {}
    for text in covered:  # the newest first
        last.setdefault(text.rule_id, text)
        written.setdefault((text.rule_id, text.shown), text)
    here = rules.contents(edition, language, rule_ids)
    differing = [line for line in here if (line.rule_id, line.sha256) not in known]
    # A text signed before in the language shown can be compared; failing that, the newest in any other.
    bases = [written.get((line.rule_id, line.shown), last.get(line.rule_id)) for line in differing]
    steps = _steps(edition, differing, bases)
    lines = tuple(_line(line, base, steps[line.shown]) for line, base in zip(differing, bases, strict=True))
    needless = {line.rule_id for line in lines if not line.is_required} | {
        line.rule_id for line in here if (line.rule_id, line.sha256) in known
    }
    since = max(one.edition for one in signed)
    gone = tuple(text for text in last.values() if text.edition == since and text.rule_id not in set(rule_ids))
    return Delta(since, tuple(one for one in rule_ids if one not in needless), lines, gone)


def _steps(
    edition: EditionRow, differing: Sequence[ContentsLine], bases: Sequence[CoveredText | None]
) -> dict[str, list[Step]]:
    """Return by language what happened to its texts since the oldest one signed (one query for each language)."""
    since: dict[str, int] = {}
    for line, base in zip(differing, bases, strict=True):
        number = base.edition if base else edition.number
        since[line.shown] = min(number, since.get(line.shown, number))
    return {
        language: rules.steps_between(older, edition.number, language) if older < edition.number else []
        for language, older in since.items()
    }


def _line(line: ContentsLine, before: CoveredText | None, steps: Iterable[Step]) -> Line:
    if before is None:
        return Line(line.rule_id, line.title, line.shown, NEW, None)
    if before.shown != line.shown:
        return Line(line.rule_id, line.title, line.shown, OTHER_LANGUAGE, None)
    own = [step for step in steps if step.rule_id == line.rule_id and step.edition > before.edition]
    return Line(line.rule_id, line.title, line.shown, kind_of(before.sha256, own), before)


def kind_of(sha256: str, steps: Iterable[Step]) -> str:
    """Return editorial where each step that changed the text (oldest first) was confirmed as such, else material."""
    kinds = set()
    for step in steps:
        if step.sha256 != sha256:
            kinds.add(step.change)
        sha256 = step.sha256
    return EDITORIAL if kinds == {EDITORIAL} else MATERIAL


@lru_cache(maxsize=128)
def _words_changed(edition: EditionRow, language: str, lines: tuple[Line, ...]) -> Mapping[str, RuleChange]:
    bases = {(line.before.edition, line.before.page_language) for line in lines if line.before}
    older = {base: {text.rule_id: text for text in rules.texts_of(rules.edition(base[0]), base[1])} for base in bases}
    now = {text.rule_id: text for text in rules.texts_of(edition, language)} if bases else {}
    found = {}
    for line in lines:
        if line.before:
            before = older[line.before.edition, line.before.page_language][line.rule_id]
            change = changed(before, now[line.rule_id])
            if change is not None:
                found[line.rule_id] = change
    return found
