"""What an export takes along: each filter alone and together, among signatures that it must leave out."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from handbook.core import clock, jobs
from handbook.exports import signatures
from handbook.exports.selection import Selection, words_of
from handbook.exports.signatures import Count
from tests import factories
from tests.acknowledgements.signing import publish_change, sign_below
from tests.exports.standing import sign_at

pytestmark = pytest.mark.database

# asha, lakshmi and janis work in Hyderabad (UTC+05:30), ravi and stranger in Riga (UTC+02:00 in winter).
LATE = datetime(2031, 2, 10, 20, 30, tzinfo=UTC)


def test_the_place_is_that_of_the_signing(context: Flask):
    for name in ("asha", "lakshmi", "ravi"):
        sign_below(name)
    assert found(location="Rīga, Centrs") == ["000516"]
    assert found(location="Banjara Hills") == ["000512", "000513"]
    assert found(location="Nowhere") == []


def test_places_are_those_at_which_somebody_signed(context: Flask):
    assert signatures.places() == []
    sign_below("asha")
    sign_below("lakshmi")
    assert signatures.places() == ["Banjara Hills"]


def test_days_count_by_the_clocks_of_the_place(context: Flask):
    """One moment: the 11th in Hyderabad, still the 10th in Riga."""
    sign_at("asha", LATE)
    sign_at("ravi", LATE)
    assert found(from_on=date(2031, 2, 11)) == ["000512"]
    assert found(to_on=date(2031, 2, 10)) == ["000516"]
    assert found(from_on=date(2031, 2, 10), to_on=date(2031, 2, 11)) == ["000512", "000516"]
    assert found(from_on=date(2031, 2, 12)) == []
    assert found(to_on=date(2031, 2, 9)) == []


def test_both_days_are_included_and_end_at_midnight(context: Flask):
    sign_at("asha", datetime(2031, 2, 10, 18, 30, 5, tzinfo=UTC))  # five seconds into the 11th in Hyderabad
    assert found(from_on=date(2031, 2, 11), to_on=date(2031, 2, 11)) == ["000512"]
    assert found(to_on=date(2031, 2, 10)) == []


def test_a_staff_number_is_that_of_one_person(context: Flask):
    for name in ("asha", "lakshmi", "ravi"):
        sign_below(name)
    assert found(person="000512") == ["000512"]
    assert found(person="00051") == ["000512", "000513", "000516"], "nobody has this number: it is a part of three"


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("reddy", ["000512"]),
        ("ASHA", ["000512"]),
        ("లక్ష్మీ", ["000513"]),
        ("janis ozols", ["000201"]),
        ("%", []),
        ("_", []),
        ("nobody", []),
        ("' OR 1=1 --", []),
    ],
)
def test_a_part_of_a_name_is_enough(context: Flask, words: str, numbers: list[str]):
    for name in ("asha", "lakshmi", "ravi", "janis"):
        sign_below(name)
    assert found(person=words) == numbers


def test_together_they_narrow(context: Flask):
    for name in ("asha", "lakshmi", "ravi"):
        sign_below(name)
    publish_change()
    sign_below("asha")
    today = clock.today("Asia/Kolkata")
    everything = {"edition": 2, "location": "Banjara Hills", "from_on": today, "to_on": today, "person": "asha"}
    assert found(**everything) == ["000512"]
    for name, other in (("edition", 1), ("person", "lakshmi")):
        assert found(**everything | {name: other}) in (["000512"], []), name
    assert found(**everything | {"location": "Rīga, Centrs"}) == []
    assert found(**everything | {"person": "lakshmi"}) == []
    assert found(person="asha") == ["000512", "000512"]


def test_the_count_says_how_many_of_whom_and_what_is_sealed(context: Flask):
    sign_below("asha")
    sign_below("ravi")
    jobs.work_off()
    publish_change()
    sign_below("asha")
    assert signatures.count(Selection()) == Count(3, 2, 2, None)
    assert signatures.count(Selection(person="asha")) == Count(2, 1, 1, factories.person_id("asha"))
    assert signatures.count(Selection(person="nobody")) == Count(0, 0, 0, None)


def test_the_count_is_the_number_of_what_is_found(context: Flask):
    for name in ("asha", "lakshmi", "ravi", "janis"):
        sign_below(name)
    for selection in (Selection(), Selection(1), Selection(location="Banjara Hills"), Selection(person="a")):
        assert signatures.count(selection).signatures == len(list(signatures.ids(selection, clock.now())))


def test_a_selection_survives_the_job(context: Flask):
    whole = Selection(2, "Rīga, Centrs", date(2026, 3, 1), date(2026, 3, 31), "000516")
    for selection in (whole, Selection(), Selection(1), Selection(to_on=date(2026, 3, 31))):
        assert Selection.of(selection.payload()) == selection


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (Selection(), "All editions"),
        (Selection(2, "Banjara Hills"), "Edition 2 · Banjara Hills"),
        (Selection(from_on=date(2026, 3, 1)), "All editions · from 1 March 2026"),
        (Selection(to_on=date(2026, 3, 31)), "All editions · through 31 March 2026"),
        (
            Selection(1, "", date(2026, 3, 1), date(2026, 3, 2), "Reddy"),
            "Edition 1 · 1 March 2026 to 2 March 2026 · Reddy",
        ),
    ],
)
def test_a_selection_in_words(app: Flask, selection: Selection, words: str):
    with app.test_request_context():
        assert words_of(selection) == words


def found(**filters: object) -> list[str]:
    """Return the staff numbers of what a selection takes along, in its order."""
    now = datetime(2032, 1, 1, tzinfo=UTC)
    ids = list(signatures.ids(Selection(**filters), now))  # type: ignore[arg-type]
    return [one.staff_number for one in signatures.facts(ids, now)]
