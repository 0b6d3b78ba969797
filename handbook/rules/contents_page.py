"""What the first page of the handbook shows: every rule with its sentence, chapter by chapter, and the preface."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import url_for
from markupsafe import Markup

from handbook.core import markup
from handbook.rules import links, queries, sections, showing
from handbook.rules.outline import Outline
from handbook.rules.queries import EditionRow, PageRow, TextRow
from handbook.rules.reading import Reading, Standing
from handbook.rules.showing import InForce, LanguageLink

PREFACE = "part.preface"
LONGEST = 300  # signs of a first paragraph that stands for the sentence of foreign Markdown


@dataclass(frozen=True, slots=True)
class Card:
    """A rule in the list; `sentence` is plain words in the language `shown`, empty where the text has none."""

    id: str
    kind: str
    number: int
    title: str
    sentence: str
    shown: str
    url: str
    state: str | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter that holds a rule for this reader."""

    id: str
    title: str
    cards: Sequence[Card]


@dataclass(frozen=True, slots=True)
class Contents:
    """The first page of the handbook; `preface` comes as it was published, None where there is none.

    `has_figures`: the edition has limits or service standards to show on a page of their own.
    """

    title: str
    chapters: Sequence[Chapter]
    preface: Markup | None
    languages: Sequence[LanguageLink]
    fallback: str
    next_unread: str | None
    in_force: InForce | None
    has_figures: bool


def contents_of(edition: EditionRow, page: PageRow, standing: Standing, reading: Reading | None) -> Contents:
    """Return what the first page of the handbook shows to the readers of a page."""
    frame = queries.outline_of(edition.id)

    def elsewhere(language: str) -> str:
        return url_for("rules.show_edition", edition=edition.number, language=language, lang=language)

    return Contents(
        title=frame.words(frame.title, page.language),
        chapters=chapters_of(edition, page, frame, reading),
        preface=_preface(edition, page),
        languages=showing.languages(frame, page, elsewhere),
        fallback=showing.fallback(frame, page),
        next_unread=_next_unread(edition, page, reading),
        in_force=showing.in_force(standing, page.asked),
        has_figures=bool(frame.limits or frame.standards),
    )


def chapters_of(
    edition: EditionRow, page: PageRow, frame: Outline, reading: Reading | None = None
) -> Sequence[Chapter]:
    """Return the chapters of a page with the sentence of each rule (one query, kept)."""
    states = {link.id: link for link in showing.contents_links(edition, page, frame, reading)}
    sentences = _sentences(edition, page.language)
    lines = queries.contents(edition, page.language, page.rule_ids)
    cards = [
        Card(
            line.rule_id,
            line.kind,
            line.number,
            line.title,
            sentences.get(line.rule_id, ""),
            line.shown,
            states[line.rule_id].url,
            states[line.rule_id].state,
        )
        for line in lines
    ]
    place = {line.rule_id: line.chapter for line in lines}
    found = [
        Chapter(one.id, frame.words(one.title, page.language), [card for card in cards if place[card.id] == one.id])
        for one in frame.chapters
    ]
    return [chapter for chapter in found if chapter.cards]


def sentence_of(text: TextRow) -> str:
    """Return the words of a rule's sentence; of foreign Markdown its first paragraph, if it is a short one."""
    parts = sections.cut(text.html, text.kind)
    if parts.sentence:
        return markup.text_of(markup.parse(parts.sentence))
    first = markup.parse(parts.rest).find("p")
    words = markup.text_of(first) if first else ""
    return words if len(words) <= LONGEST else ""


@lru_cache(maxsize=32)
def _sentences(edition: EditionRow, language: str) -> dict[str, str]:
    return {text.rule_id: sentence_of(text) for text in queries.texts_of(edition, language)}


def _preface(edition: EditionRow, page: PageRow) -> Markup | None:
    """Return the preface as it stands in the published page, its links leading to the pages of rules."""

    def place_for(href: str) -> str | None:
        place = href.removeprefix("#")
        rule_id = place.partition("--")[0]
        if rule_id not in page.rule_ids:
            return href
        return showing.address_of(edition, page.language, rule_id) + (href if place != rule_id else "")

    html = _preface_in(queries.body(page.html_sha256).decode())
    if not html:
        return None
    return Markup(markup.with_headings_from(links.rewritten(html, place_for), 2))  # noqa: S704 (sanitised)


@lru_cache(maxsize=64)
def _preface_in(body: str) -> str:
    root = markup.parse(body)
    part = next((one for one in root.walk() if one.attributes.get("id") == PREFACE), None)
    return "".join(markup.to_html(one) for one in part.children[1:]) if part else ""


def _next_unread(edition: EditionRow, page: PageRow, reading: Reading | None) -> str | None:
    if reading is None:
        return None
    rule_id = next((one for one in reading.required if one not in reading.read_rule_ids), None)
    return showing.address_of(edition, page.language, rule_id) if rule_id else None
