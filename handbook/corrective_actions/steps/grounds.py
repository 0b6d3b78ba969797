"""What a decider has before the eyes: the ladder in force, what it recommends and why, and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from handbook.core import clock
from handbook.core.db import db
from handbook.corrective_actions.cases.gates import Hold
from handbook.corrective_actions.cases.pages import CasePage
from handbook.corrective_actions.ladders.ladder import Ladder, Severity, Step
from handbook.corrective_actions.ladders.queries import ladder_on
from handbook.corrective_actions.ladders.recommendation import Breached, Past, Recommendation, recommend
from handbook.corrective_actions.steps.history import LiveRow, history
from handbook.corrective_actions.steps.lifecycle import Standing
from handbook.corrective_actions.steps.process import missing
from handbook.people.queries import Placed, find_placed_today
from handbook.rules.beside import REMOVED
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
    happened_on = clock.local(page.opened.happened_at, page.opened.zone).date()
    rule, chapters = _rules_on(happened_on, page.opened.rule_id, [row.rule_id for row in past])
    advice = recommend((_past(row, chapters) for row in past), rule, day, ladder)
    chosen = step or advice.step
    return Grounds(
        day=day,
        ladder=ladder,
        placed=placed,
        live=tuple(row for row in past if row.stand.standing is Standing.LIVE),
        advice=advice,
        holds=missing(page.id, chosen, ladder, day) if chosen in ladder.steps else (),
    )


def _past(row: LiveRow, chapters: dict[str, str]) -> Past:
    return Past(
        step=row.step,
        reference=row.reference,
        rule_id=row.rule_id,
        chapter=chapters.get(row.rule_id, ""),
        served_on=row.served_on,
        lapses_on=row.lapses_on,
        overturned_on=row.overturned_on,
        reduced_from=row.was if row.stand.is_reduced else None,
    )


def _rules_on(day: date, breached: str, others: Iterable[str]) -> tuple[Breached, dict[str, str]]:
    """Return the breached rule as the edition in force on the day of the incident has it, and the chapter of each rule.

    A severity that was raised afterwards is never held against anybody; a rule that was not in force then is minor.
    The chapter of a rule which that edition does not have is the one it had in the newest that has it (one query).
    """
    in_force = select(func.max(Edition.number)).where(Edition.effective_on <= day).scalar_subquery()
    is_in_force = (Edition.number == func.coalesce(in_force, 0)).label("is_in_force")
    query = (
        select(EditionRule.rule_id, EditionRule.chapter, EditionRule.severity, is_in_force)
        .join(Edition, Edition.id == EditionRule.edition_id)
        .where(EditionRule.rule_id.in_({breached, *others}), EditionRule.change != REMOVED)
        .order_by(is_in_force, Edition.number)
    )
    found = {row.rule_id: row for row in db.session.execute(query)}
    rule = found.get(breached)
    severity = Severity(rule.severity or Severity.MINOR) if rule and rule.is_in_force else Severity.MINOR
    chapters = {rule_id: row.chapter for rule_id, row in found.items()}
    return Breached(breached, chapters.get(breached, ""), severity), chapters
