"""The demo company: invented people in four scripts and what they have done; never beside real people."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from handbook.acknowledgements.models import Acknowledgement
from handbook.app import create_app
from handbook.complaints.models import Complaint, ComplaintPerson, ComplaintRule
from handbook.core import jobs
from handbook.core.db import db
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.steps.models import CorrectiveAction, StepApproved, StepProposed
from handbook.corrective_actions.steps.models_appeals import Appeal
from handbook.demo import story
from handbook.demo.operations import load
from handbook.demo.people import GUESTS, LEFT
from handbook.ledger.verification import verify
from handbook.people.models import Employee
from handbook.permissions import Role
from handbook.rules import queries as rules
from handbook.rules.models import EditionRule
from handbook.settings import Settings
from tests.browser_like import Visitor

# Without the guests, who come by the story.
NAMES = select(Employee.name).where(Employee.kind != "temporary").order_by(Employee.staff_number)
# Who has left reads the own file first; everybody else has a day before them.
FIRST_PAGE = {role: "/my-file" if role is Role.FORMER_EMPLOYEE else "/" for role in Role}
SCRIPTS = {"latin": range(0x41, 0x250), "telugu": range(0xC00, 0xC80), "devanagari": range(0x900, 0x980)}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, list[dict[str, str]]]]:
    """The demo company in an empty folder, loaded by the command, and its sign-ins."""
    app = create_app(Settings(handbook_data=tmp_path_factory.mktemp("demo"), handbook_base_url="http://localhost"))
    done = app.test_cli_runner().invoke(args=["demo", "load", "--employees", "15", "--seed", "1", "--json"])
    assert done.exit_code == 0, done.output
    yield app, json.loads(done.stdout)["sign_ins"]
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_there_are_two_editions_and_the_second_changes_one_rule_materially(demo: tuple[Flask, list[dict[str, str]]]):
    with demo[0].app_context():
        assert rules.edition_numbers() == [2, 1]
        newest = rules.edition(2)
        changes = dict(
            db.session.execute(
                select(EditionRule.rule_id, EditionRule.change).where(
                    EditionRule.edition_id == newest.id, EditionRule.change != "unchanged"
                )
            ).all()
        )
        assert changes == {"never-argue": "material"}
        assert newest.effective_on > rules.edition(1).effective_on
        assert newest.note


def test_some_have_signed_and_some_have_not(demo: tuple[Flask, list[dict[str, str]]]):
    with demo[0].app_context():
        for number, expected in ((1, 9), (2, 5)):
            of_it = Acknowledgement.edition_id == rules.edition(number).id
            assert db.session.scalar(select(func.count()).where(of_it)) == expected


def test_three_complaints_are_in_progress_and_each_in_hand_names_a_rule_and_a_person(
    demo: tuple[Flask, list[dict[str, str]]],
):
    with demo[0].app_context():
        complaints = db.session.scalars(select(Complaint)).all()
        in_hand = {one.id for one in complaints if one.handler_id is not None}
        is_open = [one for one in complaints if one.stage != "closed"]
        assert (len(complaints), len(is_open), len(in_hand)) == (7, 3, 6)
        assert set(db.session.scalars(select(ComplaintRule.rule_id))) == {"never-argue", "no-phone-around-customers"}
        assert {one.complaint_id for one in db.session.scalars(select(ComplaintPerson))} == in_hand


def test_a_warning_is_under_appeal_a_hearing_is_to_come_and_what_is_over_is_closed(
    demo: tuple[Flask, list[dict[str, str]]],
):
    with demo[0].app_context():
        assert sorted(db.session.scalars(select(Appeal.state))) == ["decided", "lodged"]
        assert sorted(db.session.scalars(select(Case.state))) == [*["closed"] * 4, "decided", "scheduled"]


def test_one_man_was_warned_three_times_and_dismissed_by_two_approvers_one_of_them_from_outside(
    demo: tuple[Flask, list[dict[str, str]]],
):
    with demo[0].app_context():
        person = db.session.scalars(select(Employee).where(Employee.staff_number == LEFT)).one()
        his = select(CorrectiveAction).where(CorrectiveAction.subject_id == person.id)
        steps = db.session.scalars(his.order_by(CorrectiveAction.served_on)).all()
        assert [one.step for one in steps] == ["verbal", "written", "final", "dismissal"]
        proposed = db.session.scalars(
            select(StepProposed)
            .join(CorrectiveAction, CorrectiveAction.id == StepProposed.action_id)
            .where(CorrectiveAction.subject_id == person.id)
        ).all()
        # Each is what the ladder recommends, and nothing of the process was missing.
        assert [(one.deviation_reason, one.going_on, one.recommended) for one in proposed] == [
            ("", [], one.step) for one in proposed
        ]
        approved = db.session.scalars(select(StepApproved).where(StepApproved.action_id == steps[-1].id)).all()
        assert {one.by_name for one in approved} == {"Meera Nair", GUESTS["G-0001"].name}
        assert not any(one.soon_after_reset for one in approved)
        assert (steps[-1].outcome, steps[-1].reduced_step) == ("reduced", "final")


def test_who_was_dismissed_reads_the_letter_a_guest_the_case_and_hr_can_place_him_again(
    demo: tuple[Flask, list[dict[str, str]]],
):
    app, sign_ins = demo
    with app.app_context():
        dismissal = select(CorrectiveAction).where(CorrectiveAction.step == "dismissal")
        action = db.session.scalars(dismissal).one()
        letter, case = f"/actions/{action.id}", f"/cases/{action.case_id}"
    by_number = {one["staff_number"]: one for one in sign_ins}
    for number, pages in {
        LEFT: [letter],
        "G-0001": [letter, case],
        "G-0002": [letter],
        "000102": [letter, f"{letter}/return"],
        "000101": [f"{case}/hearing-pack"],
    }.items():
        browser = enter(app, by_number[number])
        for page in pages:
            browser.get(page)
            assert browser.page.request.path == page, number


def test_people_have_names_in_their_own_scripts(demo: tuple[Flask, list[dict[str, str]]]):
    with demo[0].app_context():
        people = db.session.scalars(select(Employee)).all()
        assert len(people) == 15 + 1 + len(GUESTS)  # who works here, who has left, and who comes from outside
        assert {person.language for person in people} == {"en", "te", "hi", "lv"}
        for name, letters in SCRIPTS.items():
            assert any(ord(person.name[0]) in letters for person in people), name
        assert any("ā" in person.name or "ņ" in person.name or "ē" in person.name for person in people)


def test_every_role_can_sign_in(demo: tuple[Flask, list[dict[str, str]]]):
    app, sign_ins = demo
    assert {one["role"] for one in sign_ins} == {role.value for role in Role}
    assert set(sign_ins[0]) == {"role", "staff_number", "password", "name", "language"}
    for role, first_page in FIRST_PAGE.items():
        one = next(each for each in sign_ins if each["role"] == role.value)
        browser = enter(app, one)
        assert browser.page.request.path == first_page, one
        assert "Demo company: invented people, nothing here is real" in browser.page.text


def test_every_page_says_that_it_is_a_demo(demo: tuple[Flask, list[dict[str, str]]]):
    app, sign_ins = demo
    browser = enter(app, next(one for one in sign_ins if one["role"] == "hr"))
    pages = ("/sign-in", "/handbook", "/sign", "/my-file", "/complaints", "/people", "/team", "/exports", "/nowhere")
    for address in pages:
        assert "Demo company: invented people" in browser.get(address).text, address


def test_the_past_is_in_the_past_and_the_ledger_is_whole(demo: tuple[Flask, list[dict[str, str]]]):
    with demo[0].app_context():
        moments = list(db.session.scalars(select(Acknowledgement.recorded_at).order_by(Acknowledgement.recorded_at)))
        assert (moments[-1] - moments[0]).days >= 160
        report = verify()
        assert report.faults == []
        db.session.remove()
        jobs.work_off()
        states = set(db.session.scalars(select(jobs.Job.state)))
        assert states == {"done"}


@pytest.mark.database
def test_it_refuses_where_people_are_already(app: Flask):
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(Employee))
    done = app.test_cli_runner().invoke(args=["demo", "load"])
    assert done.exit_code == 1
    assert "This installation has people already. The demo company needs an empty data folder." in done.stderr
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Employee)) == before


def test_the_same_seed_gives_the_same_people(demo: tuple[Flask, list[dict[str, str]]], tmp_path: Path):
    app = create_app(Settings(handbook_data=tmp_path / "again", handbook_base_url="http://localhost"))
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(story, "tell", lambda passwords, texts, say: None)
        again = load(15, 1, lambda words: None)
        names = list(db.session.scalars(NAMES))
    assert [one.as_dict() for one in again] == demo[1]
    with demo[0].app_context():
        assert names == list(db.session.scalars(NAMES))


def enter(app: Flask, one: dict[str, str]) -> Visitor:
    browser = Visitor(app)
    browser.get("/sign-in?lang=en")
    browser.submit("/sign-in", staff_number=one["staff_number"], password=one["password"])
    return browser
