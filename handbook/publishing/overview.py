"""The draft at a glance: chapter by chapter every rule, and for each language how its text stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook.rules import drafts, queries
from handbook.rules.drafts import DraftRow, GoneRule
from handbook.rules.outline import Outline
from handbook.rules.source import RuleSource
from handbook.rules.versions import Place, same_text

UNCHANGED, CHANGED, NEW = "unchanged", "changed", "new"
LAGS, MISSING, BROKEN = "lags", "not_translated", "held"
FILTERS = (CHANGED, LAGS, MISSING)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule of the draft: `states` holds for each language one or two words of the table of chips."""

    id: str
    number: int
    title: str
    title_language: str
    kind: str
    severity: str | None
    states: Mapping[str, Sequence[str]]

    @property
    def all_states(self) -> set[str]:
        """Every state that any of its texts is in; new counts as changed."""
        found = {state for states in self.states.values() for state in states}
        return found | {CHANGED} if NEW in found else found


@dataclass(frozen=True, slots=True)
class ChapterLines:
    """A chapter with its rules in the order of reading."""

    id: str
    title: str
    lines: Sequence[RuleLine]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole draft. `counts`: how many rules have a text in a state. `edition` is the newest, where there is one."""

    frame: Outline
    chapters: Sequence[ChapterLines]
    gone: Sequence[GoneRule]
    counts: Mapping[str, int]
    edition: int | None
    rules: int


def overview(only: str = "") -> Overview | None:
    """Return the draft, or None while there is none; `only` (one of FILTERS) keeps other rules out (five queries)."""
    row = drafts.frame_row()
    if row is None:
        return None
    frame = drafts.frame_of(row.source)
    last = queries.newest_edition()
    published = drafts.sources_published(last.id) if last else {}
    lines = _lines(drafts.rows(), frame, published)
    counts = {state: sum(state in line.all_states for _chapter, line in lines) for state in FILTERS}
    shown = [(chapter, line) for chapter, line in lines if not only or only in line.all_states]
    return Overview(
        frame=frame,
        chapters=_chapters(shown, frame),
        gone=drafts.gone_rules() if not only else [],
        counts=counts,
        edition=last.number if last else None,
        rules=len(lines),
    )


def _lines(rows: Sequence[DraftRow], frame: Outline, published: Mapping[Place, str]) -> list[tuple[str, RuleLine]]:
    texts: dict[str, dict[str, DraftRow]] = {}
    for row in rows:
        texts.setdefault(row.rule_id, {})[row.language] = row
    found = [_line(rule_id, by_language, frame, published) for rule_id, by_language in texts.items()]
    return sorted(found, key=lambda pair: (frame.chapter_place(pair[0]), pair[1].number, pair[1].id))


def _line(
    rule_id: str, rows: Mapping[str, DraftRow], frame: Outline, published: Mapping[Place, str]
) -> tuple[str, RuleLine]:
    read = {language: row.parsed for language, row in rows.items()}
    source = read.get(frame.source)
    speaks = source or next((text for text in read.values() if text is not None), None)
    states = {
        language: _states(rows.get(language), read.get(language), source, published) for language in frame.languages
    }
    line = RuleLine(
        id=rule_id,
        number=speaks.number if speaks else 0,
        title=speaks.title if speaks else rule_id,
        title_language=speaks.language if speaks else frame.source,
        kind=speaks.kind if speaks else "rule",
        severity=speaks.severity if speaks else None,
        states=states,
    )
    return (speaks.chapter if speaks else ""), line


def _states(
    row: DraftRow | None, text: RuleSource | None, source: RuleSource | None, published: Mapping[Place, str]
) -> list[str]:
    if row is None:
        return [MISSING]
    if text is None:
        return [BROKEN]
    before = published.get((row.rule_id, row.language))
    states = [NEW if before is None else UNCHANGED if same_text(before, row.source) else CHANGED]
    if source is not None and text is not source and text.follows != source.version:
        states.append(LAGS)
    return states


def _chapters(lines: Sequence[tuple[str, RuleLine]], frame: Outline) -> list[ChapterLines]:
    titles = {chapter.id: frame.words(chapter.title, frame.source) for chapter in frame.chapters}
    strays = {chapter: chapter for chapter, _line in lines if chapter not in titles}
    found = [
        ChapterLines(chapter, title, [line for place, line in lines if place == chapter])
        for chapter, title in (titles | strays).items()
    ]
    return [chapter for chapter in found if chapter.lines]
