"""What the pages of the handbook share: contents, languages, links between rules, the line above a rule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from handbook.core import markup
from handbook.rules import links, queries
from handbook.rules.book import AUDIENCE_WORDS, SEVERITY_WORDS
from handbook.rules.outline import Outline
from handbook.rules.queries import ContentsLine, EditionRow, PageRow, TextRow
from handbook.rules.reading import Reading, Standing


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same place in another language, in the shape of the component `language_row`."""

    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class ContentsLink:
    """A line of the contents, in the shape of the component `contents`."""

    id: str
    title: str
    url: str
    state: str | None
    chapter: str


@dataclass(frozen=True, slots=True)
class InForce:
    """What to say on a page of an edition that another one replaced; `url` leads to the same place there, if any."""

    number: int
    url: str | None


def address_of(edition: EditionRow, language: str, rule_id: str) -> str:
    """Return the address of a rule in an edition and language."""
    return url_for("rules.show_rule", edition=edition.number, language=language, rule_id=rule_id)


def contents_links(
    edition: EditionRow, page: PageRow, frame: Outline, reading: Reading | None
) -> Sequence[ContentsLink]:
    """Return the rules of a page in the order of reading, each with how far the reader is."""
    titles = {chapter.id: frame.words(chapter.title, page.language) for chapter in frame.chapters}
    return [
        ContentsLink(
            line.rule_id,
            line.title,
            address_of(edition, page.language, line.rule_id),
            state_of(line, reading),
            titles.get(line.chapter, ""),
        )
        for line in queries.contents(edition, page.language, page.rule_ids)
    ]


def state_of(line: ContentsLine, reading: Reading | None) -> str | None:
    """Return read or unread; nothing where the reader signed this very text before and need not read it again."""
    if reading is None:
        return None
    if line.rule_id in reading.read_rule_ids:
        return "read"
    return "unread" if line.rule_id in reading.required else None


def languages(frame: Outline, page: PageRow, elsewhere: Callable[[str], str]) -> Sequence[LanguageLink]:
    """Return the languages of an edition, each with the address that `elsewhere` gives for it."""
    return [
        LanguageLink(code, face.name, elsewhere(code), code == page.language) for code, face in frame.languages.items()
    ]


def fallback(frame: Outline, page: PageRow) -> str:
    """Return the name of the language that stands in for one that the edition lacks, or nothing."""
    return frame.languages[page.language].name if page.is_fallback else ""


def in_force(standing: Standing, language: str, rule_id: str | None = None) -> InForce | None:
    """Return what replaced this edition, or None where nothing did."""
    if not standing.is_older or standing.in_force is None:
        return None
    now = queries.edition(standing.in_force)
    if rule_id is None:
        return InForce(now.number, url_for("rules.show_edition", edition=now.number, language=language))
    stays = any(line.rule_id == rule_id for line in queries.contents(now, language))
    return InForce(now.number, address_of(now, language, rule_id) if stays else None)


def kicker(text: ContentsLine | TextRow, frame: Outline, language: str) -> str:
    """Return the line above a rule: chapter, number, severity, whom it is for."""
    chapter = next((frame.words(one.title, language) for one in frame.chapters if one.id == text.chapter), "")
    if text.kind == "promise":
        return " · ".join([chapter, _("promise")])
    readers = ", ".join(str(AUDIENCE_WORDS[one]) for one in text.audience)
    severity = str(SEVERITY_WORDS[text.severity]) if text.severity else ""
    return " · ".join(filter(None, [chapter, _("rule %(number)s", number=text.number), severity, readers]))


def linked(edition: EditionRow, page: PageRow) -> Callable[[str, int], Markup]:
    """Return how a piece of a rule comes onto a page of its own: links between rules lead to their pages."""

    def place_for(href: str) -> str | None:
        text, _sign, place = href.partition("#")
        if not text:
            return href
        address = address_of(edition, page.language, text)
        return f"{address}#{place}" if place else address

    def onto_page(html: str, level: int) -> Markup:
        return Markup(markup.with_headings_from(links.rewritten(html, place_for), level))  # noqa: S704 (sanitised)

    return onto_page
