"""The ladders that come with the program: complete, sourced, within the law of the product, and no legal advice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from handbook.corrective_actions.ladders.content import DAYS, content_of, ladder_of, ladder_sha256
from handbook.corrective_actions.ladders.faults import ladder_faults
from handbook.corrective_actions.ladders.ladder import (
    LEAST_APPROVERS,
    Ladder,
    Rung,
    Scope,
    Separation,
    Severity,
    Step,
    Suspending,
)
from handbook.corrective_actions.ladders.packs import countries, pack
from handbook.permissions import Role
from tests.corrective_actions.ladders import words

NAMES = ("", *countries())
DEFAULT = pack("")


@pytest.fixture(autouse=True, scope="module")
def _reader() -> Iterator[None]:
    with words.english():
        yield


def test_there_is_a_ladder_for_four_countries_and_a_default_for_all_others():
    assert countries() == ("GB", "IN", "LV", "US")
    assert content_of(pack("FR")) == content_of(DEFAULT) | {"country": "FR"}
    assert [pack(name).country for name in NAMES] == ["", "GB", "IN", "LV", "US"]


@pytest.mark.parametrize("name", NAMES)
def test_each_of_them_may_be_used_as_it_is(name: str):
    assert ladder_faults(pack(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_each_line_names_what_it_rests_on(name: str):
    ladder = pack(name)
    lines = {*DAYS, "first", "suspending", *(step.value for step in ladder.steps)}
    assert set(ladder.sources) == lines
    assert all(len(source) > 10 for source in ladder.sources.values())


def test_suspension_as_a_sanction_is_off_until_somebody_turns_it_on():
    assert all(pack(name).suspending is None and Step.SUSPENSION not in pack(name).steps for name in NAMES)


def test_the_default_ladder_is_what_the_product_says():
    assert DEFAULT.steps == (Step.VERBAL, Step.WRITTEN, Step.FINAL, Step.DISMISSAL)
    assert {rung.step: rung.approvers for rung in DEFAULT.rungs} == {
        step: least for step, least in LEAST_APPROVERS.items() if step is not Step.SUSPENSION
    }
    assert [rung.months for rung in DEFAULT.rungs] == [6, 6, 12, None]
    assert DEFAULT.first == {Severity.MINOR: None, Severity.SERIOUS: Step.VERBAL, Severity.GROSS: Step.FINAL}
    assert DEFAULT.dropped == ()
    assert not DEFAULT.small_firm


def test_a_latvian_step_is_in_time_within_a_month_of_finding_and_a_year_of_the_breach():
    assert (pack("LV").limitation_days, pack("LV").breach_days) == (28, 365)
    assert Step.VERBAL not in pack("LV").steps


def test_a_small_firm_drops_what_it_must_and_never_the_approvals():
    small = replace(DEFAULT, small_firm=True)
    assert small.dropped == (Separation.INVESTIGATOR_DECIDES, Separation.HEARER_IS_NOT_SENIOR)
    assert small.rung(Step.DISMISSAL).approvers == 2


@pytest.mark.parametrize("name", NAMES)
def test_what_is_kept_of_a_ladder_is_the_whole_ladder(name: str):
    turned_on = replace(pack(name), suspending=Suspending(4, False, True), small_firm=True)
    for ladder in (pack(name), turned_on):
        assert ladder_of(content_of(ladder), ladder.from_on) == ladder
    assert ladder_sha256(turned_on) != ladder_sha256(pack(name))
    assert ladder_sha256(replace(pack(name), from_on=date(2026, 1, 1))) != ladder_sha256(pack(name))


def rungs(*changed: Rung) -> Ladder:
    """Return the default ladder with these rungs instead of its own of the same step."""
    new = {rung.step: rung for rung in changed}
    return replace(DEFAULT, rungs=tuple(new.get(rung.step, rung) for rung in DEFAULT.rungs))


def first(**steps: Step | None) -> Ladder:
    return replace(DEFAULT, first=dict(DEFAULT.first) | {Severity(name): step for name, step in steps.items()})


@pytest.mark.parametrize(
    ("ladder", "why"),
    [
        (rungs(Rung(Step.DISMISSAL, None, 1)), "Dismissal: from 2 to 5 others approve."),
        (rungs(Rung(Step.FINAL, 12, 0)), "Final written warning: from 1 to 5 others approve."),
        (rungs(Rung(Step.WRITTEN, 6, 0)), "Written warning: from 1 to 5 others approve."),
        (rungs(Rung(Step.DISMISSAL, 12, 2)), "it does not lapse"),
        (rungs(Rung(Step.WRITTEN, None, 1)), "it is live for 1 to 36 months"),
        (rungs(Rung(Step.WRITTEN, 60, 1)), "it is live for 1 to 36 months"),
        (rungs(Rung(Step.FINAL, 12, 1, hearing=False)), "never without a hearing"),
        (rungs(Rung(Step.FINAL, 12, 1, decides=frozenset({Role.ADMINISTRATOR}))), "say who decides"),
        (rungs(Rung(Step.FINAL, 12, 1, decides=frozenset())), "say who decides"),
        (replace(DEFAULT, rungs=DEFAULT.rungs[:-1]), "dismissal is the last step"),
        (replace(DEFAULT, rungs=DEFAULT.rungs[-1:]), "at least one other comes before it"),
        (replace(DEFAULT, rungs=(DEFAULT.rungs[1], *DEFAULT.rungs)), "stands on the ladder once"),
        (replace(DEFAULT, rungs=(DEFAULT.rungs[2], DEFAULT.rungs[1], DEFAULT.rungs[3])), "the written one"),
        (replace(DEFAULT, suspending=Suspending(3, False, True)), "leave the step out"),
        (replace(DEFAULT, reply_days=0), "Days for a reply"),
        (replace(DEFAULT, appeal_days=61), "Days for an appeal"),
        (replace(DEFAULT, limitation_days=0), "Too late for a step"),
        (first(minor=Step.VERBAL), "a talk is the answer, never a step"),
        (first(serious=Step.DISMISSAL), "for gross misconduct alone"),
        (first(serious=Step.SUSPENSION), "a step that stands on the ladder"),
    ],
)
def test_a_ladder_that_breaks_the_law_of_the_product_is_told_what_to_change(ladder: Ladder, why: str):
    assert any(why in fault for fault in ladder_faults(ladder)), ladder_faults(ladder)


def test_a_step_that_the_ladder_lacks_stands_where_it_stood_in_others():
    with_suspension = replace(
        DEFAULT,
        rungs=(*DEFAULT.rungs[:-1], Rung(Step.SUSPENSION, 12, 1, Scope.ANY), DEFAULT.rungs[-1]),
        suspending=Suspending(3, False, True),
    )
    assert [with_suspension.level(step) for step in Step] == [0, 1, 2, 3, 4]
    assert DEFAULT.level(Step.SUSPENSION) == DEFAULT.level(Step.FINAL) == 2
    assert pack("LV").level(Step.VERBAL) == 0
    with pytest.raises(LookupError):
        DEFAULT.rung(Step.SUSPENSION)
