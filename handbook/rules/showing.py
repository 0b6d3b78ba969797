"""What a reading page shows, from editions and texts: contents, languages, one rule, the way on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from handbook.core import markup
from handbook.rules import links, queries, sections
from handbook.rules.book import AUDIENCE_WORDS, SEVERITY_WORDS
from handbook.rules.outline import Outline
from handbook.rules.queries import ContentsLine, EditionRow, PageRow, TextRow
from handbook.rules.reading import Reading
from handbook.rules.sections import RuleParts, Section


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
class Part:
    """A part behind the sentence that opens by a tap."""

    summary: str
    body: Markup
    open: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """The page of the whole handbook."""

    title: str
    contents: Sequence[ContentsLink]
    languages: Sequence[LanguageLink]
    fallback: str
    next_unread: str | None


@dataclass(frozen=True, slots=True)
class One:
    """The page of one rule. `text` has the shape of the component `rule`; `plain` holds foreign Markdown.

    `after` is the next in the book; `has_more` tells whether another rule must be read before signing.
    """

    id: str
    title: str
    kicker: str
    sentence: Markup
    example_at: str
    example: Markup
    plain: Markup
    has_own_heading: bool
    parts: Sequence[Part]
    lang: str
    contents: Sequence[ContentsLink]
    languages: Sequence[LanguageLink]
    before: ContentsLink | None
    after: ContentsLink | None
    has_more: bool
    stands_in: str
    lags_behind: str
    follows: str
    fallback: str


def whole(edition: EditionRow, page: PageRow, reading: Reading | None) -> Whole:
    """Return what the page of the whole handbook shows around its body."""
    frame = queries.outline_of(edition.id)
    lines = queries.contents(edition, page.language, page.rule_ids)

    def place(line: ContentsLine) -> str:
        return f"#{line.rule_id}"

    def elsewhere(language: str) -> str:
        return url_for("rules.show_edition", edition=edition.number, language=language, lang=language)

    return Whole(
        title=frame.words(frame.title, page.language),
        contents=_contents(lines, frame, page, reading, place),
        languages=_languages(frame, page, elsewhere),
        fallback=_fallback(frame, page),
        next_unread=_next_unread(edition, page, reading),
    )


def one(edition: EditionRow, page: PageRow, reading: Reading | None, rule_id: str) -> One:
    """Return what the page of one rule shows; raise NotFound where the edition has no such rule."""
    frame = queries.outline_of(edition.id)
    text = queries.rule_text(edition, rule_id, page.language)
    lines = queries.contents(edition, page.language, page.rule_ids)

    def place(line: ContentsLine) -> str:
        return url_for("rules.show_rule", edition=edition.number, language=page.language, rule_id=line.rule_id)

    def elsewhere(language: str) -> str:
        return url_for("rules.show_rule", edition=edition.number, language=language, rule_id=rule_id, lang=language)

    contents = _contents(lines, frame, page, reading, place)
    at = next((index for index, link in enumerate(contents) if link.id == rule_id), None)
    parts, linked = sections.cut(text.html, text.kind), _linked(edition, page)
    source_name = frame.languages[frame.source].name
    has_own = not parts.title and "<h" in parts.rest.replace("<hr", "")
    return One(
        id=rule_id,
        title=text.title,
        kicker=_kicker(text, frame, page.language),
        sentence=linked(parts.sentence, 2),
        example_at=parts.example_at,
        example=linked(parts.example, 2),
        plain=linked(parts.rest, 1 if has_own else 2),
        has_own_heading=has_own,
        parts=_parts(parts, linked),
        lang=text.shown,
        contents=contents,
        languages=_languages(frame, page, elsewhere),
        before=contents[at - 1] if at else None,
        after=contents[at + 1] if at is not None and at + 1 < len(contents) else None,
        has_more=reading is not None and reading.next_after(rule_id) is not None,
        stands_in=source_name if text.shown != page.language else "",
        lags_behind=source_name if text.lags else "",
        follows=_follows(text, frame),
        fallback=_fallback(frame, page),
    )


def _contents(
    lines: Sequence[ContentsLine],
    frame: Outline,
    page: PageRow,
    reading: Reading | None,
    place: Callable[[ContentsLine], str],
) -> list[ContentsLink]:
    titles = {chapter.id: frame.words(chapter.title, page.language) for chapter in frame.chapters}
    return [
        ContentsLink(line.rule_id, line.title, place(line), _state(line.rule_id, reading), titles.get(line.chapter, ""))
        for line in lines
    ]


def _next_unread(edition: EditionRow, page: PageRow, reading: Reading | None) -> str | None:
    if reading is None:
        return None
    rule_id = next((one for one in reading.required if one not in reading.read_rule_ids), None)
    if rule_id is None:
        return None
    return url_for("rules.show_rule", edition=edition.number, language=page.language, rule_id=rule_id)


def _state(rule_id: str, reading: Reading | None) -> str | None:
    """Return read or unread; nothing where the reader signed this very text before and need not read it again."""
    if reading is None:
        return None
    if rule_id in reading.read_rule_ids:
        return "read"
    return "unread" if rule_id in reading.required else None


def _languages(frame: Outline, page: PageRow, elsewhere: Callable[[str], str]) -> list[LanguageLink]:
    return [
        LanguageLink(code, face.name, elsewhere(code), code == page.language) for code, face in frame.languages.items()
    ]


def _fallback(frame: Outline, page: PageRow) -> str:
    """Return the name of the language that stands in for one that the edition lacks, or nothing."""
    return frame.languages[page.language].name if page.is_fallback else ""


def _kicker(text: TextRow, frame: Outline, language: str) -> str:
    chapter = next((frame.words(one.title, language) for one in frame.chapters if one.id == text.chapter), "")
    if text.kind == "promise":
        return " · ".join([chapter, _("promise")])
    readers = ", ".join(str(AUDIENCE_WORDS[one]) for one in text.audience)
    severity = str(SEVERITY_WORDS[text.severity]) if text.severity else ""
    return " · ".join(filter(None, [chapter, _("rule %(number)s", number=text.number), severity, readers]))


def _follows(text: TextRow, frame: Outline) -> str:
    if text.shown == frame.source or text.follows is None or text.lags:
        return ""
    name = frame.languages[frame.source].name
    return _("This translation follows version %(version)s of the text in %(language)s. It is up to date.",
             version=text.follows, language=name)  # fmt: skip


def _linked(edition: EditionRow, page: PageRow) -> Callable[[str, int], Markup]:
    """Return how a piece of a rule comes onto a page of its own: links between rules lead to their pages."""

    def place_for(href: str) -> str | None:
        text, _sign, place = href.partition("#")
        if not text:
            return href
        address = url_for("rules.show_rule", edition=edition.number, language=page.language, rule_id=text)
        return f"{address}#{place}" if place else address

    def linked(html: str, level: int) -> Markup:
        return Markup(markup.with_headings_from(links.rewritten(html, place_for), level))  # noqa: S704 (sanitised)

    return linked


def _parts(parts: RuleParts, linked: Callable[[str, int], Markup]) -> list[Part]:
    """Put reasons, do and do not behind one tap, and every other section behind its own heading."""
    long = [section for section in parts.sections if section.kind in ("why", "do", "dont")]
    joined = Markup("").join(_with_heading(section, linked) for section in long)
    first = [Part(_("Read the whole text"), joined, open=True)] if long else []
    rest = [section for section in parts.sections if section not in long]
    return first + [Part(section.title, linked(section.html, 3)) for section in rest]


def _with_heading(section: Section, linked: Callable[[str, int], Markup]) -> Markup:
    return Markup('<h2 id="{}">{}</h2>{}').format(section.id, linked(section.title_html, 3), linked(section.html, 3))
