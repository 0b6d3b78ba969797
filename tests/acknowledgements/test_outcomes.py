"""Declining, refusing before witnesses, serving by hand and reading aloud: who may, and what is written down."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from handbook.acknowledgements import outcomes
from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.models import Invitation, Outcome
from handbook.core import clock
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import transaction
from handbook.people.models import Deputy, Placement
from handbook.people.sign_in import BY_PASSWORD
from handbook.rules import queries as rules
from tests import factories
from tests.acknowledgements import answering
from tests.acknowledgements.signing import proof_of, publish_change, sign_below
from tests.factories import actor, person_id

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def test_declining_names_the_text_that_was_shown_and_how_the_person_was_proven():
    row = answering.outcome(answering.decline("asha", "I want to ask my union first."))
    edition = rules.edition(1)
    assert (row.kind, row.words, row.manifest_sha256) == (
        Kind.DECLINED,
        "I want to ask my union first.",
        edition.manifest_sha256,
    )
    assert (row.profile, row.language, row.by_method) == ("everyone", "en", BY_PASSWORD)
    assert (row.employee_id, row.by_employee_id, row.by_name) == (person_id("asha"), person_id("asha"), "Asha Reddy")
    assert row.happened_at <= row.recorded_at


def test_declining_twice_with_the_same_words_is_written_down_once():
    assert answering.decline("asha", "No.") == answering.decline("asha", "No.")
    assert answering.count(Outcome) == 1


def test_nobody_declines_a_text_that_was_never_opened():
    who = actor("asha")
    shown, proof = answering.shown_to(who), proof_of(who)
    with pytest.raises(Invalid, match="Open the handbook first"), transaction():
        outcomes.decline(who, proof, shown, "", answering.HERE)
    assert answering.count(Outcome) == 0


def test_nobody_declines_for_another():
    answering.open_handbook("asha")
    who = actor("asha")
    shown, proof = answering.shown_to(who), proof_of(actor("janis"))
    with pytest.raises(Refused), transaction():
        outcomes.decline(who, proof, shown, "", answering.HERE)


def test_an_older_text_cannot_be_declined():
    answering.open_handbook("asha")
    who = actor("asha")
    shown, proof = answering.shown_to(who), proof_of(who)
    publish_change()
    with pytest.raises(Conflict, match="newer edition"), transaction():
        outcomes.decline(who, proof, shown, "", answering.HERE)


def test_who_has_signed_cannot_decline_afterwards():
    sign_below("asha")
    who = actor("asha")
    shown, proof = answering.shown_to(who), proof_of(who)
    with pytest.raises(Conflict, match="signed this edition already"), transaction():
        outcomes.decline(who, proof, shown, "", answering.HERE)


def test_who_declined_can_sign_on_any_day():
    answering.decline("asha")
    assert sign_below("asha")


def test_a_refusal_names_two_witnesses_and_how_each_was_proven():
    row = answering.outcome(answering.refuse("asha", "janis", "lakshmi", language="te"))
    assert (row.kind, row.language, row.profile) == (Kind.REFUSED, "te", "everyone")
    assert (row.by_employee_id, row.by_name, row.by_method) == (person_id("janis"), "Jānis Ozols", BY_PASSWORD)
    assert (row.witness_id, row.witness_name) == (person_id("lakshmi"), factories.PEOPLE["lakshmi"].name)
    assert row.witness_method == BY_PASSWORD


@pytest.mark.parametrize(
    ("second", "words"),
    [("janis", "another person"), ("asha", "the person who refuses"), ("milda", "does not work here today")],
)
def test_the_second_witness_is_another_person_who_works_here(second: str, words: str):
    with pytest.raises(Invalid, match=words):
        answering.refuse("asha", "janis", second)
    assert answering.count(Outcome) == 0


def test_the_first_witness_is_whoever_is_signed_in():
    who, other = actor("janis"), proof_of(actor("meera"))
    draft = outcomes.ServiceDraft("en", None, "")
    with pytest.raises(Refused), transaction():
        outcomes.record_refusal(who, other, proof_of(who), 1, person_id("asha"), draft, answering.HERE)


@pytest.mark.parametrize(("by", "subject"), [("janis", "ravi"), ("janis", "janis"), ("meera", "meera")])
def test_it_is_not_there_for_foreign_people_nor_for_oneself(by: str, subject: str):
    with pytest.raises(NotFound, match="There is no such invitation"):
        answering.serve(subject, by)


def test_hr_may_record_about_everybody():
    assert answering.outcome(answering.serve("ravi", "meera")).by_name == "Meera Nair"


def test_a_changed_placement_ends_the_right_at_once():
    with transaction() as session:
        moved = update(Placement).where(Placement.employee_id == person_id("asha"))
        session.execute(moved.values(supervisor_id=person_id("dmitri")))
    with pytest.raises(NotFound):
        answering.serve("asha", "janis")


def test_a_deputy_may_record_while_it_lasts_with_the_own_rights_only():
    today = clock.today("Europe/Riga")
    with transaction() as session:
        session.add(Deputy(employee_id=person_id("dmitri"), deputy_id=person_id("janis"), from_on=today, to_on=today))
    assert answering.outcome(answering.serve("ravi", "janis")).by_name == "Jānis Ozols"


def test_what_was_handed_over_today_counts_from_now_and_earlier_from_the_end_of_that_day():
    row = answering.outcome(answering.serve("asha", "janis", day=clock.today("Asia/Kolkata")))
    assert row.happened_at <= row.recorded_at
    day = clock.today("Asia/Kolkata")
    with time_machine.travel(clock.now() + timedelta(days=2), tick=True):
        row = answering.outcome(answering.serve("lakshmi", "meera", day=day))
        assert clock.local(row.happened_at, "Asia/Kolkata").strftime("%d %H:%M") == f"{day.day:02} 23:59"
        assert row.happened_at < row.recorded_at


def test_an_earlier_day_is_recorded_by_hr_alone():
    day = clock.today("Asia/Kolkata")
    with time_machine.travel(clock.now() + timedelta(days=2), tick=True):
        with pytest.raises(Invalid, match="ask HR"):
            answering.serve("asha", "janis", day=day)
        assert answering.serve("asha", "meera", day=day)


def test_nothing_was_handed_over_before_the_person_was_asked_or_worked_there():
    day = clock.today("Asia/Kolkata")
    asked = update(Invitation).where(Invitation.employee_id == person_id("asha"))
    moved = update(Placement).where(Placement.employee_id == person_id("lakshmi"))
    with transaction() as session:
        session.execute(asked.values(invited_at=clock.now() + timedelta(days=2)))
        session.execute(moved.values(from_on=day + timedelta(days=2)))
    with time_machine.travel(clock.now() + timedelta(days=4), tick=True):
        for name, words in (("asha", "not asked to sign yet"), ("lakshmi", "present place yet")):
            with pytest.raises(Invalid, match=words):
                answering.serve(name, "meera", day=day + timedelta(days=1))
            assert answering.serve(name, "meera", day=day + timedelta(days=3))


@pytest.mark.parametrize(("shift", "words"), [(1, "still to come"), (-1, "not published yet")])
def test_a_day_that_cannot_be_is_refused(shift: int, words: str):
    with pytest.raises(Invalid, match=words):
        answering.serve("asha", "janis", day=clock.today("Asia/Kolkata") + timedelta(days=shift))


def test_a_language_that_the_edition_lacks_is_refused():
    with pytest.raises(Invalid, match="not written in that language"):
        answering.serve("asha", "janis", language="lv")


def test_nothing_is_recorded_about_who_has_signed_nor_under_an_edition_that_is_superseded():
    sign_below("asha")
    with pytest.raises(Conflict, match="has signed"):
        answering.serve("asha", "janis")
    publish_change()
    with pytest.raises(Conflict, match="newer edition"):
        answering.serve("lakshmi", "janis")


def test_a_form_that_was_sent_twice_is_one_outcome():
    assert answering.refuse("asha", "janis", "lakshmi") == answering.refuse("asha", "janis", "lakshmi")
    assert answering.serve("asha", "janis", Kind.READ_ALOUD) == answering.serve("asha", "janis", Kind.READ_ALOUD)
    assert answering.count(Outcome) == 2


def test_who_was_read_to_signs_as_usual():
    answering.serve("asha", "janis", Kind.READ_ALOUD)
    assert sign_below("asha")
