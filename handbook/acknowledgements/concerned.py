"""Whom a text concerns: who has no standing signature, or has something on the own page that it does not cover."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Text, cast, func, select

from handbook.acknowledgements.as_of import as_of
from handbook.acknowledgements.audience import placed_now
from handbook.acknowledgements.models import Acknowledgement
from handbook.acknowledgements.reach import PastText, Place, Proposed, Reach, ShownRule, SignedPage
from handbook.acknowledgements.standing import stands
from handbook.company.models import Location
from handbook.core.db import db
from handbook.people.models import Employee, Placement
from handbook.rules import outline
from handbook.rules.models import DraftOutline, Edition, EditionPage, EditionRule, EditionText


@dataclass(frozen=True, slots=True)
class Group:
    """So many people of one place who read the same and signed the same."""

    location: str
    profile: str
    language: str
    signed: tuple[SignedPage, ...]
    count: int


def proposed_by(edition_id: str) -> Proposed:
    """Return what readers get of an edition, also in the transaction that publishes it (three queries)."""
    columns = (EditionText.language, EditionText.rule_id, EditionText.shown, EditionText.text_sha256.label("sha256"))
    of_rule = (EditionRule.edition_id == EditionText.edition_id) & (EditionRule.rule_id == EditionText.rule_id)
    texts = select(*columns, EditionRule.change).join(EditionRule, of_rule).where(EditionText.edition_id == edition_id)
    found = {
        (row.language, row.rule_id): ShownRule(row.rule_id, row.shown, row.sha256, row.change)
        for row in db.session.execute(texts)
    }
    held = select(EditionPage.profile, EditionPage.language, EditionPage.rule_ids)
    pages: dict[Place, Sequence[ShownRule]] = {
        (row.profile, row.language): [found[row.language, rule_id] for rule_id in row.rule_ids]
        for row in db.session.execute(held.where(EditionPage.edition_id == edition_id))
    }
    return Proposed(_source_language(edition_id), pages, edition_id)


def people_concerned(proposed: Proposed, *conditions: ColumnElement[bool]) -> dict[str, str]:
    """Return the zones of the places of everybody whom the text asks and who works today, by employee id.

    By staff number; `conditions` on Placement leave others out. The number of queries does not grow with the people.
    """
    signed = _signed(proposed.edition_id)
    rows = db.session.execute(
        _placed(signed)
        .add_columns(Placement.employee_id, Location.zone, *_reads(signed))
        .where(*conditions)
        .order_by(Employee.staff_number)
    ).all()
    reach = _reach(proposed, {row.signed for row in rows})
    return {row.employee_id: row.zone for row in rows if reach.asks(row.profile, row.language, _pages(row.signed))}


def groups_placed(edition_id: str | None = None) -> list[Group]:
    """Return everybody who works today, grouped by place, by what they read and by what they signed (two queries).

    Signatures under the edition `edition_id` are left out.
    """
    signed = _signed(edition_id)
    by = (Location.name, *_reads(signed))
    query = _placed(signed).add_columns(*by, func.count()).group_by(Location.id, *by).order_by(Location.name)
    return [
        Group(place, profile, language, _pages(pages), count)
        for place, profile, language, pages, count in db.session.execute(query)
    ]


def reach_of(proposed: Proposed, groups: Iterable[Group]) -> Reach:
    """Return what the text asks of these people (two queries, fewer where nobody has signed anything)."""
    return _reach_among(proposed, {page for group in groups for page in group.signed})


def _reach(proposed: Proposed, histories: Iterable[str | None]) -> Reach:
    return _reach_among(proposed, {page for history in histories for page in _pages(history)})


def _reach_among(proposed: Proposed, pages: set[SignedPage]) -> Reach:
    if not pages:
        return Reach(proposed, (), {})
    first = min(page.edition for page in pages)
    held = (
        select(Edition.number, EditionPage.profile, EditionPage.language, EditionPage.rule_ids)
        .join(Edition, Edition.id == EditionPage.edition_id)
        .where(Edition.number >= first)
    )
    rule_ids = {SignedPage(row.number, row.profile, row.language): row.rule_ids for row in db.session.execute(held)}
    return Reach(proposed, _past(proposed, first), {page: rule_ids[page] for page in pages if page in rule_ids})


def _past(proposed: Proposed, first: int) -> list[PastText]:
    """Return the texts of the editions from `first` on, but for the one that is asked about."""
    query = (
        select(
            Edition.number,
            EditionText.language,
            EditionText.rule_id,
            EditionText.shown,
            EditionText.text_sha256,
            EditionRule.change,
        )
        .select_from(EditionText)
        .join(Edition, Edition.id == EditionText.edition_id)
        .join(
            EditionRule,
            (EditionRule.edition_id == EditionText.edition_id) & (EditionRule.rule_id == EditionText.rule_id),
        )
        .where(Edition.number >= first)
    )
    if proposed.edition_id is not None:
        query = query.where(Edition.id != proposed.edition_id)
    return [PastText(*row) for row in db.session.execute(query)]


def _placed(signed: FromClause) -> Select[*tuple[Any, ...]]:
    then = as_of(None, list(db.session.scalars(select(Location.zone).distinct())))
    return (
        select()
        .select_from(Placement)
        .join(Location, Location.id == Placement.location_id)
        .join(Employee, Employee.id == Placement.employee_id)
        .join(signed, signed.c.employee_id == Placement.employee_id, isouter=True)
        .where(placed_now(then))
    )


def _reads(signed: FromClause) -> tuple[ColumnElement[Any], ...]:
    return (Placement.profile.expression, Employee.language.expression, signed.c.signed)


def _signed(left_out: str | None) -> FromClause:
    """Return by employee the pages under which their standing signatures were given, as one text."""
    page = cast(Edition.number, Text) + ":" + Acknowledgement.profile + ":" + Acknowledgement.language
    query = (
        select(Acknowledgement.employee_id, func.aggregate_strings(page, " ").label("signed"))
        .join(Edition, Edition.id == Acknowledgement.edition_id)
        .where(stands())
        .group_by(Acknowledgement.employee_id)
    )
    if left_out is not None:
        query = query.where(Acknowledgement.edition_id != left_out)
    return query.subquery("signed")


@cache
def _page(text: str) -> SignedPage:
    number, profile, language = text.split(":")
    return SignedPage(int(number), profile, language)


def _pages(history: str | None) -> tuple[SignedPage, ...]:
    return tuple(map(_page, history.split(" "))) if history else ()


def _source_language(edition_id: str) -> str:
    """Return the source language of an edition; while it is being published its row waits, and the draft says it."""
    found = db.session.scalar(select(Edition.source_language).where(Edition.id == edition_id))
    return found or outline.parse(db.session.scalar(select(DraftOutline.source)) or "").source
