"""Days of placements, pure: every case of opening, ending and taking back, and by chance that no two share a day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.core.errors import Conflict, Invalid
from handbook.people import placing
from handbook.people.placing import DAY, Span, Standing

TODAY = date(2026, 3, 10)


def day(distance: int) -> date:
    return TODAY + timedelta(days=distance)


def span(first: int, last: int | None, name: str = "a") -> Span:
    return Span(name, day(first), None if last is None else day(last))


@pytest.mark.parametrize(
    ("spans", "absent", "expected"),
    [
        ([], False, Standing.NOWHERE),
        ([span(-5, None)], False, Standing.HERE),
        ([span(-5, 0)], False, Standing.HERE),
        ([span(0, 0)], True, Standing.ON_LEAVE),
        ([span(-5, -1)], False, Standing.LEFT),
        ([span(-5, -1)], True, Standing.LEFT),
        ([span(1, None)], False, Standing.LATER),
        ([span(-9, -5), span(3, None, "b")], False, Standing.LATER),
        ([span(-9, -5), span(-4, None, "b")], False, Standing.HERE),
    ],
)
def test_a_person_is_exactly_one_thing_on_a_day(spans: list[Span], absent: bool, expected: Standing):
    assert placing.standing(spans, TODAY, absent=absent) is expected


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], None),
        ([span(-9, -5), span(-4, None, "b"), span(-20, -10, "c")], "b"),
        ([span(-9, -5), span(3, 8, "b"), span(9, None, "c")], "b"),
        ([span(-9, -5), span(-20, -10, "b")], "a"),
    ],
)
def test_one_placement_stands_for_the_person(spans: list[Span], expected: str | None):
    shown = placing.shown(spans, TODAY)
    assert (shown.id if shown else None) == expected


def test_a_move_closes_the_running_placement_and_takes_over_its_last_day():
    assert placing.opening([span(-5, None)], TODAY).closes == span(-5, None)
    assert placing.opening([span(-5, 30)], TODAY).to_on == day(30)
    assert placing.opening([span(-5, 0)], TODAY).closes == span(-5, 0)


def test_a_return_closes_nothing():
    assert placing.opening([span(-5, -1)], TODAY) == placing.Opening(None, None)
    assert placing.opening([], TODAY) == placing.Opening(None, None)


@pytest.mark.parametrize("first", [0, 1, 20])
def test_nothing_opens_on_or_before_the_first_day_of_a_later_one(first: int):
    with pytest.raises(Invalid, match="Choose a later day"):
        placing.opening([span(-9, first - 1), span(first, None, "b")], TODAY)


def test_a_last_day_lies_in_the_newest_placement():
    spans = [span(-20, -10), span(-9, None, "b")]
    assert placing.leaving(spans, TODAY, TODAY).id == "b"
    assert placing.leaving(spans, day(-9), TODAY).id == "b"
    with pytest.raises(Invalid, match="Choose a later day"):
        placing.leaving(spans, day(-10), TODAY)


def test_a_last_day_that_has_been_is_not_changed():
    with pytest.raises(Invalid, match="works nowhere now"):
        placing.leaving([span(-20, -1)], day(3), TODAY)
    with pytest.raises(Invalid, match="works nowhere now"):
        placing.leaving([], TODAY, TODAY)
    assert placing.leaving([span(-20, 0)], day(3), TODAY)


def test_a_planned_last_day_can_be_taken_back_until_it_has_been():
    assert placing.staying([span(-20, 0)], TODAY)
    for spans in ([span(-20, -1)], [span(-20, None)], []):
        with pytest.raises(Conflict):
            placing.staying(spans, TODAY)


def test_only_what_has_not_begun_is_taken_back():
    moved = [span(-20, 4), span(5, None, "b")]
    assert placing.taking_back(moved, "b", TODAY) == span(-20, 4)
    assert placing.can_be_taken_back(moved, "b", TODAY)
    assert placing.taking_back([span(-20, -3), span(5, None, "b")], "b", TODAY) is None
    for spans, which in ((moved, "a"), ([span(0, None)], "a"), ([span(-1, None)], "a"), (moved, "x"), ([], "a")):
        with pytest.raises(Conflict, match="before its first day"):
            placing.taking_back(spans, which, TODAY)
        assert not placing.can_be_taken_back(spans, which, TODAY)


@given(st.lists(st.tuples(st.sampled_from(["place", "leave", "back"]), st.integers(-40, 40)), max_size=25))
def test_whatever_is_done_no_two_placements_share_a_day(deeds: list[tuple[str, int]]):
    spans: list[Span] = []
    for number, (deed, distance) in enumerate(deeds):
        past = [one for one in spans if one.is_over(TODAY)]
        spans = after(spans, deed, day(distance), str(number))
        assert_apart(spans)
        if deed != "place":
            assert all(one in spans for one in past), "what has been stays"


def after(spans: list[Span], deed: str, when: date, name: str) -> list[Span]:
    """Return the placements after a deed, or as they were where it is refused."""
    try:
        if deed == "place":
            opens = placing.opening(spans, when)
            kept = [Span(one.id, one.from_on, when - DAY) if one == opens.closes else one for one in spans]
            return [*kept, Span(name, when, opens.to_on)]
        if deed == "leave":
            ending = placing.leaving(spans, when, TODAY)
            return [Span(one.id, one.from_on, when) if one == ending else one for one in spans]
        newest = max(spans, key=lambda one: one.from_on, default=None)
        before = placing.taking_back(spans, newest.id if newest else "", TODAY)
        return [Span(one.id, one.from_on, newest.to_on) if one == before else one for one in spans if one != newest]
    except (Invalid, Conflict):
        return spans


def assert_apart(spans: list[Span]) -> None:
    ordered = sorted(spans, key=lambda one: one.from_on)
    for one, following in pairwise(ordered):
        assert one.to_on is not None
        assert one.from_on <= one.to_on < following.from_on
