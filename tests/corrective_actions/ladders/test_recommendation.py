"""What the ladder recommends as of a day, and the sentences that say why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.corrective_actions.ladders.ladder import Ladder, Rung, Scope, Severity, Step, Suspending, lapses_on
from handbook.corrective_actions.ladders.packs import BEGINNING, pack
from handbook.corrective_actions.ladders.recommendation import Breached, Past, Recommendation, is_live, recommend
from tests.corrective_actions.ladders import words

DEFAULT = pack("")
ARGUE, QUEUE, PHONE = ("never-argue", "trouble"), ("never-ignore-a-waiting-customer", "welcome"), ("phone", "trouble")
DAY = date(2026, 10, 1)


@pytest.fixture(autouse=True, scope="module")
def _reader() -> Iterator[None]:
    with words.english():
        yield


def test_the_reasons_name_what_is_live_what_lapsed_and_what_was_overturned():
    history = [
        past("A", Step.VERBAL, "2026-09-13", "2027-03-12"),
        past("B", Step.VERBAL, "2025-01-10", "2025-07-09"),
        replace(past("C", Step.WRITTEN, "2026-08-01", "2027-01-31"), overturned_on=date(2026, 9, 1)),
    ]
    found = told(history)
    assert (found.step, found.rests_on) == (Step.WRITTEN, ("A",))
    assert found.sentences == (
        "Written warning, because verbal warning A is live until 12 March 2027.",
        "Verbal warning B lapsed: its last day was 9 July 2025. It does not count.",
        "Written warning C was overturned and does not count.",
    )


@pytest.mark.parametrize(
    ("severity", "step", "sentence"),
    [
        (Severity.MINOR, None, "A talk, because no earlier step counts here and the rule is a minor one."),
        (
            Severity.SERIOUS,
            Step.VERBAL,
            "Verbal warning, because no earlier step counts here and the rule is a serious one.",
        ),
        (
            Severity.GROSS,
            Step.FINAL,
            "Final written warning, because the handbook calls this breach gross misconduct.",
        ),
    ],
)
def test_a_first_breach_leads_where_its_severity_says(severity: Severity, step: Step | None, sentence: str):
    found = told([], severity)
    assert (found.step, found.sentences[0]) == (step, sentence)


def test_gross_misconduct_may_skip_steps_and_nothing_of_the_process():
    found = told([past("A", Step.VERBAL, "2026-09-13", "2027-03-12")], Severity.GROSS)
    assert found.step is Step.FINAL
    assert found.sentences == (
        "Final written warning, because the handbook calls this breach gross misconduct.",
        "Beside it, verbal warning A is live until 12 March 2027.",
        "For gross misconduct steps may be skipped, up to dismissal. Nothing of the process may.",
    )


def test_a_talk_says_that_talks_are_not_counted():
    assert told([], Severity.MINOR).sentences[1].startswith("Talks are never counted.")


def test_a_second_breach_of_a_minor_rule_goes_on_from_what_is_live():
    assert told([past("A", Step.VERBAL, "2026-09-13", "2027-03-12")], Severity.MINOR).step is Step.WRITTEN


def test_the_gravest_live_step_leads_and_all_of_them_are_named():
    history = [
        past("A", Step.VERBAL, "2026-05-01", "2026-10-31"),
        past("B", Step.WRITTEN, "2026-06-01", "2026-11-30"),
        past("C", Step.FINAL, "2026-07-01", "2027-06-30"),
    ]
    found = told(history)
    assert (found.step, found.rests_on) == (Step.DISMISSAL, ("A", "B", "C"))
    assert found.sentences[0].endswith(
        "B is live until 30 November 2026 and final written warning C is live until 30 June 2027."
    )


def test_after_the_last_step_there_is_no_further_one():
    dismissed = past("D", Step.DISMISSAL, "2026-05-01", None)
    found = told([dismissed])
    assert found.step is Step.DISMISSAL
    assert found.sentences[0] == "Dismissal, because dismissal D is live."


def test_a_reduced_step_counts_as_what_it_became():
    reduced = replace(past("A", Step.VERBAL, "2026-09-13", "2027-03-12"), reduced_from=Step.FINAL)
    found = told([reduced])
    assert found.step is Step.WRITTEN
    assert "A was a final written warning and was reduced on appeal." in found.sentences


@pytest.mark.parametrize(
    ("scope", "rule", "counts", "why"),
    [
        (Scope.ANY, QUEUE, True, ""),
        (Scope.CHAPTER, PHONE, True, ""),
        (Scope.CHAPTER, QUEUE, False, "is about a rule of another chapter"),
        (Scope.SAME_RULE, ARGUE, True, ""),
        (Scope.SAME_RULE, PHONE, False, "is about another rule"),
    ],
)
def test_a_step_leads_on_as_far_as_its_scope_reaches(scope: Scope, rule: tuple[str, str], counts: bool, why: str):
    ladder = replace(DEFAULT, rungs=tuple(replace(rung, scope=scope) for rung in DEFAULT.rungs))
    history = [past("A", Step.VERBAL, "2026-09-13", "2027-03-12", rule)]
    found = told(history, ladder=ladder)
    assert found.step is (Step.WRITTEN if counts else Step.VERBAL)
    assert why in " ".join(found.sentences)


def test_suspension_comes_in_only_where_the_company_turned_it_on():
    rungs = (*DEFAULT.rungs[:-1], Rung(Step.SUSPENSION, 12, 1), DEFAULT.rungs[-1])
    turned_on = replace(DEFAULT, rungs=rungs, suspending=Suspending(3, False, True))
    final = [past("A", Step.FINAL, "2026-09-13", "2027-09-12")]
    assert told(final, ladder=turned_on).step is Step.SUSPENSION
    assert told(final).step is Step.DISMISSAL


def test_what_is_served_later_is_not_known_yet():
    later = [past("A", Step.FINAL, "2026-10-02", "2027-10-01")]
    assert told(later).step is Step.VERBAL
    assert len(told(later).sentences) == 1


def test_an_appeal_that_is_allowed_later_changes_nothing_before():
    allowed = replace(past("A", Step.VERBAL, "2026-09-13", "2027-03-12"), overturned_on=date(2026, 10, 2))
    assert told([allowed]).step is Step.WRITTEN
    assert told([allowed], day=date(2026, 10, 2)).step is Step.VERBAL


# Published policies. Each row: what was given and when, the day of the next breach, what the policy leads to.
HARROW = replace(
    pack("GB"),
    rungs=(
        Rung(Step.WRITTEN, 6, 1, Scope.ANY),
        Rung(Step.FINAL, 12, 1, Scope.ANY),
        Rung(Step.DISMISSAL, None, 2, Scope.ANY),
    ),
    first={Severity.MINOR: None, Severity.SERIOUS: Step.WRITTEN, Severity.GROSS: Step.FINAL},
)
LOYOLA = Ladder(
    BEGINNING,
    (
        Rung(Step.VERBAL, 12, 0, Scope.ANY),
        Rung(Step.WRITTEN, 12, 1, Scope.ANY),
        Rung(Step.SUSPENSION, 12, 1, Scope.ANY),
        Rung(Step.DISMISSAL, None, 2, Scope.ANY),
    ),
    first={Severity.MINOR: None, Severity.SERIOUS: Step.VERBAL, Severity.GROSS: Step.SUSPENSION},
    suspending=Suspending(7, False, True),
)
EIGHTEEN_MONTHS = replace(
    DEFAULT,
    rungs=(Rung(Step.WRITTEN, 18, 1, Scope.ANY), Rung(Step.FINAL, 18, 1, Scope.ANY), DEFAULT.rungs[-1]),
    first={Severity.MINOR: None, Severity.SERIOUS: Step.WRITTEN, Severity.GROSS: Step.FINAL},
)


@pytest.mark.parametrize(
    ("ladder", "given_before", "day", "severity", "step"),
    [
        # London Borough of Harrow, HR policies, "Disciplinary actions", table and paragraph 11.1: a first written
        # warning is valid for 6 months, a final one for 12 and follows within that time or for gross misconduct; a
        # warning whose time is over is left out of the record.
        (HARROW, [], "2026-02-01", Severity.SERIOUS, Step.WRITTEN),
        (HARROW, [(Step.WRITTEN, "2026-02-01")], "2026-07-31", Severity.SERIOUS, Step.FINAL),
        (HARROW, [(Step.WRITTEN, "2026-02-01")], "2026-08-01", Severity.SERIOUS, Step.WRITTEN),
        (HARROW, [], "2026-02-01", Severity.GROSS, Step.FINAL),
        (HARROW, [(Step.FINAL, "2026-02-01")], "2027-01-31", Severity.SERIOUS, Step.DISMISSAL),
        (HARROW, [(Step.FINAL, "2026-02-01")], "2027-02-01", Severity.SERIOUS, Step.WRITTEN),
        (HARROW, [(Step.FINAL, "2026-02-01")], "2027-01-31", Severity.GROSS, Step.DISMISSAL),
        # Lincolnshire County Council, "Disciplinary policy and procedure", "Written warnings" and "Final written
        # warnings": disregarded after 6 and after 12 months; a further act within that time leads on.
        (HARROW, [(Step.WRITTEN, "2026-03-10")], "2026-09-09", Severity.SERIOUS, Step.FINAL),
        (HARROW, [(Step.WRITTEN, "2026-03-10")], "2026-09-10", Severity.SERIOUS, Step.WRITTEN),
        (HARROW, [(Step.WRITTEN, "2025-10-01"), (Step.FINAL, "2026-03-10")], "2027-03-09", Severity.SERIOUS,
         Step.DISMISSAL),
        # Loyola University Chicago, human resources policies, "Progressive Discipline", "Policy" and "Application":
        # oral warning, written warning, suspension (of exempt staff for a whole week), termination; misconduct of any
        # sort leads on; serious offences may begin with suspension.
        (LOYOLA, [], "2026-02-01", Severity.SERIOUS, Step.VERBAL),
        (LOYOLA, [(Step.VERBAL, "2026-02-01")], "2026-03-01", Severity.SERIOUS, Step.WRITTEN),
        (LOYOLA, [(Step.VERBAL, "2026-02-01"), (Step.WRITTEN, "2026-03-01")], "2026-04-01", Severity.SERIOUS,
         Step.SUSPENSION),
        (LOYOLA, [(Step.WRITTEN, "2026-03-01"), (Step.SUSPENSION, "2026-04-01")], "2026-05-01", Severity.SERIOUS,
         Step.DISMISSAL),
        (LOYOLA, [], "2026-02-01", Severity.GROSS, Step.SUSPENSION),
        # North Carolina State University, human resources glossary, "Inactive disciplinary action", (3): 18 months
        # after its issue an action is no ground for a further one.
        (EIGHTEEN_MONTHS, [(Step.WRITTEN, "2025-01-15")], "2026-07-14", Severity.SERIOUS, Step.FINAL),
        (EIGHTEEN_MONTHS, [(Step.WRITTEN, "2025-01-15")], "2026-07-15", Severity.SERIOUS, Step.WRITTEN),
    ],
)  # fmt: skip
def test_it_recommends_what_published_policies_lead_to(
    ladder: Ladder, given_before: list[tuple[Step, str]], day: str, severity: Severity, step: Step
):
    history = [
        past(str(number), which, served, str(lapses_on(date.fromisoformat(served), ladder.rung(which).months or 0)))
        for number, (which, served) in enumerate(given_before)
    ]
    assert told(history, severity, ladder, date.fromisoformat(day)).step is step


PASTS = st.lists(
    st.builds(
        lambda step, served, months, rule, overturned: Past(
            step, f"W-{served}", *rule, served, lapses_on(served, months), overturned
        ),
        st.sampled_from([Step.VERBAL, Step.WRITTEN, Step.FINAL]),
        st.dates(date(2024, 1, 1), date(2027, 12, 31)),
        st.integers(1, 24),
        st.sampled_from([ARGUE, QUEUE, PHONE]),
        st.none() | st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    ),
    max_size=6,
)


@given(PASTS, st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.sampled_from(Severity))
def test_what_lapsed_or_was_overturned_or_is_to_come_never_leads_higher(
    history: list[Past], day: date, severity: Severity
):
    live = [one for one in history if is_live(one, day)]
    found, of_live = told(history, severity, day=day), told(live, severity, day=day)
    assert (found.step, found.rests_on) == (of_live.step, of_live.rests_on)
    assert len(found.sentences) >= len(of_live.sentences)


@given(PASTS, st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_a_graver_breach_never_leads_lower_and_more_history_never_either(history: list[Past], day: date):
    steps = [told(history, severity, day=day).step for severity in Severity]
    less = told(history[1:], day=day).step
    levels = [-1 if step is None else DEFAULT.level(step) for step in steps]
    assert levels == sorted(levels)
    assert less is not None
    assert DEFAULT.level(less) <= levels[1]


def past(reference: str, step: Step, served: str, lapses: str | None, rule: tuple[str, str] = ARGUE) -> Past:
    last = date.fromisoformat(lapses) if lapses else None
    return Past(step, reference, *rule, date.fromisoformat(served), last)


def told(
    history: list[Past],
    severity: Severity = Severity.SERIOUS,
    ladder: Ladder = DEFAULT,
    day: date = DAY,
) -> Recommendation:
    return recommend(history, Breached(*ARGUE, severity), day, ladder)
