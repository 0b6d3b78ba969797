"""What stands in the letters that people get: one language throughout, and what a decision means for their work."""

import pytest
from flask_babel import force_locale

from handbook.core.transaction import transaction
from handbook.corrective_actions.ladders.ladder import Step, step_title
from handbook.corrective_actions.steps import queries, sealing, sheets
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.sheets import Place, Proven
from handbook.documents.letters import FOLDER, letter
from handbook.people.models import Employee
from tests import factories
from tests.corrective_actions import stories

PLACE = Place(Proven(7, "ab" * 32), "cd" * 32, 2, "FEDC-BA98-7654")
WORK = "The dismissal does not end your work."


@pytest.mark.database
@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("language", ["te", "hi", "lv"])
def test_what_nobody_has_translated_is_english_down_to_its_dates_and_labels(language: str):
    with transaction() as session:
        session.get_one(Employee, factories.person_id("asha")).language = language
    action_id = stories.served()
    stories.appeal(action_id)
    page = queries.step_for_sealing(action_id)
    assert page.served.language == language
    with force_locale(language):
        foreign = step_title(Step.WRITTEN)
    html = sheets.appeal_receipt_page(sealing._rows(page), page.appeal.lodged, PLACE)
    assert html.partition("<section")[2].startswith(' lang="en"')
    for words in ("against the written warning", "Ledger position, appeal", "Document before", "added sheet 2"):
        assert words in html
    assert foreign.lower() not in html.lower()
    assert "gada" not in html


@pytest.mark.parametrize(
    ("step", "outcome", "is_said"),
    [
        ("Dismissal", Outcome.ALLOWED, True),
        ("Dismissal", Outcome.REDUCED, True),
        ("Dismissal", Outcome.DISMISSED, False),
        ("Final written warning", Outcome.ALLOWED, False),
    ],
)
def test_who_was_dismissed_and_is_no_longer_reads_that_the_work_goes_on(step: str, outcome: Outcome, is_said: bool):
    values = {
        "step": step,
        "reference": "W-2026-4711",
        "hearer": "Viktors Balodis",
        "outcome": outcome.value,
        "decided_on": "4 May 2026",
        "is_dismissal": step == "Dismissal",
        "reduced_step": "final written warning",
        "reduced_through": "3 May 2027",
        "lapses_on": "",
        "heard": "She was insulted first.",
        "reasons": "The words were not hers alone.",
    }
    text = letter("en", "step-appeal-result", values).html
    assert (WORK in text) is is_said
    assert f"against the {step.lower()} W-2026-4711" in text
    assert "decided on 4 May 2026" in text
    assert "an authority or a court" in text  # where the company has no further step of its own


@pytest.mark.parametrize("name", sorted(path.stem for path in (FOLDER / "en").glob("case-*.md")))
def test_a_letter_of_a_case_speaks_to_the_person_by_name(name: str):
    lines = (FOLDER / "en" / f"{name}.md").read_text(encoding="utf-8").splitlines()
    begins = lines.index("Dear {{ name }},")
    spoken = next(line for line in lines[begins + 1 :] if line and not line.startswith("{%"))
    assert spoken[0].isupper()


@pytest.mark.parametrize(
    ("answer_by", "until"),
    [("4 May 2026", "through <strong>4 May 2026</strong>"), ("", "within 3 working days")],
)
def test_a_notice_says_until_when_and_to_whom_to_answer(answer_by: str, until: str):
    values = {
        "given_on": "27 April 2026",
        "name": "Asha Reddy",
        "allegation": "You are said to have spoken loudly.",
        "happened": "24 April 2026, 17:10",
        "place": "till 3",
        "rule": "Never argue",
        "consequences": "A talk may follow.",
        "released": ["Till roll"],
        "answer_by": answer_by,
        "answer_days": 3,
        "served_on": "27 April 2026",
        "by": "Meera Nair",
        "company": "Lotus & Linden",
    }
    text = letter("en", "case-notice", values).html
    assert until in text
    assert "or to Meera Nair, in writing or by word of mouth" in text
    assert "ask Meera Nair" in text
    assert "<li>Till roll</li>" in text


@pytest.mark.parametrize("name", sorted(path.stem for path in (FOLDER / "en").glob("customer-*.md")))
def test_a_letter_to_a_customer_says_who_writes_and_how_they_are_reached(name: str):
    values = {
        "today": "4 May 2026",
        "company": "Lotus & Linden",
        "contact": "office@lotus-linden.example",
        "reference": "C-2026-4711",
        "customer": "Mrs Gupta",
        "location": "Banjara Hills",
        "happened_on": "1 May 2026",
        "handler": "Meera Nair",
        "due_on": "8 May 2026",
        "new_due_on": "15 May 2026",
        "words": ["The bill was wrong."],
        "remedy": [],
        "recourse": [],
    }
    text = letter("en", name, values).html
    assert "Mrs Gupta" in text
    assert "The bill was wrong." in text
    assert "office@lotus-linden.example" in text
    assert text.rpartition("<p>")[2].startswith("Meera Nair")
    without = letter("en", name, values | {"contact": ""}).html
    assert "·" not in without
