"""What is asked in one query: no kind is forgotten, nobody sees more, and nothing is asked for those without a part."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, current_app

from handbook.complaints.lists import MINE, board_for
from handbook.core.actor import Actor
from handbook.core.errors import NotFound
from handbook.corrective_actions.cases.models import OfCase
from handbook.corrective_actions.cases.queries import may_open, parties_of
from handbook.corrective_actions.cases.story import KINDS
from handbook.corrective_actions.cases.waiting import own_cases
from handbook.corrective_actions.due import Waiting, waiting_for
from handbook.corrective_actions.steps.models import OfAction, StepProposed
from handbook.corrective_actions.steps.models_appeals import WorkEnded, WorkResumed
from handbook.corrective_actions.steps.whole import EVIDENCE
from handbook.people.queries import own_people_today
from handbook.permissions import Permission
from handbook.voices.queries import waiting_for as voices_waiting_for
from tests import factories
from tests.complaints import stories as complaints
from tests.corrective_actions import stories
from tests.voices import stories as voices

Counting = Callable[[], object]
database = pytest.mark.database


def kinds_of(mixin: type) -> Iterator[type]:
    for kind in mixin.__subclasses__():
        yield kind
        yield from kinds_of(kind)


def waiting(name: str) -> Waiting:
    with current_app.test_request_context():
        return waiting_for(factories.actor(name))


def readers() -> list[str]:
    return [name for name in factories.KNOWN if factories.actor(name).may(Permission.CASE_READ)]


def opens(actor: Actor, case_id: str) -> bool:
    try:
        may_open(actor, case_id)
    except NotFound:
        return False
    return True


def test_the_story_of_a_case_has_every_kind_of_its_evidence():
    assert set(kinds_of(OfCase)) == set(KINDS)


def test_the_page_of_a_step_has_every_kind_of_its_evidence():
    apart = {StepProposed, WorkEnded, WorkResumed}  # read by its fingerprint; of the person's work, not of the letter
    assert set(kinds_of(OfAction)) == {*EVIDENCE, *apart}


@database
@pytest.mark.parametrize("subject", ["asha", "nandini"])
def test_a_case_opens_to_whoever_may_read_it_and_to_nobody_else(context: Flask, subject: str):
    case_id = stories.heard_case(subject)
    found = {name for name in readers() if opens(factories.actor(name), case_id)}
    assert found == {"meera", "dmitri"}


@database
def test_a_reading_belongs_to_nobodys_file_before_the_notice(context: Flask):
    case_id = stories.open_case()
    assert may_open(factories.actor("meera"), case_id).file_of is None
    stories.begin(case_id)
    stories.tell(case_id)
    assert may_open(factories.actor("meera"), case_id).file_of == factories.person_id("asha")


@database
def test_who_a_case_opens_to_is_who_works_on_it(context: Flask):
    case_id, meera = stories.heard_case(), factories.actor("meera")
    assert may_open(meera, case_id).parties == parties_of(stories.case_head(case_id))


@database
def test_what_waits_is_one_query_beside_the_own_records_and_deputations_and_none_for_who_has_no_part_in_it(
    context: Flask, counting: Counting
):
    stories.open_case()
    numbers = {}
    for name in ("asha", "meera", "dmitri"):
        actor = factories.actor(name)
        with context.test_request_context(), counting() as statements:
            waiting_for(actor)
        numbers[name] = len(statements)
    assert numbers == {"asha": 0, "meera": 4, "dmitri": 4}


@database
def test_cases_come_first_oldest_in_front_then_steps_and_approvals_are_only_counted(context: Flask):
    cases = [stories.heard_case(name) for name in ("lakshmi", "ravi")]
    approved, _proposed = (stories.propose(case_id) for case_id in cases)
    stories.approve(approved)
    heads = [stories.case_head(case_id) for case_id in cases]
    found = waiting("dmitri")
    assert [one.reference for one in found.acts] == [
        *(one.reference for one in heads),
        stories.head(approved).reference,
    ]
    assert (found.approvals, waiting("meera").approvals, waiting("meera").acts) == (0, 1, [])


@database
def test_nothing_more_is_asked_of_whom_no_case_is_about(context: Flask, counting: Counting):
    lakshmi = factories.person_id("lakshmi")
    with counting() as statements:
        assert own_cases(lakshmi) == []
    assert len(statements) == 1


@database
def test_a_board_reads_the_lines_that_are_shown_and_the_numbers_of_all(context: Flask):
    complaints.file_complaint()
    meera = factories.actor("meera")
    whole, shown = board_for(meera), board_for(meera, (MINE,))
    assert shown.counts == whole.counts
    assert shown.rows == {MINE: whole.rows[MINE]}


@database
def test_what_waits_is_the_same_whether_the_own_people_are_known_or_not(context: Flask):
    voices.report("asha")
    janis = factories.actor("janis")
    known = voices_waiting_for(janis, own_people_today(janis.employee_id))
    assert known == voices_waiting_for(janis)
    assert (known.incidents, voices_waiting_for(janis, frozenset()).incidents) == (1, 0)
