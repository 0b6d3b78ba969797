"""A year of rounds: every board of every day adds up, and agrees with a clerk who follows each person by hand."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from time_machine import Traveller

from handbook.acknowledgements import boards
from handbook.acknowledgements.board_lines import BoardFilters, RoundRow
from handbook.acknowledgements.board_states import by_group
from handbook.acknowledgements.models import Invitation
from handbook.company.models import Location
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.transaction import end_read
from handbook.people.models import Absence, Deputy, Placement
from tests.heavy.conftest import Company
from tests.heavy.naive_board import Life, Work, state_on, told_to_supervisor
from tests.heavy.year_of_rounds import SUPERVISOR, Year

FIRST_DAY, DAYS, PEOPLE, SEED = date(2031, 1, 6), 365, 40, 20310106
DAY = timedelta(days=1)
MORNING = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 4, tzinfo=UTC)
STATES = {
    "signed", "served_by_hand", "read_aloud", "refused", "disputed", "declined", "question", "paper", "left",
    "on_leave", "set_aside", "opened", "not_reachable", "not_opened",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def traveller() -> Iterator[Traveller]:
    """The clock, moved before the company is founded."""
    with time_machine.travel(MORNING, tick=False) as moved:
        yield moved


@pytest.fixture(scope="module")
def year(traveller: Traveller, company: Company) -> Iterator[Year]:
    """A year that was lived to its end; the clock stands behind it."""
    lived = Year(traveller, FIRST_DAY, SEED)
    with company.app.app_context():
        lived.begin(PEOPLE)
        lived.live(DAYS, publish_on=(120, 250))
        traveller.move_to(datetime(2032, 1, 14, tzinfo=UTC), tick=False)
        _copy_out(lived)
        yield lived
    traveller.move_to(MORNING, tick=False)  # the company on the other database begins at the same hour


def test_every_board_of_every_day_is_what_the_clerk_wrote(year: Year):
    seen: Counter[str] = Counter()
    for day, round_ in boards_of(year):
        expected = {
            who: state
            for who, life in year.lives.items()
            if (state := state_on(life, round_.id, round_.edition_id, day)) is not None
        }
        shown = board_of(year, year.hr, round_, day)
        assert {who: state for who, state in shown.items() if who in year.lives} == expected, f"{day}, {round_.number}"
        seen.update(expected.values())
        for boss in year.leaders:
            own = {who for who in expected if is_own(year, who, boss.employee_id, day)}
            theirs = board_of(year, boss, round_, day)
            assert {who: state for who, state in theirs.items() if who in year.lives} == {
                who: told_to_supervisor(year.lives[who], round_.id, round_.edition_id, day) for who in own
            }, f"{day}: people of {boss.name}"
    print(f"\n{year.done.total()} things happened: {dict(year.done)}")
    print(f"{seen.total()} states of people on days: {dict(seen)}")
    assert set(seen) == STATES


def test_whoever_works_here_is_in_the_newest_round_within_a_day(year: Year):
    for number in range(1, DAYS):
        day = FIRST_DAY + number * DAY
        round_ = newest_on(year, day)
        if round_.opened_at.date() < day - DAY:
            asked = board_of(year, year.hr, round_, day)
            here = {who for who, life in year.lives.items() if life.is_here(day - DAY) and life.is_here(day)}
            assert here <= set(asked), day


def boards_of(year: Year) -> Iterator[tuple[date, RoundRow]]:
    """Yield for each day the newest round of a publication, and once a week another one, in turn."""
    for number in range(1, DAYS):
        day = FIRST_DAY + number * DAY
        newest = newest_on(year, day)
        yield day, newest
        others = [one for one in year.rounds if one.opened_at.date() < day and one is not newest]
        if others and number % 7 == 0:
            yield day, others[number // 7 % len(others)]


def newest_on(year: Year, day: date) -> RoundRow:
    """Return the round of the newest publication before this day."""
    opened = [one for one in year.rounds if one.opened_at.date() < day and one.reason == "publication"]
    return max(opened, key=lambda one: one.number)


def board_of(year: Year, actor: Actor, round_: RoundRow, day: date) -> dict[str, str]:
    """Return the states by person; the counts of the same board add up to them."""
    filters = BoardFilters(day=day)
    lines = {line.employee_id: line.state.value for line in boards.all_lines(actor, round_, filters)}
    counts = boards.counts_for(actor, round_, filters)
    assert sum(by_group(counts).values()) == len(lines)
    assert {state.value: count for state, count in counts.items()} == Counter(lines.values())
    end_read()
    return lines


def is_own(year: Year, who: str, boss: str, day: date) -> bool:
    """Tell whether a person is placed that day with a boss, or with one for whom the boss stands in."""
    life = year.lives[who]
    work = life.work_on(day)
    leads = {boss, *(one for one, other, first, last in year.standing_in if other == boss and first <= day <= last)}
    return who != boss and life.is_here(day) and work is not None and work.boss in leads


def _copy_out(year: Year) -> None:
    """Give the clerk the plain facts that are no board: where people worked, when they were away, when invited."""
    zones = dict(db.session.execute(select(Location.id, Location.zone)).all())
    for each in db.session.scalars(select(Placement)):
        _life(year, each.employee_id).works.append(
            Work(each.from_on, each.to_on, zones[each.location_id], each.supervisor_id)
        )
    for away in db.session.scalars(select(Absence)):
        _life(year, away.employee_id).away.append((away.from_on, away.to_on))
    for asked in db.session.scalars(select(Invitation)):
        _life(year, asked.employee_id).invited[asked.round_id] = asked.invited_at
    for one in db.session.scalars(select(Deputy)):
        year.standing_in.append((one.employee_id, one.deputy_id, one.from_on, one.to_on))
    year.leaders = [year.actor(boss, SUPERVISOR) for boss in year.bosses]
    end_read()


def _life(year: Year, who: str) -> Life:
    return year.lives.get(who, Life())  # whoever founded the company is on the boards, and not in the clerk's book
