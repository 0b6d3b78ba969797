"""The texts of rules: the contents of an edition, one rule of it, and what stood there on a day."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select

from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.rules.models import Edition, EditionRule, EditionText, RuleText
from handbook.rules.queries.choosing import edition_in_force, known_language
from handbook.rules.queries.rows import ContentsLine, EditionRow, Step, TextRow

_RENAMED: dict[str, Any] = {"edition": Edition.number, "sha256": EditionText.text_sha256}
_MODELS = (EditionText, EditionRule, RuleText)


def contents(edition: EditionRow, language: str, rule_ids: Sequence[str] | None = None) -> list[ContentsLine]:
    """Return the rules of an edition in the order of reading, with titles for readers of a language.

    `rule_ids` (those of a page) keeps the others out; rules that the edition removed are never in it. A language that
    the edition lacks gives the source language.
    """
    lines = _contents(edition.id, known_language(edition.id, language))
    wanted = None if rule_ids is None else set(rule_ids)
    return [line for line in lines if wanted is None or line.rule_id in wanted]


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


# Kept, because nothing of an edition ever changes; ids of editions are random, so no two share one.


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


def _from_texts(shape: type[ContentsLine] | type[TextRow]) -> Select[*tuple[Any, ...]]:
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
