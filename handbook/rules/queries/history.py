"""A rule across all editions, and the rules whose review comes due."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from handbook.core.db import db
from handbook.people.queries import find_placed_today
from handbook.rules.models import Edition, EditionRule, EditionText, RuleText
from handbook.rules.queries.rows import HistoryRow, KnownText, ReviewRow

SOON = timedelta(days=60)
_WANTED, _SOURCE = aliased(EditionText), aliased(EditionText)
_SHA256 = func.coalesce(_WANTED.text_sha256, _SOURCE.text_sha256)
_SHOWN = func.coalesce(_WANTED.shown, _SOURCE.shown)


def rule_history(rule_id: str, language: str) -> list[HistoryRow]:
    """Return a rule as each edition holds it, oldest first, one edition without it after it was removed (one query).

    An edition that lacks the language gives the text in its source language.
    """
    facts: tuple[Any, ...] = (
        EditionRule.change,
        EditionRule.kind,
        EditionRule.number,
        EditionRule.chapter,
        EditionRule.severity,
        EditionRule.audience,
        EditionRule.owner,
        EditionRule.review_on,
    )
    query = (
        select(Edition.number, Edition.note, Edition.effective_on, *facts, _SHA256, _SHOWN)
        .select_from(EditionRule)
        .join(Edition, Edition.id == EditionRule.edition_id)
        .outerjoin(_WANTED, _text_of_rule(_WANTED, language))
        .outerjoin(_SOURCE, _text_of_rule(_SOURCE, Edition.source_language))
        .where(EditionRule.rule_id == rule_id)
        .order_by(Edition.number)
    )
    return [HistoryRow(*row) for row in db.session.execute(query)]


def texts_by_hash(hashes: Collection[str]) -> dict[str, KnownText]:
    """Return texts of rules by their hash (one query)."""
    query = select(RuleText.sha256, RuleText.title, RuleText.version, RuleText.html)
    rows = db.session.execute(query.where(RuleText.sha256.in_(sorted(hashes))))
    return {row.sha256: KnownText(*row) for row in rows}


def reviews_due(day: date, language: str = "") -> list[ReviewRow]:
    """Return the rules of the newest edition whose review is past or comes within 60 days, the oldest first.

    Titles come in this language where the edition has it, else in its source language (one query).
    """
    newest = select(func.max(Edition.number)).scalar_subquery()
    facts: tuple[Any, ...] = (EditionRule.severity, EditionRule.owner, EditionRule.review_on)
    query = (
        select(Edition.number, EditionRule.rule_id, RuleText.title, _SHOWN, *facts)
        .select_from(EditionRule)
        .join(Edition, Edition.id == EditionRule.edition_id)
        .outerjoin(_WANTED, _text_of_rule(_WANTED, language))
        .join(_SOURCE, _text_of_rule(_SOURCE, Edition.source_language))
        .join(RuleText, RuleText.sha256 == _SHA256)
        .where(Edition.number == newest, EditionRule.review_on <= day + SOON, EditionRule.change != "removed")
        .order_by(EditionRule.review_on, EditionRule.position)
    )
    return [ReviewRow(*row) for row in db.session.execute(query)]


def reviews_of(reviews: Sequence[ReviewRow], employee_id: str) -> list[ReviewRow]:
    """Return those whose owner bears the name of the job that this person holds today (one query)."""
    placed = find_placed_today(employee_id)
    return [one for one in reviews if placed is not None and one.owner.lower() == placed.job.lower()]


def _text_of_rule(text: Any, language: str | Any) -> ColumnElement[bool]:
    """Return the condition that leads from a rule of an edition to its text for readers of a language."""
    return and_(
        text.edition_id == EditionRule.edition_id, text.rule_id == EditionRule.rule_id, text.language == language
    )
