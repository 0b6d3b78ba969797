"""What the page of one rule shows: the sentence, the example, the long text in parts, and the way on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from handbook.rules import figure_tables, links, queries, sections, showing
from handbook.rules.anchors import with_anchors
from handbook.rules.figure_rows import TABLES
from handbook.rules.outline import Outline
from handbook.rules.queries import EditionRow, PageRow, TextRow
from handbook.rules.reading import Reading, Standing
from handbook.rules.sections import RuleParts, Section
from handbook.rules.showing import ContentsLink, InForce, LanguageLink

Linked = Callable[[str, int], Markup]


@dataclass(frozen=True, slots=True)
class Part:
    """A part behind the sentence that opens by a tap; `id` is the place that a link leads to."""

    summary: str
    body: Markup
    id: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class One:
    """The page of one rule. `text` has the shape of the component `rule`; `plain` holds foreign Markdown.

    `after` is the next in the book; `has_more` tells whether another rule must be read before signing; `figures` names
    the tables of the company that the text shows or leads to.
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
    in_force: InForce | None
    figures: Sequence[str]


def one(edition: EditionRow, page: PageRow, standing: Standing, reading: Reading | None, rule_id: str) -> One:
    """Return what the page of one rule shows; raise NotFound where the edition has no such rule."""
    frame = queries.outline_of(edition.id)
    text = queries.rule_text(edition, rule_id, page.language)

    def elsewhere(language: str) -> str:
        return url_for("rules.show_rule", edition=edition.number, language=language, rule_id=rule_id, lang=language)

    contents = showing.contents_links(edition, page, frame, reading)
    at = next((index for index, link in enumerate(contents) if link.id == rule_id), None)
    parts, linked = sections.cut(text.html, text.kind), showing.linked(edition, page)
    source_name = frame.languages[frame.source].name
    has_own = not parts.title and "<h" in parts.rest.replace("<hr", "")
    return One(
        id=rule_id,
        title=text.title,
        kicker=showing.kicker(text, frame, page.language),
        sentence=linked(parts.sentence, 2),
        example_at=parts.example_at,
        example=linked(parts.example, 2),
        plain=with_anchors(linked(parts.rest, 1 if has_own else 2)),
        has_own_heading=has_own,
        parts=_parts(parts, linked, open_long=reading is not None and reading.has_to_read(rule_id)),
        lang=text.shown,
        contents=contents,
        languages=showing.languages(frame, page, elsewhere),
        before=contents[at - 1] if at else None,
        after=contents[at + 1] if at is not None and at + 1 < len(contents) else None,
        has_more=reading is not None and reading.next_after(rule_id) is not None,
        stands_in=source_name if text.shown != page.language else "",
        lags_behind=source_name if text.lags else "",
        follows=_follows(text, frame),
        fallback=showing.fallback(frame, page),
        in_force=showing.in_force(standing, page.asked, rule_id),
        figures=_figures(edition, text),
    )


def _figures(edition: EditionRow, text: TextRow) -> Sequence[str]:
    shown = queries.rules_with_tables(edition.id, edition.source_language)
    own = figure_tables.tables_in(text.source)
    return [table for table in TABLES if table in own or links.leads_to(text.source, shown.get(table, ()))]


def _follows(text: TextRow, frame: Outline) -> str:
    if text.shown == frame.source or text.follows is None or text.lags:
        return ""
    name = frame.languages[frame.source].name
    return _("This translation follows version %(version)s of the text in %(language)s. It is up to date.",
             version=text.follows, language=name)  # fmt: skip


def _parts(parts: RuleParts, linked: Linked, *, open_long: bool) -> list[Part]:
    """Put reasons, do and do not behind one tap, and every other section behind its own heading.

    `open_long`: what is recorded as read before a signature lay open before the reader.
    """
    long = [section for section in parts.sections if section.kind in ("why", "do", "dont")]
    joined = Markup("").join(with_anchors(_with_heading(section, linked)) for section in long)
    first = [Part(_("Read the whole text"), joined, open=open_long)] if long else []
    rest = [section for section in parts.sections if section not in long]
    return first + [Part(section.title, with_anchors(linked(section.html, 3)), section.id) for section in rest]


def _with_heading(section: Section, linked: Linked) -> Markup:
    heading = linked(section.title_html, 3)
    return Markup('<h2 id="{}">{}</h2>{}').format(section.id, heading, linked(section.html, 3))
