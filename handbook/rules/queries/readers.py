"""What a reader of a profile and language gets of an edition: the page, its bytes, and the texts on it."""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import select, tuple_

from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.documents.queries import store
from handbook.rules.models import Edition, EditionPage, EditionText, RuleText
from handbook.rules.queries.choosing import known_language
from handbook.rules.queries.rows import CoveredText, PageRow

_COVERED: tuple[Any, ...] = (
    Edition.number,
    EditionText.language,
    EditionText.rule_id,
    EditionText.shown,
    EditionText.text_sha256,
    RuleText.title,
)


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


def body(sha256: str) -> bytes:
    """Return the served HTML of a page; published text never changes, so the last few are kept in memory."""
    return _body(str(store().root), sha256)


def pdf(page: PageRow) -> bytes:
    """Return the PDF base of a page."""
    return store().get(page.pdf_sha256)


# Kept, because nothing of an edition ever changes; ids of editions are random, so no two share one.


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
