"""What a decider has before the eyes: the ladder in force, what it recommends and why, and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from handbook.core import clock
from handbook.core.db import db
from handbook.corrective_actions.cases.gates import Hold
from handbook.corrective_actions.cases.pages import CasePage
from handbook.corrective_actions.ladders.ladder import Ladder, Severity, Step
from handbook.corrective_actions.ladders.queries import ladder_on
from handbook.corrective_actions.ladders.recommendation import Breached, Past, Recommendation, recommend
from handbook.corrective_actions.steps.history import LiveRow, history
from handbook.corrective_actions.steps.lifecycle import Standing
from handbook.corrective_actions.steps.parties import aliases_of
from handbook.corrective_actions.steps.policy import Aliases
from handbook.corrective_actions.steps.process import missing
from handbook.people.queries import Placed, find_placed_today
from handbook.rules.models import Edition, EditionRule


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that a proposal rests on, on this day where the person works.

    `live`: every step that counts today; `holds`: what the chosen one lacks.
    """

    day: date
    ladder: Ladder
    placed: Placed | None
    live: tuple[LiveRow, ...]
    advice: Recommendation
    holds: tuple[Hold, ...]
    aliases: Aliases

    @property
    def below(self) -> tuple[LiveRow, ...]:
        """The live steps on which the recommendation rests."""
        return tuple(row for row in self.live if row.reference in self.advice.rests_on)


def grounds_of(page: CasePage, step: Step | None) -> Grounds:
    """Return what there is to go by for a case today; `step`: the one chosen (None: that which is recommended)."""
    subject_id = page.parties.subject_id
    placed = find_placed_today(subject_id)
    day = clock.today(placed.zone if placed else page.opened.zone)
    ladder = ladder_on(day, placed.location_id if placed else None)
    past = history(subject_id, day)
    places = _places([page.opened.rule_id, *(row.rule_id for row in past)])
    chapter, severity = places.get(page.opened.rule_id, ("", Severity.MINOR))
    advice = recommend(
        (_past(row, places) for row in past), Breached(page.opened.rule_id, chapter, severity), day, ladder
    )
    chosen = step or advice.step
    return Grounds(
        day=day,
        ladder=ladder,
        placed=placed,
        live=tuple(row for row in past if row.stand.standing is Standing.LIVE),
        advice=advice,
        holds=missing(page.id, chosen, ladder, day) if chosen in ladder.steps else (),
        aliases=aliases_of(page.parties),
    )


def _past(row: LiveRow, places: dict[str, tuple[str, Severity]]) -> Past:
    chapter, _severity = places.get(row.rule_id, ("", Severity.MINOR))
    return Past(
        step=row.step,
        reference=row.reference,
        rule_id=row.rule_id,
        chapter=chapter,
        served_on=row.served_on,
        lapses_on=row.lapses_on,
        overturned_on=row.overturned_on,
        reduced_from=row.was if row.stand.is_reduced else None,
    )


def _places(rule_ids: Iterable[str]) -> dict[str, tuple[str, Severity]]:
    """Return chapter and severity of these rules in the newest edition that has them (one query)."""
    query = (
        select(EditionRule.rule_id, EditionRule.chapter, EditionRule.severity)
        .join(Edition, Edition.id == EditionRule.edition_id)
        .where(EditionRule.rule_id.in_(set(rule_ids)))
        .order_by(Edition.number)
    )
    found = db.session.execute(query)
    return {row.rule_id: (row.chapter, Severity(row.severity or Severity.MINOR)) for row in found}
