"""Reading rounds: one by its number, the newest one of a publication, and the list with numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased

from handbook.acknowledgements import board_facts
from handbook.acknowledgements.as_of import as_of
from handbook.acknowledgements.board_lines import RoundRow
from handbook.acknowledgements.board_people import invited, zones
from handbook.acknowledgements.board_states import State
from handbook.acknowledgements.models import Acknowledgement, Invitation, SigningRound
from handbook.acknowledgements.policy import sees_everybody
from handbook.acknowledgements.standing import is_disputed, stands
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.pagination import Paged
from handbook.people.models import Employee
from handbook.rules.models import Edition

PUBLICATION, CHOSEN = "publication", "chosen"
PAGE = 20


@dataclass(frozen=True, slots=True)
class RoundCount:
    """A round in the list: how many of those whom the reader may see have signed."""

    round: RoundRow
    signed: int
    all: int


@dataclass(frozen=True, slots=True)
class RoundPage(Paged):
    """One page of the list, newest first."""

    size = PAGE
    rows: Sequence[RoundCount]
    total: int
    page: int


def round_by_number(number: int) -> RoundRow:
    """Return a round; raise NotFound."""
    found = _first(_rounds().where(SigningRound.number == number)) if number < 2**31 else None
    if found is None:
        raise NotFound(_("There is no such signing round."))
    return found


def find_newest_publication() -> RoundRow | None:
    """Return the round that the newest publication opened, or None before the first."""
    return _first(_rounds().where(SigningRound.reason == PUBLICATION).order_by(SigningRound.number.desc()).limit(1))


def rounds_for(actor: Actor, page: int) -> RoundPage:
    """Return one page of the rounds in which more than one wish is asked, newest first (three queries)."""
    shown = SigningRound.reason.in_((PUBLICATION, CHOSEN))
    total = db.session.scalar(select(func.count()).select_from(SigningRound).where(shown)) or 0
    query = _rounds().where(shown).order_by(SigningRound.number.desc()).limit(PAGE).offset((page - 1) * PAGE)
    rounds = [RoundRow(*row) for row in db.session.execute(query)]
    counts = _counts(actor, [each.id for each in rounds]) if rounds else {}
    return RoundPage([RoundCount(each, *counts.get(each.id, (0, 0))) for each in rounds], total, page)


def progress_of(actor: Actor, round_: RoundRow) -> tuple[int, int]:
    """Return how many have signed and how many were asked, as far as the actor may see them."""
    return _counts(actor, [round_.id]).get(round_.id, (0, 0))


def _counts(actor: Actor, round_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return by round how many have signed, and how many were asked."""
    if sees_everybody(actor):
        return _counts_of_all(round_ids)
    who = invited(round_ids, as_of(None, zones()), actor)
    as_on_the_board = board_facts.state_of(who, discreet=True)
    has_signed = func.count().filter(as_on_the_board == State.SIGNED.value)
    query = select(who.c.round_id, has_signed, func.count()).group_by(who.c.round_id)
    return {round_id: (signed, everybody) for round_id, signed, everybody in db.session.execute(query)}


def _counts_of_all(round_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Count without asking where anybody works, which is what takes time where there are very many people."""
    mine = (
        Acknowledgement.employee_id == Invitation.employee_id,
        Acknowledgement.edition_id == SigningRound.edition_id,
    )
    signature = select(Acknowledgement.id).where(*mine, stands(), ~is_disputed()).correlate(Invitation, SigningRound)
    query = (
        select(Invitation.round_id, func.count().filter(exists(signature)), func.count())
        .join(SigningRound, SigningRound.id == Invitation.round_id)
        .where(Invitation.round_id.in_(round_ids))
        .group_by(Invitation.round_id)
    )
    return {round_id: (signed, everybody) for round_id, signed, everybody in db.session.execute(query)}


def _rounds() -> Select[*tuple[Any, ...]]:
    newer = aliased(Edition)
    newest = select(func.max(newer.number)).scalar_subquery()
    return (
        select(
            SigningRound.id,
            SigningRound.number,
            SigningRound.edition_id,
            Edition.number.label("edition"),
            SigningRound.reason,
            SigningRound.audience,
            SigningRound.note,
            SigningRound.deadline_on,
            SigningRound.opened_at,
            Employee.name.label("opened_by"),
            (Edition.number < newest).label("superseded"),
        )
        .join(Edition, Edition.id == SigningRound.edition_id)
        .join(Employee, Employee.id == SigningRound.opened_by, isouter=True)
    )


def _first(query: Select[*tuple[Any, ...]]) -> RoundRow | None:
    row = db.session.execute(query).first()
    return RoundRow(*row) if row else None
