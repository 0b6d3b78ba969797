"""The days that a customer is promised: counted on the location's calendar, kept, moved with a word, or missed."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from handbook.company.calendars import Calendar
from handbook.complaints import lists, operations
from handbook.complaints.lifecycle import EntryKind, Move, Stage
from handbook.complaints.missing import note_missed_days
from handbook.complaints.models import ComplaintEntry
from handbook.complaints.pages import Filters
from handbook.complaints.promises import Periods, day_after_pause, periods_of
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid
from handbook.core.transaction import transaction
from handbook.rules.figure_rows import Standard, Within
from tests import factories
from tests.complaints import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]

# A Monday far ahead, so that what the company's past holds is behind it.
MONDAY = datetime(2031, 3, 3, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def standard(row_id: str, days: int) -> Standard:
    return Standard(row_id, "complaint", {}, {}, Within(days, "days", "open_days"), None, {})


def facts_of(complaint_id: str, kind: EntryKind) -> list[dict[str, str]]:
    mine = (ComplaintEntry.complaint_id == complaint_id, ComplaintEntry.kind == kind.value)
    return list(db.session.scalars(select(ComplaintEntry.facts).where(*mine)))


def promise_anew(complaint_id: str, day: date) -> None:
    with transaction():
        version = stories.version_of(complaint_id)
        operations.promise_anew(factories.actor("meera"), complaint_id, day, "The camera is read on Friday.", version)


def ask(complaint_id: str) -> None:
    with transaction():
        version = stories.version_of(complaint_id)
        operations.ask_customer(factories.actor("meera"), complaint_id, "Which till was it?", version)


def test_without_figures_of_the_company_the_common_ones_count():
    assert periods_of([standard("complaint", 0)]) == Periods(1, 5, 20, 5)


def test_the_companys_own_figures_count_first():
    assert periods_of([standard("complaint-simple", 3), standard("complaint-receipt", 2)]) == Periods(2, 3, 20, 5)


def test_weekends_are_no_working_days():
    with time_machine.travel(MONDAY + 4 * DAY, tick=False):  # a Friday
        head = stories.head(stories.file_complaint())
        assert head.acknowledge_by == date(2031, 3, 10)
        assert head.due_on == date(2031, 4, 4)


def test_a_simple_one_is_answered_sooner_and_nothing_is_promised_later_without_a_word():
    with time_machine.travel(MONDAY, tick=False):
        assert stories.head(stories.assessed(is_simple=True)).due_on == date(2031, 3, 10)
        assert stories.head(stories.assessed(is_simple=False)).due_on == date(2031, 3, 31)


def test_while_the_customer_is_asked_the_clock_stands():
    with time_machine.travel(MONDAY, tick=False) as hand:
        complaint_id = stories.assessed(is_simple=True)
        ask(complaint_id)
        hand.move_to(MONDAY + 9 * DAY)  # seven working days later
        note_missed_days()
        with transaction():
            operations.hear_customer(complaint_id, "Till three.", new_id())
        head = stories.head(complaint_id)
        assert (head.waiting_since, head.due_on) == (None, date(2031, 3, 19))
        assert facts_of(complaint_id, EntryKind.MISSED) == []


@pytest.mark.parametrize(
    ("asked", "answered", "due"),
    [
        (date(2031, 3, 3), date(2031, 3, 3), date(2031, 3, 10)),
        (date(2031, 3, 7), date(2031, 3, 9), date(2031, 3, 10)),  # over a weekend nothing stood
        (date(2031, 3, 5), date(2031, 3, 6), date(2031, 3, 11)),
    ],
)
def test_only_working_days_move_the_promised_day(asked: date, answered: date, due: date):
    assert day_after_pause(Calendar(), date(2031, 3, 10), asked, answered) == due


def test_told_in_time_that_we_will_be_late_nothing_is_missed():
    with time_machine.travel(MONDAY, tick=False):
        complaint_id = stories.assessed(is_simple=True)
        promise_anew(complaint_id, date(2031, 3, 14))
        assert stories.head(complaint_id).due_on == date(2031, 3, 14)
        assert facts_of(complaint_id, EntryKind.LATE) == [
            {"before": "2031-03-10", "promised": "2031-03-14", "in_time": True}
        ]
        assert facts_of(complaint_id, EntryKind.MISSED) == []


def test_told_too_late_the_day_that_passed_stays_on_record():
    with time_machine.travel(MONDAY, tick=False) as hand:
        complaint_id = stories.assessed(is_simple=True)
        hand.move_to(MONDAY + 8 * DAY)
        promise_anew(complaint_id, date(2031, 3, 20))
        missed = {fact["what"]: fact["promised"] for fact in facts_of(complaint_id, EntryKind.MISSED)}
        assert missed["answer"] == "2031-03-10"
        assert facts_of(complaint_id, EntryKind.LATE)[0]["in_time"] is False


def test_a_new_day_that_is_not_later_is_refused():
    with time_machine.travel(MONDAY, tick=False):
        complaint_id = stories.assessed(is_simple=True)
        with pytest.raises(Invalid, match="after the day that was promised"):
            promise_anew(complaint_id, date(2031, 3, 10))


def test_once_answered_no_day_is_promised_any_more():
    complaint_id = stories.answered()
    with pytest.raises(Conflict, match="has the answer already"):
        promise_anew(complaint_id, date(2040, 1, 2))


def test_a_missed_day_is_written_down_once_by_the_program():
    with time_machine.travel(MONDAY, tick=False) as hand:
        complaint_id = stories.file_complaint()
        hand.move_to(MONDAY + 2 * DAY)
        for _hour in range(2):
            note_missed_days()
        assert facts_of(complaint_id, EntryKind.MISSED) == [{"what": "acknowledgement", "promised": "2031-03-04"}]
        entry = db.session.scalars(select(ComplaintEntry).where(ComplaintEntry.kind == EntryKind.MISSED.value)).one()
        assert (entry.by_id, entry.via) == (None, "program")


def test_a_day_passes_by_the_clocks_of_the_location():
    with time_machine.travel(MONDAY, tick=False) as hand:
        complaint_id = stories.file_complaint()  # Asia/Kolkata, receipt promised by 4 March
        hand.move_to(datetime(2031, 3, 4, 18, 29, tzinfo=UTC))
        note_missed_days()
        assert facts_of(complaint_id, EntryKind.MISSED) == []
        hand.move_to(datetime(2031, 3, 4, 18, 31, tzinfo=UTC))
        note_missed_days()
        assert len(facts_of(complaint_id, EntryKind.MISSED)) == 1


def test_reopened_it_has_a_new_day_and_keeps_when_it_was_first_closed():
    with time_machine.travel(MONDAY, tick=False) as hand:
        complaint_id = stories.answered()
        stories.move(complaint_id, Move.CLOSE)
        first = stories.head(complaint_id).first_closed_at
        hand.move_to(MONDAY + 30 * DAY)
        with transaction():
            operations.not_settled(complaint_id, "The money has not come.")
        head = stories.head(complaint_id)
        assert (Stage(head.stage), head.first_closed_at, head.closed_at) == (Stage.REOPENED, first, None)
        assert head.due_on == date(2031, 4, 30)


def test_an_answer_that_does_not_content_the_customer_is_disputed_first():
    complaint_id = stories.answered()
    for words in ("I was there.", "And I have a receipt."):
        with transaction():
            operations.not_settled(complaint_id, words)
    assert Stage(stories.head(complaint_id).stage) is Stage.OPEN_DISPUTED


def test_a_disputed_answer_has_a_new_day_that_is_due_late_and_missed_like_any_other():
    with time_machine.travel(MONDAY, tick=False) as hand:
        complaint_id, meera = stories.answered(), factories.actor("meera")
        with transaction():
            operations.not_settled(complaint_id, "I was there.")
        assert stories.head(complaint_id).due_on == date(2031, 3, 31)  # twenty working days
        assert lists.counts_for(meera)["disputed"] == 1
        promise_anew(complaint_id, date(2031, 4, 2))
        hand.move_to(MONDAY + 31 * DAY)
        note_missed_days()
        assert facts_of(complaint_id, EntryKind.MISSED)[-1] == {"what": "answer", "promised": "2031-04-02"}
        (row,) = lists.complaints_for(meera, Filters(due="late")).rows
        assert (row.is_late, row.next_on <= date(2031, 4, 2)) == (True, True)
        stories.move(complaint_id, Move.REOPEN)
        assert stories.head(complaint_id).due_on == date(2031, 4, 2)


def contact(complaint_id: str, next_on: date | None) -> None:
    with transaction():
        version = stories.version_of(complaint_id)
        operations.note_contact(factories.actor("meera"), complaint_id, "phone", "We spoke.", version, next_on=next_on)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2031, 3, 11), "up to 10 March 2031, the day of the answer"),
        (date(2032, 12, 1), "up to 10 March 2031, the day of the answer"),
        (date(2031, 3, 9), "nobody works there on 9 March 2031. Give a working day, such as 10 March 2031"),
    ],
)
def test_news_come_before_the_answer_and_on_a_working_day(day: date, words: str):
    with time_machine.travel(MONDAY, tick=False):
        complaint_id = stories.assessed(is_simple=True)
        with pytest.raises(Invalid, match=words):
            contact(complaint_id, day)
        contact(complaint_id, date(2031, 3, 10))


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2031, 3, 16), "Give a working day, such as 17 March 2031"), (date(9999, 12, 31), "within a year")],
)
def test_a_new_day_that_nobody_can_keep_is_refused(day: date, words: str):
    with time_machine.travel(MONDAY, tick=False):
        complaint_id = stories.assessed(is_simple=True)
        with pytest.raises(Invalid, match=words):
            promise_anew(complaint_id, day)


def test_that_it_arrived_is_due_first_whatever_was_said_about_news():
    with time_machine.travel(MONDAY, tick=False) as hand:
        complaint_id = stories.file_complaint()
        stories.take_on(complaint_id)
        contact(complaint_id, date(2031, 3, 10))
        hand.move_to(MONDAY + DAY)
        meera = factories.actor("meera")
        counts = {
            what: lists.counts_for(meera)[lists.due_today(what)] for what in ("acknowledgement", "news", "answer")
        }
        assert counts == {"acknowledgement": 1, "news": 0, "answer": 0}
        hand.move_to(MONDAY + 2 * DAY)
        (row,) = lists.complaints_for(meera, Filters(due="late")).rows
        assert (row.next_what, row.next_on, row.is_late) == ("acknowledgement", date(2031, 3, 4), True)


def test_before_the_answer_there_is_nothing_to_be_content_with():
    complaint_id = stories.file_complaint()
    with pytest.raises(Conflict, match="still working"), transaction():
        operations.not_settled(complaint_id, "Well?")


def test_the_answer_needs_a_finding():
    complaint_id = stories.investigated()
    with pytest.raises(Invalid, match="what was found"):
        stories.move(complaint_id, Move.RESPOND)


def test_the_board_counts_what_is_mine_due_late_and_waiting():
    with time_machine.travel(MONDAY, tick=False) as hand:
        meera = factories.actor("meera")
        waiting, _other = stories.assessed(is_simple=True), stories.assessed(is_simple=True)
        ask(waiting)
        stories.file_complaint("ravi")
        hand.move_to(MONDAY + DAY)
        board = lists.board_for(meera)
        assert dict(board.counts) == {"mine": 2, "disputed": 0, "today": 2, "late": 0, "waiting": 1}
        assert [row.id for row in board.rows["waiting"]] == [waiting]
        hand.move_to(MONDAY + 2 * DAY)
        assert lists.board_for(meera).counts["late"] == 2
        assert dict(lists.board_for(factories.actor("janis")).counts) == dict.fromkeys(board.counts, 0)


def test_the_due_filter_finds_what_the_board_counts():
    with time_machine.travel(MONDAY, tick=False) as hand:
        stories.assessed(is_simple=True)
        hand.move_to(MONDAY + 2 * DAY)
        meera = factories.actor("meera")
        found = {due: lists.complaints_for(meera, Filters(due=due)).total for due in ("today", "late", "week")}
        assert found == {"today": 0, "late": 1, "week": 0}
        assert lists.complaints_for(meera, Filters(mine=True)).total == 1
