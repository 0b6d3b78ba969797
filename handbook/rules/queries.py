"""Reading editions: which one counts on a day, what a reader gets of it, and the text of a rule as of any day."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import current_app
from sqlalchemy import Select, select, tuple_

from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.documents.queries import store
from handbook.rules import outline
from handbook.rules.models import Edition, EditionPage, EditionRule, EditionText, RuleText
from handbook.rules.outline import Outline

Query = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition without its manifest. Editions never change, so a row may be kept."""

    id: str
    number: int
    note: str
    source_language: str
    notice_on: date
    effective_on: date
    consulted: str
    published_by: str
    recorded_at: datetime
    manifest_sha256: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """What a reader gets, by hash. `language` is what is shown, `asked` what was asked for."""

    edition_id: str
    profile: str
    language: str
    asked: str
    source_sha256: str
    html_sha256: str
    pdf_sha256: str
    pdf_pages: int
    statement: str
    rule_ids: list[str]
    gaps: list[str]
    lags: bool

    @property
    def is_fallback(self) -> bool:
        """Tell whether the source language stands in, because the edition has no such language."""
        return self.language != self.asked


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One rule of an edition as a list shows it, in the text that readers of a language get."""

    rule_id: str
    number: int
    kind: str
    chapter: str
    severity: str | None
    audience: list[str]
    change: str
    title: str
    shown: str
    lags: bool
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CoveredText:
    """A text that a reader of a page was given: in which edition, on the page of which language, written in which."""

    edition: int
    page_language: str
    rule_id: str
    shown: str
    sha256: str
    title: str


@dataclass(frozen=True, slots=True)
class Step:
    """What an edition says of a rule, and the text that readers of a language get there."""

    edition: int
    rule_id: str
    change: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TextRow:
    """The text of a rule that an edition shows to readers of a language. `shown` is the language it is written in."""

    edition_id: str
    edition: int
    rule_id: str
    language: str
    shown: str
    lags: bool
    sha256: str
    version: int
    follows: int | None
    title: str
    source: str
    html: str
    kind: str
    number: int
    chapter: str
    severity: str | None
    audience: list[str]
    owner: str
    change: str


LARGEST = 2**31 - 1
_EDITION: list[Any] = [getattr(Edition, one.name) for one in fields(EditionRow)]
_COVERED: tuple[Any, ...] = (
    Edition.number,
    EditionText.language,
    EditionText.rule_id,
    EditionText.shown,
    EditionText.text_sha256,
    RuleText.title,
)


def newest_edition() -> EditionRow | None:
    """Return the edition published last, in force or not yet, or None before the first."""
    return _edition(select(*_EDITION).order_by(Edition.number.desc()).limit(1))


def edition_in_force(day: date) -> EditionRow | None:
    """Return the edition in force on a day: the highest number that had taken effect, or None."""
    return _edition(select(*_EDITION).where(Edition.effective_on <= day).order_by(Edition.number.desc()).limit(1))


def current_edition(day: date) -> EditionRow:
    """Return what to read on a day: the edition in force or, before the first takes effect, the newest."""
    found = edition_in_force(day) or newest_edition()
    if found is None:
        raise NotFound("No edition has been published yet. Ask HR when the first one comes.")
    return found


def find_edition(number: int) -> EditionRow | None:
    """Return the edition of this number, or None. Kept per application, because a published edition never changes."""
    kept: dict[int, EditionRow] = current_app.extensions.setdefault("handbook.editions", {})
    if number > LARGEST:
        return None  # no database could even be asked
    if number not in kept:
        found = _edition(select(*_EDITION).where(Edition.number == number))
        if found is None:
            return None
        kept[number] = found
    return kept[number]


def edition(number: int) -> EditionRow:
    """Return the edition of this number; raise NotFound."""
    found = find_edition(number)
    if found is None:
        raise NotFound(f"There is no edition {number}. Look for it in the list of editions.")
    return found


def edition_by_id(edition_id: str) -> EditionRow:
    """Return the edition of this id; raise NotFound."""
    found = _edition(select(*_EDITION).where(Edition.id == edition_id))
    if found is None:
        raise NotFound("There is no such edition.")
    return found


def editions() -> list[EditionRow]:
    """Return all editions, the newest first."""
    return [EditionRow(*row) for row in db.session.execute(select(*_EDITION).order_by(Edition.number.desc()))]


def edition_numbers() -> list[int]:
    """Return the numbers of all editions, the newest first."""
    return list(db.session.scalars(select(Edition.number).order_by(Edition.number.desc())))


def manifest(edition_id: str) -> dict[str, Any]:
    """Return the manifest of an edition: the document whose SHA-256 people sign."""
    found = db.session.scalar(select(Edition.manifest).where(Edition.id == edition_id))
    if found is None:
        raise NotFound("There is no such edition.")
    return dict(found)


@lru_cache(maxsize=16)
def outline_of(edition_id: str) -> Outline:
    """Return the frame of an edition: titles, chapters, profiles, languages. Kept, because it never changes."""
    return outline.parse(manifest(edition_id)["outline"])


def known_language(edition_id: str, language: str) -> str:
    """Return this language if the edition has it, else its source language."""
    frame = outline_of(edition_id)
    return language if language in frame.languages else frame.source


def page(edition_id: str, profile: str, language: str) -> PageRow:
    """Return what a reader of this profile and language gets of an edition.

    An unknown profile reads as everyone; for a language that the edition lacks, the source language stands in, and
    `is_fallback` says so.
    """
    return replace(_page(edition_id, profile, known_language(edition_id, language)), asked=language)


def pages(edition_id: str) -> Sequence[EditionPage]:
    """Return all pages of an edition, by profile and language."""
    query = select(EditionPage).where(EditionPage.edition_id == edition_id)
    return db.session.scalars(query.order_by(EditionPage.profile, EditionPage.language)).all()


def contents(edition: EditionRow, language: str, rule_ids: Sequence[str] | None = None) -> list[ContentsLine]:
    """Return the rules of an edition in the order of reading, with titles for readers of a language.

    `rule_ids` (those of a page) keeps the others out; rules that the edition removed are never in it. A language that
    the edition lacks gives the source language.
    """
    lines = _contents(edition.id, known_language(edition.id, language))
    return [line for line in lines if rule_ids is None or line.rule_id in set(rule_ids)]


def removed_rules(edition: EditionRow) -> list[str]:
    """Return the ids of the rules that this edition no longer holds."""
    query = select(EditionRule.rule_id).where(EditionRule.edition_id == edition.id, EditionRule.change == "removed")
    return list(db.session.scalars(query.order_by(EditionRule.position)))


def rule_text(edition: EditionRow, rule_id: str, language: str) -> TextRow:
    """Return the text of a rule for readers of a language; raise NotFound where the edition has no such rule."""
    found = _text(edition.id, rule_id, known_language(edition.id, language))
    if found is None:
        raise NotFound(f"Edition {edition.number} has no rule {rule_id}.")
    return found


def texts_of(edition: EditionRow, language: str) -> list[TextRow]:
    """Return the texts of all rules of an edition for readers of a language, in the order of reading (one query)."""
    known = known_language(edition.id, language)
    query = _from_texts(TextRow).where(EditionText.edition_id == edition.id, EditionText.language == known)
    return [TextRow(*row) for row in db.session.execute(query.order_by(EditionRule.position))]


def covered_texts(pages: Sequence[tuple[str, str, str]]) -> list[CoveredText]:
    """Return every text on these pages (edition id, profile, language), newest edition first (two queries)."""
    wanted = sorted(set(pages))
    places = tuple_(EditionPage.edition_id, EditionPage.profile, EditionPage.language)
    columns = (EditionPage.edition_id, EditionPage.profile, EditionPage.language, EditionPage.rule_ids)
    held = [
        (row.edition_id, row.language, rule_id)
        for row in db.session.execute(select(*columns).where(places.in_(wanted)))
        for rule_id in row.rule_ids
    ]
    editions_of = tuple_(EditionText.edition_id, EditionText.language)
    query = (
        select(EditionText.edition_id, *_COVERED)
        .join(Edition, Edition.id == EditionText.edition_id)
        .join(RuleText, RuleText.sha256 == EditionText.text_sha256)
        .where(editions_of.in_(sorted({(edition_id, language) for edition_id, _profile, language in wanted})))
        .order_by(Edition.number.desc())
    )
    on_a_page = set(held)
    rows = db.session.execute(query)
    return [CoveredText(*row[1:]) for row in rows if (row.edition_id, row.language, row.rule_id) in on_a_page]


def steps_between(older: int, newer: int, language: str) -> list[Step]:
    """Return what each edition after `older` through `newer` says of each rule, oldest first (one query)."""
    columns = (Edition.number, EditionText.rule_id, EditionRule.change, EditionText.text_sha256)
    query = (
        select(*columns)
        .select_from(EditionText)
        .join(Edition, Edition.id == EditionText.edition_id)
        .join(
            EditionRule,
            (EditionRule.edition_id == EditionText.edition_id) & (EditionRule.rule_id == EditionText.rule_id),
        )
        .where(Edition.number > older, Edition.number <= newer, EditionText.language == language)
    )
    return [Step(*row) for row in db.session.execute(query.order_by(Edition.number))]


def text_in_force(rule_id: str, day: date, language: str) -> TextRow | None:
    """Return the text of a rule as it stood on a day, or None where no rule of this id was in force."""
    found = edition_in_force(day)
    if found is None:
        return None
    try:
        return rule_text(found, rule_id, language)
    except NotFound:
        return None


def body(sha256: str) -> bytes:
    """Return the served HTML of a page; published text never changes, so the last few are kept in memory."""
    return _body(str(store().root), sha256)


def pdf(page: PageRow) -> bytes:
    """Return the PDF base of a page."""
    return store().get(page.pdf_sha256)


# What follows is kept, because nothing of an edition ever changes; ids of editions are random, so no two share one.


@lru_cache(maxsize=64)
def _body(_root: str, sha256: str) -> bytes:
    return store().get(sha256)


@lru_cache(maxsize=256)
def _page(edition_id: str, profile: str, language: str) -> PageRow:
    columns: list[Any] = [getattr(EditionPage, one.name) for one in fields(PageRow) if one.name != "asked"]
    rows = db.session.execute(
        select(*columns).where(
            EditionPage.edition_id == edition_id,
            EditionPage.profile.in_({profile, "everyone"}),
            EditionPage.language == language,
        )
    )
    found = min(rows, key=lambda row: row.profile != profile, default=None)
    if found is None:
        raise NotFound("This edition has no page for you. Ask HR to publish it again.")
    return PageRow(**found._mapping, asked=language)


@lru_cache(maxsize=64)
def _contents(edition_id: str, language: str) -> tuple[ContentsLine, ...]:
    query = _from_texts(ContentsLine).where(EditionText.edition_id == edition_id, EditionText.language == language)
    return tuple(ContentsLine(*row) for row in db.session.execute(query.order_by(EditionRule.position)))


@lru_cache(maxsize=512)
def _text(edition_id: str, rule_id: str, language: str) -> TextRow | None:
    query = _from_texts(TextRow).where(
        EditionText.edition_id == edition_id, EditionText.rule_id == rule_id, EditionText.language == language
    )
    row = db.session.execute(query).first()
    return TextRow(*row) if row else None


def _edition(query: Query) -> EditionRow | None:
    row = db.session.execute(query).first()
    return EditionRow(*row) if row else None


_RENAMED: dict[str, Any] = {"edition": Edition.number, "sha256": EditionText.text_sha256}
_MODELS = (EditionText, EditionRule, RuleText)


def _from_texts(shape: type[ContentsLine] | type[TextRow]) -> Query:
    """Return the SELECT of the texts of editions in the columns of a dataclass."""
    columns = [_RENAMED[one.name] if one.name in _RENAMED else _column(one.name) for one in fields(shape)]
    return (
        select(*columns)
        .select_from(EditionText)
        .join(RuleText, RuleText.sha256 == EditionText.text_sha256)
        .join(
            EditionRule,
            (EditionRule.edition_id == EditionText.edition_id) & (EditionRule.rule_id == EditionText.rule_id),
        )
        .join(Edition, Edition.id == EditionText.edition_id)
    )


def _column(name: str) -> Any:
    return next(getattr(model, name) for model in _MODELS if hasattr(model, name))
