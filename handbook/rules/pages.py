"""The pages and papers of an edition: one for each language and each set of rules, rendered and put into the store."""

import logging
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from handbook.company.queries import company
from handbook.core.errors import Invalid
from handbook.core.markdown import render_apart
from handbook.core.sandbox import PUBLICATION, SandboxFailed
from handbook.core.transaction import end_read
from handbook.documents.queries import store
from handbook.documents.seal import RenderedDocument, render_document
from handbook.rules import papers, sections
from handbook.rules.book import Book, BookRule
from handbook.rules.compiling import Compiled, Row
from handbook.rules.outline import Profile
from handbook.rules.pictures import attributes
from handbook.rules.source import RuleSource

AT_ONCE = 2
Progress = Callable[[int, int], None]
Assets = Mapping[str, bytes]
ASSET = re.compile(r"asset:([0-9a-f]{64})")
BOX = "\N{WHITE SQUARE}"
WITHOUT_GLYPH = re.compile(r"unsupported by fonts: .{0,20}\(U\+([0-9A-F]{4,6})\)")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the publisher says: why, since when people have notice, from when it counts, who was consulted."""

    note: str
    published_by: str
    notice_on: date
    effective_on: date
    consulted: str = ""


def page_rows(
    handbook: Compiled, number: int, announcement: Announcement, progress: Progress | None = None
) -> list[Row]:
    """Render page and paper of each language and profile; profiles that read the same rules share both."""
    books = _books(handbook, number, announcement)
    end_read()  # what follows takes long and asks the database nothing
    paper = {id(book): papers.handbook(book) for book in books}
    served = {id(book): papers.served(book) for book in books}
    files = store()
    assets = {sha256: files.get(sha256) for sha256 in _pictures_of(paper.values())}
    bases = _bases({paper[id(book)]: book for book in books}, assets, announcement, progress)
    rows: list[Row] = []
    for book in books:
        base = bases[paper[id(book)]]
        row = {
            "language": book.language,
            "source_sha256": files.put(book.source_text.encode()),
            "html_sha256": files.put(served[id(book)].encode()),
            "pdf_sha256": files.put(base.pdf),
            "pdf_pages": base.page_count,
            "statement": handbook.frame.statement_for(book.language, number),
            "rule_ids": [rule.id for rule in book.rules],
            "gaps": book.gaps,
            "lags": book.lags,
        }
        rows += [row | {"profile": profile.id} for profile in book.profiles]
    return rows


def _bases(
    wanted: Mapping[str, Book], assets: Assets, announcement: Announcement, progress: Progress | None
) -> dict[str, RenderedDocument]:
    """Render each different paper once, two at a time; `progress` is told of each one here, not in the threads."""
    at = datetime.combine(announcement.notice_on, time(), UTC)

    def base(html: str) -> RenderedDocument:
        try:
            shown = {sha256: assets[sha256] for sha256 in _pictures_of([html])}
            return _with_signs_that_fonts_have(html, shown, at)
        except SandboxFailed as failure:
            book = wanted[html]
            raise Invalid(f"{book.language_name}, {book.profiles[0].id}: {failure}") from failure

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found: dict[str, RenderedDocument] = {}
        for html, rendered in zip(wanted, pool.map(base, wanted), strict=True):
            found[html] = rendered
            if progress is not None:
                progress(len(found), len(wanted))
        return found


def _pictures_of(papers: Iterable[str]) -> set[str]:
    """Return the SHA-256 of every picture that papers draw."""
    return {name for paper in papers for name in ASSET.findall(paper)}


def _with_signs_that_fonts_have(html: str, assets: Assets, at: datetime) -> RenderedDocument:
    """Render a paper; an emoji that no font of this machine can draw becomes a box, a letter that none can stops it."""
    try:
        return render_document(html, papers.style(), assets, at=at, limits=PUBLICATION)
    except SandboxFailed as failure:
        missing = {chr(int(code, 16)) for code in WITHOUT_GLYPH.findall(str(failure))}
        if not missing or any(unicodedata.category(sign)[0] != "S" for sign in missing):
            raise
        signs = " ".join(sorted(missing))
        log.warning("no font here draws %s: the PDF shows %s instead; install fonts-noto-color-emoji", signs, BOX)
        return render_document(html.translate(dict.fromkeys(map(ord, missing), BOX)), papers.style(), assets, at=at)


def _books(handbook: Compiled, number: int, announcement: Announcement) -> list[Book]:
    profiles: dict[tuple[str, ...], list[Profile]] = {}
    for profile in handbook.frame.profiles:
        read = tuple(one.id for one in handbook.order if set(one.audience) & set(profile.reads))
        profiles.setdefault(read, []).append(profile)
    own, preface = company(), _prefaces(handbook)
    return [
        Book(
            edition=number,
            notice_on=announcement.notice_on,
            effective_on=announcement.effective_on,
            company=own.name,
            logo_sha256=own.logo.sha256 if own.logo else "",
            outline=handbook.frame,
            language=language,
            profiles=readers,
            preface_html=preface.get(language) or preface.get(handbook.frame.source, ""),
            rules=[_book_rule(handbook, source, language) for source in handbook.order if source.id in read],
        )
        for language in handbook.frame.languages
        for read, readers in profiles.items()
    ]


def _prefaces(handbook: Compiled) -> dict[str, str]:
    texts = list(handbook.frame.preface.items())
    rendered = render_apart([("preface", text) for _, text in texts], pictures=attributes(handbook.pictures))
    found: dict[str, str] = {}
    for (language, _), html in zip(texts, rendered, strict=True):
        if isinstance(html, Invalid):
            raise Invalid(f"handbook.yaml:1: preface, {language}: {html}")
        found[language] = html
    return found


def _book_rule(handbook: Compiled, source: RuleSource, language: str) -> BookRule:
    shown = handbook.shown(source.id, language)
    html = handbook.html[shown.sha256]
    return BookRule(
        id=source.id,
        number=source.number,
        kind=source.kind,
        chapter=source.chapter,
        severity=source.severity,
        audience=source.audience,
        version=shown.source.version,
        title=sections.title_of(html) or shown.source.title,
        shown=shown.source.language,
        lags=handbook.lags(source.id, language),
        source=shown.source.text,
        html=html,
    )
