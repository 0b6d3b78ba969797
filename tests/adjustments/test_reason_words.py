"""The reminder not to write down a reason: what it notices in four languages, and what it leaves in peace."""

import pytest

from handbook.adjustments.reason_words import STARTS, reads_like_reason


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("May sit down because of her diabetes.", ["because", "diabetes"]),
        ("DIABETES and Diabetes", ["DIABETES", "Diabetes"]),
        ("Sits at the till (chronic pain).", ["chronic"]),
        ("మధుమేహం ఉంది కాబట్టి కూర్చోవచ్చు.", ["మధుమేహం"]),
        ("बीमारी के कारण बैठ सकती है।", ["बीमारी", "के कारण"]),
        ("Drīkst sēdēt, jo slimo.", ["jo", "slimo"]),
    ],
)
def test_it_notices_an_illness_and_a_reason(words: str, found: list[str]):
    assert reads_like_reason(words) == found


@pytest.mark.parametrize(
    "words",
    [
        "May sit at the till, also while customers are there.",
        "Keeps the telephone switched on at the counter, face down.",
        "Answers customers in writing instead of on the telephone.",
        "Takes the break at noon, twenty minutes.",
        "కస్టమర్లు ఉన్నప్పుడు కూడా కౌంటర్ వద్ద కూర్చోవచ్చు.",
        "ग्राहकों के सामने भी काउंटर पर बैठ सकती है।",
        "Drīkst sēdēt pie kases arī tad, ja ir pircēji. Joprojām sveicina.",
        "",
    ],
)
def test_it_leaves_what_is_agreed_in_peace(words: str):
    assert reads_like_reason(words) == []


@pytest.mark.parametrize(("language", "start"), [(name, one) for name, list_ in STARTS.items() for one in list_])
def test_each_word_of_the_list_is_noticed_at_the_beginning_and_within(language: str, start: str):
    assert language in ("en", "te", "hi", "lv")
    assert reads_like_reason(start) == [start]
    assert reads_like_reason(f"Well, {start}.") == [start]
