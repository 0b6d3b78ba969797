"""The states of a board: each of them, which one counts where several hold, on which day, and for whose eyes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from handbook.acknowledgements import boards, inviting, round_list, rounds
from handbook.acknowledgements.audience import Audience
from handbook.acknowledgements.board_lines import BoardFilters
from handbook.acknowledgements.board_states import GROUPS, PRECEDENCE, TO_DO, State, by_group
from handbook.acknowledgements.kinds import ANSWERED_QUESTION
from handbook.acknowledgements.models import Invitation
from handbook.company.queries import locations
from handbook.core import clock
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Deputy, Employee, Placement
from tests import factories
from tests.acknowledgements import board_stories as story
from tests.acknowledgements.board_stories import board, state_of

pytestmark = pytest.mark.database

ASHA = factories.PEOPLE["asha"].number
LAKSHMI = factories.PEOPLE["lakshmi"].number
RAVI = factories.PEOPLE["ravi"].number


@pytest.fixture
def today(context: Flask) -> date:
    """The day on which edition 1 was published in the template, UTC."""
    return clock.now().date()


def test_every_state_has_its_place_in_each_table():
    assert [state for state, _why in PRECEDENCE] == [*dict.fromkeys(state for state, _why in PRECEDENCE)]
    assert {state for state, _why in PRECEDENCE} == set(State) == set(TO_DO)
    grouped = [state for states in GROUPS.values() for state in states]
    assert sorted(grouped) == sorted(State)
    assert sum(by_group(dict.fromkeys(State, 3)).values()) == 3 * len(State)


def test_who_was_only_invited_has_not_opened(today: date):
    assert state_of("asha") == "not_opened"


def test_who_has_read_a_section_has_opened(today: date):
    story.opens("asha")
    assert state_of("asha") == "opened"


def test_who_has_signed_has_signed_whatever_else_was_said(today: date):
    story.says("asha", "declined")
    story.signs("asha")
    story.says("asha", "served_by_hand")
    assert state_of("asha") == "signed"


@pytest.mark.parametrize("kind", ["served_by_hand", "read_aloud", "refused", "declined", "question", "paper"])
def test_what_came_instead_of_a_signature_is_the_state(today: date, kind: str):
    story.opens("asha")
    story.says("asha", kind)
    assert state_of("asha") == kind


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (("declined", "paper"), "paper"),
        (("paper", "declined"), "declined"),
        (("refused", "declined"), "refused"),
        (("question", "served_by_hand"), "served_by_hand"),
        (("refused", "read_aloud"), "read_aloud"),
        (("read_aloud", "refused"), "refused"),
    ],
)
def test_acts_of_others_stand_before_own_words_and_the_newest_of_each_counts(
    today: date, kinds: tuple[str, str], expected: str
):
    for minute, kind in enumerate(kinds, 1):
        with time_machine.travel(clock.now() + timedelta(minutes=minute), tick=False):
            story.says("asha", kind)
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        assert state_of("asha") == expected


def test_an_answered_question_is_done_with(today: date):
    story.opens("asha")
    question = story.says("asha", "question")
    story.answers(question)
    assert state_of("asha") == "opened"


def test_paper_is_done_with_once_the_person_chooses_to_sign_on_the_screen(today: date):
    story.says("asha", "paper")
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        story.agrees("asha", "paper")
        assert state_of("asha") == "paper"
    with time_machine.travel(clock.now() + timedelta(minutes=9), tick=False):
        story.agrees("asha")
        assert state_of("asha") == "not_opened"


def test_a_signature_in_dispute_does_not_count_until_it_stands(today: date):
    signature = story.signs("asha")
    dispute = story.disputes(signature, "asha")
    assert state_of("asha") == "disputed"
    story.finds(dispute, signature, "stands")
    assert state_of("asha") == "signed"


def test_a_supervisor_learns_neither_of_a_dispute_nor_of_a_question(today: date):
    story.disputes(story.signs("asha"), "asha")
    assert board("janis")[ASHA] == "signed"
    story.opens("lakshmi")
    story.says("lakshmi", "question")
    assert state_of("lakshmi") == "question"
    assert board("janis")[LAKSHMI] == "opened"


def test_a_signature_set_aside_asks_again(today: date):
    story.opens("asha")
    signature = story.signs("asha")
    story.finds(story.disputes(signature, "asha"), signature, "set aside")
    assert state_of("asha") == "set_aside"
    assert board("janis")[ASHA] == "not_opened"


def test_a_list_of_rounds_tells_a_supervisor_no_more_than_the_board(today: date):
    signature = story.signs("asha")
    dispute = story.disputes(signature, "asha")
    assert progress("janis") == (1, 2)
    assert progress("meera") == (0, 10)
    story.finds(dispute, signature, "set aside")
    assert progress("janis") == (0, 2)


def test_a_day_given_after_an_answer_is_not_for_a_supervisor(today: date):
    invitation = story.invitation_of("asha")
    later = today + timedelta(days=40)
    for reason, seen in ((ANSWERED_QUESTION, False), ("The shop was closed.", True)):
        with transaction() as session:
            mine = update(Invitation).where(Invitation.id == invitation.id)
            session.execute(mine.values(deadline_on=later, deadline_reason=reason))
        assert own_day("meera", ASHA) == later
        assert own_day("janis", ASHA) == (later if seen else None)


def test_a_signature_counts_in_every_round_of_its_edition(today: date):
    story.signs("asha")
    with transaction():
        number = rounds.open_chosen(factories.actor("meera"), rounds.RoundDraft(Audience(), today))
    chosen = round_list.round_by_number(number)
    assert boards.counts_for(factories.actor("janis"), chosen, BoardFilters()) == {
        State.SIGNED: 1,
        State.NOT_OPENED: 1,
    }


def test_who_is_on_leave_is_not_late_and_who_has_left_neither(today: date):
    story.opens("asha")
    story.goes_on_leave("asha", today, today + timedelta(days=3))
    story.leaves("lakshmi", today - timedelta(days=1))
    assert state_of("asha") == "on_leave"
    assert state_of("lakshmi") == "left"
    assert state_of("asha", today - timedelta(days=1)) is None
    lines = boards.board_for(factories.actor("meera"), round_list.find_newest_publication(), BoardFilters()).lines
    assert {line.leave_until for line in lines} == {None, today + timedelta(days=3)}


def test_who_has_no_way_to_hear_of_it_is_not_reachable_until_a_slip_is_handed_out(today: date):
    story.loses_password("ravi")
    assert state_of("ravi") == "not_reachable"
    story.is_sent("ravi")
    assert state_of("ravi") == "not_opened"


@pytest.mark.parametrize("column", ["email", "mobile"])
def test_who_has_mail_or_a_mobile_is_reachable(today: date, column: str):
    story.loses_password("ravi")
    with transaction() as session:
        mine = Employee.id == factories.person_id("ravi")
        session.execute(update(Employee).where(mine).values({column: "+371 20000000"}))
    assert state_of("ravi") == "not_opened"


def test_a_past_day_shows_what_was_known_at_its_end(today: date):
    with time_machine.travel(story.noon(today + timedelta(days=2)), tick=False):
        story.says("asha", "declined")
    with time_machine.travel(story.noon(today + timedelta(days=4)), tick=False):
        signature = story.signs("asha")
    with time_machine.travel(story.noon(today + timedelta(days=6)), tick=False):
        dispute = story.disputes(signature, "asha")
    with time_machine.travel(story.noon(today + timedelta(days=8)), tick=False):
        story.finds(dispute, signature, "set aside")
    with time_machine.travel(story.noon(today + timedelta(days=30)), tick=False):
        seen = [state_of("asha", today + timedelta(days=days)) for days in (-1, 1, 3, 5, 7, 9)]
    # Once the signature is set aside, the person's own word before it counts again.
    assert seen == [None, "not_opened", "declined", "signed", "disputed", "declined"]


def test_a_day_ends_by_the_clocks_of_the_persons_place(today: date):
    """At 20:00 UTC it is past midnight in Hyderabad and still evening in Riga."""
    late = datetime(2031, 3, 3, 20, 0, tzinfo=UTC)
    with time_machine.travel(late, tick=False):
        story.signs("asha")
        story.signs("ravi")
    with time_machine.travel(late + timedelta(days=2), tick=False):
        assert (state_of("asha", date(2031, 3, 3)), state_of("ravi", date(2031, 3, 3))) == ("not_opened", "signed")
        assert state_of("asha", date(2031, 3, 4)) == "signed"


def test_now_shows_what_was_just_signed_wherever_it_is(today: date):
    with time_machine.travel(datetime(2031, 3, 3, 20, 0, tzinfo=UTC), tick=False):
        story.signs("asha")
        story.signs("ravi")
        assert (state_of("asha"), state_of("ravi")) == ("signed", "signed")


def test_own_people_are_those_placed_with_me_that_day(today: date):
    later = today + timedelta(days=5)
    with transaction() as session:
        asha = Placement.employee_id == factories.person_id("asha")
        before = session.scalars(select(Placement).where(asha)).one()
        before.to_on = later - timedelta(days=1)
        moved = factories.placement(
            before.employee_id, before.location_id, "cashier", factories.person_id("dmitri"), later
        )
        session.add(moved)
    with time_machine.travel(story.noon(later + timedelta(days=3)), tick=False):
        assert set(board("janis", day=later - timedelta(days=1))) == {ASHA, LAKSHMI}
        assert set(board("janis", day=later)) == {LAKSHMI}
        assert set(board("janis")) == {LAKSHMI}
        assert ASHA in board("meera")


def test_a_deputy_sees_the_people_of_those_they_stand_in_for_on_those_days_and_never_themself(today: date):
    with transaction() as session:
        first, last = today + timedelta(days=2), today + timedelta(days=3)
        janis, dmitri = factories.person_id("janis"), factories.person_id("dmitri")
        session.add(Deputy(employee_id=dmitri, deputy_id=janis, from_on=first, to_on=last))
    with time_machine.travel(story.noon(today + timedelta(days=9)), tick=False):
        assert RAVI not in board("janis", day=today + timedelta(days=1))
        assert {RAVI, ASHA} <= set(board("janis", day=today + timedelta(days=2)))
        assert factories.PEOPLE["janis"].number not in board("janis", day=today + timedelta(days=2))
        assert RAVI not in board("janis", day=today + timedelta(days=4))


def test_filters_narrow_the_list_and_the_counts_alike(today: date):
    story.signs("asha")
    riga = next(place.id for place in locations() if place.name.startswith("R"))
    assert set(board("meera", location_id=riga)) == {RAVI, factories.PEOPLE["stranger"].number}
    assert set(board("meera", language="te")) == {ASHA, LAKSHMI}
    assert set(board("meera", q="berzina")) == {factories.PEOPLE["stranger"].number}
    assert set(board("meera", q="000516")) == {RAVI}
    assert set(board("meera", job="director")) == {factories.PEOPLE["dmitri"].number}
    assert set(board("meera", supervisor_id=factories.person_id("janis"))) == {ASHA, LAKSHMI}
    assert set(board("meera", state="signed")) == {ASHA}
    assert ASHA not in board("meera", group="invited")


def test_who_has_something_to_do_stands_first(today: date):
    story.signs("asha")
    story.opens("lakshmi")
    assert list(board("janis")) == [LAKSHMI, ASHA]
    assert list(board("janis", sort="name")) == [ASHA, LAKSHMI]


def test_a_board_takes_the_same_queries_for_ten_people_and_for_sixty(today: date, counting: Callable[[], object]):
    actor, numbers = factories.actor("meera"), []
    for more in (0, 50):
        with time_machine.travel(story.noon(today + timedelta(days=1)), tick=False):
            if more:
                factories.more_people(more)
                inviting.keep_up()
            round_ = round_list.find_newest_publication()
            with counting() as statements:
                seen = boards.board_for(actor, round_, BoardFilters())
            numbers.append((len(statements), seen.all))
            end_read()
    assert numbers == [(3, 10), (3, 60)]


def progress(name: str) -> tuple[int, int]:
    """Return how many have signed, and how many were asked, as the list of rounds tells somebody."""
    found = round_list.progress_of(factories.actor(name), round_list.find_newest_publication())
    end_read()
    return found


def own_day(name: str, number: str) -> date | None:
    """Return the own last day of a person as the board shows it to somebody, or None where that of the round stands."""
    round_ = round_list.find_newest_publication()
    (line,) = [
        each
        for each in boards.board_for(factories.actor(name), round_, BoardFilters()).lines
        if each.staff_number == number
    ]
    end_read()
    assert line.has_own_deadline == (line.due_on != round_.deadline_on)
    return line.due_on if line.has_own_deadline else None
