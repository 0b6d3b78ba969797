"""Which edition counts on a day, and the frame of an edition: its manifest, outline and languages."""

from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app
from sqlalchemy import Select, func, select

from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.rules import outline
from handbook.rules.models import Edition
from handbook.rules.outline import Outline
from handbook.rules.queries.rows import EditionRow

Query = Select[*tuple[Any, ...]]
LARGEST = 2**31 - 1
_EDITION: list[Any] = [getattr(Edition, one.name) for one in fields(EditionRow)]


def newest_edition() -> EditionRow | None:
    """Return the edition published last, in force or not yet, or None before the first."""
    return _edition(select(*_EDITION).order_by(Edition.number.desc()).limit(1))


def edition_in_force(day: date) -> EditionRow | None:
    """Return the edition in force on a day: the highest number that had taken effect, or None."""
    return _edition(select(*_EDITION).where(Edition.effective_on <= day).order_by(Edition.number.desc()).limit(1))


def number_in_force(day: date) -> int | None:
    """Return the number of the edition in force on a day, or None; cheap, for every page of the handbook asks."""
    return db.session.scalar(select(func.max(Edition.number)).where(Edition.effective_on <= day))


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


def editions_between(older: int, newer: int) -> list[EditionRow]:
    """Return the editions after `older` through `newer`, the newest first."""
    query = select(*_EDITION).where(Edition.number > older, Edition.number <= newer)
    return [EditionRow(*row) for row in db.session.execute(query.order_by(Edition.number.desc()))]


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


def _edition(query: Query) -> EditionRow | None:
    row = db.session.execute(query).first()
    return EditionRow(*row) if row else None
