"""What the program knows of what may bar a step: leave today, and that somebody spoke up by name."""

from datetime import timedelta

import pytest

from handbook.core import clock
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases.causes import Bar
from handbook.corrective_actions.cases.hints import known_bars
from handbook.people.models import Absence
from tests import factories
from tests.complaints import stories as complaints
from tests.voices import stories as voices

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def test_nothing_is_known_of_somebody_at_work_who_said_nothing():
    voices.speak_up(None)
    assert known_bars(factories.person_id("asha"), voices.today()) == []


def test_an_own_complaint_counts_for_ninety_days_and_its_words_stay_where_they_are():
    complaint = complaints.file_complaint("asha")
    asha, today = factories.person_id("asha"), clock.today("Asia/Kolkata")
    (found,) = known_bars(asha, today + timedelta(days=90))
    assert (found.bar, found.found) == (Bar.SPOKE_UP, True)
    assert complaint not in found.words
    assert known_bars(asha, today + timedelta(days=91)) == []


def test_leave_and_a_word_by_name_are_two_answers():
    voices.speak_up("asha")
    asha, today = factories.person_id("asha"), voices.today()
    with transaction() as session:
        session.add(Absence(employee_id=asha, from_on=today, to_on=today))
    assert [one.bar for one in known_bars(asha, today)] == [Bar.SICK_LEAVE, Bar.SPOKE_UP]
