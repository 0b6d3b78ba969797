"""The draft beside the last edition: texts numbered, rendered where they are new, and put in the order of reading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handbook.core.errors import Invalid
from handbook.core.markdown import render_apart
from handbook.rules import checks, drafts, figure_tables, queries, sections, versions
from handbook.rules.beside import REMOVED, RuleBeside, attributes_of, kind_of
from handbook.rules.drafts import Draft
from handbook.rules.faults import errors
from handbook.rules.models import EditionRule
from handbook.rules.outline import Outline
from handbook.rules.pictures import Known, attributes
from handbook.rules.source import RuleSource
from handbook.rules.versions import Numbered, Place, Published

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """The draft read and numbered. `html` is by SHA-256 of the text, `order` holds the source texts.

    `editorial` holds the changes that two people call a matter of wording, by rule with the hash of what they saw.
    `pictures` are those that texts and prefaces name, by address.
    """

    frame: Outline
    numbered: Mapping[Place, Numbered]
    html: Mapping[str, str]
    order: Sequence[RuleSource]
    rules_before: Sequence[EditionRule]
    texts_before: Mapping[Place, Published]
    editorial: Mapping[str, str] = field(default_factory=dict)
    pictures: Known = field(default_factory=dict)

    def shown(self, rule_id: str, language: str) -> Numbered:
        """Return the text that readers of a language get: the translation, or the source text in its place."""
        return self.numbered.get((rule_id, language)) or self.numbered[rule_id, self.frame.source]

    def lags(self, rule_id: str, language: str) -> bool:
        """Tell whether the translation that is shown follows another version than the source text has."""
        shown = self.shown(rule_id, language).source
        source = self.numbered[rule_id, self.frame.source].source
        return shown is not source and shown.follows != source.version


def compile_draft(draft: Draft, last_id: str | None, editorial: Mapping[str, str] | None = None) -> Compiled:
    """Read, check, number and render the texts of the draft beside the last edition.

    `editorial`: the hashes of the changes that count as editorial, by rule; without it every change is material.
    A translation of a rule that the source language does not have is left out. Raises Invalid with one line per fault.
    """
    frame = draft.outline()
    sources = draft.sources()
    _refuse_faults(sources, frame)
    in_source = {source.id for source in sources if source.language == frame.source}
    if not in_source:
        name = frame.languages[frame.source].name
        raise Invalid(f"The draft has no rule in {name}, its source language. Import that folder too.")
    sources = [one for one in sources if one.id in in_source and one.language in frame.languages]
    before = drafts.texts_published(last_id) if last_id else {}
    absent = {one.id for one in sources if (one.id, one.language) not in before}
    highest = {place: text.version for place, text in before.items()} | drafts.highest_versions(absent)
    numbered = versions.number(sources, before, highest)
    order = [one.source for one in numbered.values() if one.source.language == frame.source]
    pictures = queries.pictures_named(*frame.preface.values(), *(one.body for one in sources))
    return Compiled(
        frame=frame,
        numbered=numbered,
        html=_html(numbered.values(), before, pictures),
        order=sorted(order, key=lambda one: (frame.chapter_place(one.chapter), one.number, one.id)),
        rules_before=drafts.rules_published(last_id) if last_id else [],
        texts_before=before,
        editorial=dict(editorial or {}),
        pictures=pictures,
    )


def is_unchanged(book: Compiled, frame_before: str) -> bool:
    """Tell whether the next edition would be the last one over again; `frame_before` is the last handbook.yaml."""
    return (
        book.frame.text == frame_before
        and book.numbered.keys() == book.texts_before.keys()
        and not any(one.changed for one in book.numbered.values())
    )


def new_texts(book: Compiled) -> list[Row]:
    """Return the rows of texts that the last edition does not hold."""
    known = {text.sha256 for text in book.texts_before.values()}
    return [text_row(book, one) for one in book.numbered.values() if one.sha256 not in known]


def text_row(book: Compiled, one: Numbered) -> Row:
    """Return the row of one text."""
    return {
        "sha256": one.sha256,
        "rule_id": one.source.id,
        "language": one.source.language,
        "version": one.source.version,
        "follows": one.source.follows,
        "title": sections.title_of(book.html[one.sha256]) or one.source.title,
        "source": one.source.text,
        "html": book.html[one.sha256],
    }


def rule_rows(book: Compiled) -> list[Row]:
    """Return the rules in the order of reading, each with what happened to it, then those that are gone."""
    happened = whatever_changed(book)
    rows = [
        _rule_row(source, position, kind_of(happened.get(source.id), book.editorial))
        for position, source in enumerate(book.order, 1)
    ]
    here = {source.id for source in book.order}
    for rule in book.rules_before:
        if rule.rule_id not in here:
            kept = {name: getattr(rule, name) for name in rows[0] if name not in ("position", "change")}
            rows.append(kept | {"position": len(rows) + 1, "change": REMOVED})
    return rows


def whatever_changed(book: Compiled) -> dict[str, RuleBeside]:
    """Return by id every rule that differs between the last edition and the draft, the removed ones last."""
    before = {rule.rule_id: attributes_of(rule) for rule in book.rules_before}
    after = {source.id: attributes_of(source) for source in book.order}
    found: dict[str, RuleBeside] = {}
    texts = _texts_beside(book)
    for rule_id in [*after, *(one for one in before if one not in after)]:
        figures = _figures_differ(book, rule_id)
        beside = RuleBeside(rule_id, before.get(rule_id), after.get(rule_id), texts[rule_id], figures)
        if beside.differs:
            found[rule_id] = beside
    return found


def _figures_differ(book: Compiled, rule_id: str) -> bool:
    """Tell whether a table in the source text of a rule binds otherwise than in the last edition."""
    then, now = book.texts_before.get((rule_id, book.frame.source)), book.numbered.get((rule_id, book.frame.source))
    if then is None or now is None or then.sha256 == now.sha256:
        return False
    return figure_tables.figures_in(then.source) != figure_tables.figures_in(now.source.body)


def _texts_beside(book: Compiled) -> dict[str, dict[str, tuple[str | None, str | None]]]:
    """Return by rule and language the SHA-256 of the text before and of that in the draft."""
    texts: dict[str, dict[str, tuple[str | None, str | None]]] = {}
    for rule_id, language in sorted({*book.texts_before, *book.numbered}):
        before, after = book.texts_before.get((rule_id, language)), book.numbered.get((rule_id, language))
        pair = (before.sha256 if before else None, after.sha256 if after else None)
        texts.setdefault(rule_id, {})[language] = pair
    return texts


def _rule_row(source: RuleSource, position: int, change: str) -> Row:
    return {
        "rule_id": source.id,
        "position": position,
        "number": source.number,
        "kind": source.kind,
        "chapter": source.chapter,
        "severity": source.severity,
        "audience": list(source.audience),
        "owner": source.owner,
        "review_on": source.review_on,
        "change": change,
    }


def text_rows(book: Compiled) -> list[Row]:
    """Return which text readers of each language get of each rule."""
    rows: list[Row] = []
    for source in book.order:
        for language in book.frame.languages:
            shown = book.shown(source.id, language)
            row = {"rule_id": source.id, "language": language, "shown": shown.source.language}
            rows.append(row | {"lags": book.lags(source.id, language), "text_sha256": shown.sha256})
    return rows


def _refuse_faults(sources: Sequence[RuleSource], frame: Outline) -> None:
    languages = {source.language for source in sources}
    texts = {language: [one for one in sources if one.language == language] for language in languages}
    faults = errors(checks.check_values(texts, frame))
    if faults:
        raise Invalid(*(str(fault) for fault in faults))


def _html(texts: Iterable[Numbered], before: Mapping[Place, Published], pictures: Known) -> dict[str, str]:
    """Return the HTML of every text by its hash, rendering only what no edition before had."""
    html = {text.sha256: text.html for text in before.values()}
    new = [one for one in texts if one.sha256 not in html]
    faults: list[str] = []
    rendered = render_apart([(one.source.id, one.source.body) for one in new], pictures=attributes(pictures))
    for one, result in zip(new, rendered, strict=True):
        if isinstance(result, str):
            html[one.sha256] = result
        else:
            faults.append(f"{one.source.file}:{one.source.body_line}: {result}")
    if faults:
        raise Invalid(*faults)
    return html
