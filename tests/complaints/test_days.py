"""Days that no clock can hold are refused with words, in the form and in the address."""

from collections.abc import Callable

import pytest

from tests.browser_like import Visitor

pytestmark = pytest.mark.database


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_complaint_from_a_day_out_of_reach_names_the_field(client_of: Callable[[str], Visitor], day: str) -> None:
    janis = client_of("janis")
    janis.get("/complaints/new")
    janis.submit("", expect=400, words="She shouted.", happened_on=day, happened_time="10:00")
    assert "On which day: give a day that is in the calendar." in janis.words()
