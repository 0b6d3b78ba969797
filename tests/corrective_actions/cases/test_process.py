"""From opening a case to its end: who may, in which order, what is written down, and what holds a step meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handbook.complaints.lifecycle import Finding
from handbook.complaints.timeline import timeline
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases import (
    answering,
    assigning,
    checking,
    closing,
    folder,
    hearings,
    operations,
    telling,
)
from handbook.corrective_actions.cases.causes import Bar, Verdict
from handbook.corrective_actions.cases.closing import ClosingDraft
from handbook.corrective_actions.cases.folder import NoteDraft
from handbook.corrective_actions.cases.folder_kinds import AnswerKind, NoteKind
from handbook.corrective_actions.cases.gates import holds_for
from handbook.corrective_actions.cases.holds import Gate
from handbook.corrective_actions.cases.lifecycle import CaseState, Closing
from handbook.corrective_actions.cases.models import CaseClosed, CaseMoved
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.policy import why_not
from handbook.corrective_actions.cases.queries import case_for, parties_of, vacant
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.cases.telling import NoticeDraft
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.ladders.queries import ladder_on
from handbook.ledger.models import Leaf
from handbook.ledger.verification import verify
from handbook.people.models import Employee, Placement, RoleGrant
from handbook.permissions import Role
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.complaints import stories as told
from tests.corrective_actions import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def gates(case_id: str, step: Step = Step.WRITTEN, later: int = 0) -> list[Gate]:
    day = clock.today("Asia/Kolkata") + timedelta(days=later)
    return [hold.gate for hold in holds_for(case_id, step, ladder_on(day), day)]


def end(case_id: str, how: Closing, by: str, words: str = "Nothing was found.") -> None:
    actor = factories.actor(by)
    with transaction():
        draft = ClosingDraft(how, words, "The pictures show another till.")
        closing.close(actor, proof_of(actor), case_id, draft, stories.case_head(case_id).row_version)


def take_role(name: str, role: Role) -> None:
    who = factories.actor(name)
    with transaction() as session:
        mine = (RoleGrant.account_id == who.account_id, RoleGrant.role == role.value)
        session.execute(update(RoleGrant).where(*mine).values(to_on=clock.now().date() - timedelta(days=1)))


def test_each_station_takes_one_hold_away_until_nothing_holds_a_dismissal():
    case_id = stories.open_case()
    assert gates(case_id, Step.DISMISSAL) == [Gate.NOTICE, Gate.HEARING, Gate.TESTS, Gate.BARS]
    stories.begin(case_id)
    stories.tell(case_id)
    assert gates(case_id, Step.DISMISSAL) == [Gate.ANSWER, Gate.HEARING, Gate.TESTS, Gate.BARS]
    stories.say(case_id)
    stories.arrange(case_id)
    assert gates(case_id, Step.DISMISSAL) == [Gate.HEARING, Gate.TESTS, Gate.BARS]
    stories.hear(case_id)
    stories.answer_tests(case_id, Step.WRITTEN)
    assert gates(case_id, Step.WRITTEN) == []
    assert gates(case_id, Step.DISMISSAL) == [Gate.TESTS, Gate.BARS]
    stories.answer_tests(case_id, Step.DISMISSAL, equal=Verdict.NO)
    stories.answer_bars(case_id)
    assert gates(case_id, Step.DISMISSAL) == [Gate.DOUBT]
    stories.answer_tests(case_id, Step.DISMISSAL)
    assert gates(case_id, Step.DISMISSAL) == []
    assert stories.case_head(case_id).state == CaseState.HEARD
    types = set(db.session.scalars(select(Leaf.type)))
    kinds = ("moved", "notice", "answer", "hearing.set", "hearing.held", "cause.answered", "bars.answered")
    assert {f"case.{kind}" for kind in kinds} <= types
    assert verify().ok


def test_the_person_sees_nothing_before_the_notice():
    case_id = stories.open_case()
    stories.begin(case_id)
    with pytest.raises(NotFound):
        stories.say(case_id)
    stories.tell(case_id)
    for name in ("lakshmi", "meera", "dmitri"):
        with pytest.raises(NotFound):
            stories.say(case_id, by=name)
    stories.say(case_id)


def test_what_is_laid_open_counts_from_the_day_on_which_it_is_opened():
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id, manner="portal")
    assert story_of(case_id).answer_by is None
    assert gates(case_id, Step.WRITTEN, later=300)[0] is Gate.ANSWER
    with pytest.raises(Conflict, match="Open the letter"):
        stories.say(case_id)
    with pytest.raises(Conflict, match="not opened"):
        stories.arrange(case_id)
    with transaction():
        telling.open_notice(factories.actor("asha"), case_id, new_id())
    opened = story_of(case_id)
    assert opened.answer_by is not None
    assert opened.answer_by > clock.today("Asia/Kolkata")
    assert Gate.ANSWER not in gates(case_id, later=300)


def test_by_post_the_days_run_from_the_day_on_which_it_counts_as_delivered():
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id, manner="post")
    notice = story_of(case_id).notice
    assert notice is not None
    assert notice.served_on is not None
    assert notice.answer_by is not None
    assert notice.given_on < notice.served_on < notice.answer_by


def test_a_notice_that_was_not_opened_is_handed_over_instead():
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id, manner="portal")
    stories.tell(case_id, manner="in person")
    assert story_of(case_id).is_served
    stories.say(case_id)


def test_nobody_is_told_of_what_nobody_looked_into():
    case_id = stories.open_case()
    with pytest.raises(Conflict):
        stories.tell(case_id)


@pytest.mark.parametrize("name", ["dmitri", "nandini", "janis", "asha", "inese"])
def test_nobody_but_the_investigator_begins_and_tells(name: str):
    case_id = stories.open_case()
    with pytest.raises((NotFound, Refused)):
        stories.begin(case_id, by=name)
    stories.begin(case_id)
    with pytest.raises((NotFound, Refused)):
        stories.tell(case_id, by=name)
    assert story_of(case_id).notices == ()


@pytest.mark.parametrize("name", ["meera", "nandini", "asha"])
def test_nobody_but_the_decider_hears_and_answers_the_tests(name: str):
    case_id = stories.heard_case()
    for act in (stories.hear, stories.answer_tests, stories.answer_bars):
        with pytest.raises((NotFound, Refused)):
            act(case_id, by=name)


def test_nobody_tells_with_the_proof_of_another_or_an_old_version():
    case_id, meera = stories.open_case(), factories.actor("meera")
    stories.begin(case_id)
    draft = NoticeDraft("You were loud.", "A warning.", "in person")
    with pytest.raises(Refused, match="for another"), transaction():
        telling.give_notice(meera, proof_of(factories.actor("dmitri")), case_id, draft, 2)
    with pytest.raises(Conflict, match="while you were writing"), transaction():
        telling.give_notice(meera, proof_of(meera), case_id, draft, 1)
    assert stories.case_head(case_id).told_at is None


def test_who_decides_by_another_record_of_theirs_is_the_same_human():
    with transaction() as session:
        for name in ("dmitri", "janis"):
            session.get_one(Employee, factories.person_id(name)).email = "dmitrijs@lotus-linden.example"
    complaint_id = told.investigated()
    draft = operations.CaseDraft(factories.person_id("asha"), "never-argue", "Loud.", factories.person_id("dmitri"))
    with pytest.raises(Invalid, match="wrote the complaint down"), transaction():
        operations.open_case(factories.actor("meera"), complaint_id, draft)


def test_a_witness_never_decides_approves_or_looks_into_the_matter():
    case_id = stories.heard_case()
    assert gates(case_id) == []
    number = factories.KNOWN["dmitri"].number
    with pytest.raises(Invalid, match="Who saw it"), transaction():
        draft = NoteDraft(new_id(), NoteKind.INTERVIEW, "At the till", "She shouted.", True, witness="999999")
        folder.add_note(factories.actor("meera"), case_id, draft)
    with transaction():
        draft = NoteDraft(new_id(), NoteKind.INTERVIEW, "At the till", "She shouted.", True, witness=number)
        folder.add_note(factories.actor("meera"), case_id, draft)
    parties = parties_of(stories.case_head(case_id))
    assert "a witness" in why_not(frozenset({factories.person_id("dmitri")}), parties, Part.DECIDER)
    assert vacant(parties) == (Part.DECIDER,)
    with pytest.raises(NotFound):
        stories.answer_tests(case_id)
    assert story_of(case_id).notes[-1].witness_name == "Dmitrijs Liepa"


def test_an_investigator_whose_role_has_ended_loses_the_case_at_once_and_hr_names_another():
    case_id, reader = stories.open_case(), factories.actor("meera")
    case_for(reader, case_id, "en")
    take_role("meera", Role.HR)
    with pytest.raises(NotFound):
        case_for(factories.actor("meera"), case_id, "en")
    with transaction():
        nandini = factories.actor("nandini")
        assigning.assign_investigator(nandini, case_id, nandini.employee_id, "Meera Nair moved on.", 1)
    stories.begin(case_id, by="nandini")
    moved = db.session.scalars(select(CaseMoved).where(CaseMoved.kind == assigning.ASSIGNED)).one()
    assert (moved.before_id, moved.person_id) == (factories.person_id("meera"), factories.person_id("nandini"))


def test_a_case_in_good_hands_is_not_there_for_other_hr_officers():
    case_id, nandini = stories.open_case(), factories.actor("nandini")
    with pytest.raises(NotFound), transaction():
        assigning.assign_investigator(nandini, case_id, nandini.employee_id, "I would like to.", 1)


def test_who_has_left_hands_over_and_who_looked_into_it_never_decides():
    case_id = stories.heard_case()
    with transaction() as session:
        left = clock.now().date() - timedelta(days=2)
        session.execute(
            update(Placement).where(Placement.employee_id == factories.person_id("dmitri")).values(to_on=left)
        )
    version, nandini = stories.case_head(case_id).row_version, factories.actor("nandini")
    with pytest.raises(Invalid, match="looked into"), transaction():
        assigning.assign_decider(nandini, case_id, factories.person_id("meera"), "He left.", version)
    with transaction():
        assigning.assign_decider(nandini, case_id, nandini.employee_id, "He left.", version)
    stories.answer_tests(case_id, Step.FINAL, by="nandini")


def test_who_has_heard_the_person_decides():
    case_id, meera = stories.heard_case(), factories.actor("meera")
    with pytest.raises(Conflict, match="heard"), transaction():
        version = stories.case_head(case_id).row_version
        assigning.assign_decider(meera, case_id, factories.person_id("nandini"), "Why not.", version)


def test_a_hearing_leaves_time_to_prepare_and_is_moved_only_with_a_reason():
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id)
    with pytest.raises(Invalid, match="time to prepare"):
        stories.arrange(case_id, starts_at=clock.now() + timedelta(hours=1))
    with pytest.raises(Invalid, match="Look at the year"):
        stories.arrange(case_id, starts_at=clock.now() + timedelta(days=3000))
    stories.arrange(case_id)
    with pytest.raises(Invalid, match="Reasons"):
        stories.arrange(case_id)
    stories.arrange(case_id, reasons="The room is taken.", by="meera")
    assert len(story_of(case_id).settings) == 2


def test_time_to_prepare_begins_when_the_post_has_brought_the_notice():
    case_id, today = stories.open_case(), clock.today("Asia/Kolkata")
    stories.begin(case_id)
    stories.tell(case_id, manner="post")
    served = story_of(case_id).notice.served_on
    assert served > today
    with pytest.raises(Invalid, match="time to prepare"):
        stories.arrange(case_id, starts_at=clock.now() + (served - today))
    stories.arrange(case_id, starts_at=clock.now() + timedelta(days=20))
    with pytest.raises(Invalid, match="time to prepare"):
        stories.arrange(case_id, starts_at=clock.now() + timedelta(hours=1), reasons="Sooner is better.")


def test_nobody_was_heard_before_the_hearing_was_arranged():
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id)
    stories.arrange(case_id)
    with pytest.raises(Invalid, match="arranged later"):
        stories.hear(case_id, held_at=clock.now() - timedelta(days=1))
    with pytest.raises(Invalid, match="how the person agreed"):
        stories.hear(case_id, sooner="")
    stories.hear(case_id, sooner="She asked for it on the telephone.")


def test_an_absent_companion_moves_the_hearing_at_once_and_only_once():
    case_id, asha = stories.open_case(), factories.actor("asha")
    stories.begin(case_id)
    stories.tell(case_id)
    stories.arrange(case_id)
    first = story_of(case_id).hearing
    assert first is not None
    assert first.starts_at is not None
    with pytest.raises(Invalid, match="five working days"), transaction():
        answering.ask_for_another_time(asha, case_id, "Away.", first.starts_at + timedelta(days=30), "en", new_id())
    with transaction():
        wanted = first.starts_at + timedelta(days=2)
        assert answering.ask_for_another_time(asha, case_id, "My companion is away.", wanted, "en", new_id())
    assert story_of(case_id).hearing.starts_at == wanted
    assert story_of(case_id).wish is None
    with pytest.raises(Conflict, match="already"), transaction():
        answering.ask_for_another_time(asha, case_id, "Again.", None, "en", new_id())


def test_any_other_wish_waits_for_the_decider_and_holds_the_hearing():
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id)
    stories.arrange(case_id)
    with transaction():
        asha = factories.actor("asha")
        assert not answering.ask_for_another_time(asha, case_id, "I am on leave.", None, "en", new_id())
    assert gates(case_id)[0] is Gate.ANSWER
    assert Gate.POSTPONEMENT in gates(case_id)
    with pytest.raises(Conflict, match="another time"):
        stories.hear(case_id)
    with transaction():
        version = stories.case_head(case_id).row_version
        hearings.keep_time(factories.actor("dmitri"), case_id, "You are back by then.", version)
    stories.hear(case_id)


def test_nobody_is_absent_before_the_time_that_was_set():
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id)
    stories.arrange(case_id)
    with pytest.raises(Invalid, match="absent"):
        stories.hear(case_id, came=False)


def test_what_was_found_stops_a_dismissal_until_the_person_named_has_looked():
    case_id = stories.heard_case(step=Step.DISMISSAL)
    with pytest.raises(Invalid, match="Who must look"):
        stories.answer_bars(case_id, Bar.SICK_LEAVE)
    with pytest.raises(Invalid, match="Who must look"):
        stories.answer_bars(case_id, Bar.SICK_LEAVE, looker="dmitri")
    stories.answer_bars(case_id, Bar.SICK_LEAVE, looker="nandini")
    assert gates(case_id, Step.DISMISSAL) == [Gate.BARS]
    for name in ("dmitri", "meera", "janis"):
        with pytest.raises(NotFound), transaction():
            checking.look_at_bars(factories.actor(name), case_id, "Fine by me.", may_go_on=True)
    with transaction():
        checking.look_at_bars(factories.actor("nandini"), case_id, "It has nothing to do with it.", may_go_on=True)
    assert gates(case_id, Step.DISMISSAL) == []


def test_what_was_found_once_is_not_answered_away():
    case_id = stories.heard_case(step=Step.DISMISSAL)
    with pytest.raises(Invalid, match="Who must look"):
        stories.answer_bars(case_id, Bar.UNION_POST, looker="meera")  # who looked into it is told nothing of bars
    stories.answer_bars(case_id, Bar.UNION_POST, looker="nandini")
    with transaction():
        checking.look_at_bars(factories.actor("nandini"), case_id, "She is elected.", may_go_on=False)
    stories.answer_bars(case_id, looker="inese")
    assert gates(case_id, Step.DISMISSAL) == [Gate.BARS]
    assert story_of(case_id).bars[-1].looker_id == factories.person_id("nandini")
    with transaction():
        checking.look_at_bars(factories.actor("nandini"), case_id, "Her term is over.", may_go_on=True)
    assert gates(case_id, Step.DISMISSAL) == []


def test_a_finding_that_the_rule_was_followed_ends_what_was_opened_before():
    case_id = stories.heard_case(step=Step.WRITTEN)
    assert gates(case_id) == []
    told.find(
        stories.case_head(case_id).complaint_id, Finding.RULE_FOLLOWED, rule_id="never-argue", problem="It is harsh."
    )
    assert gates(case_id) == [Gate.FINDING]
    end(case_id, Closing.NO_CASE, "dmitri")


def test_a_case_that_nobody_was_told_of_ends_without_a_word_to_the_person():
    case_id = stories.open_case()
    end(case_id, Closing.NO_CASE, "meera", words="")
    row = db.session.scalars(select(CaseClosed)).one()
    assert (row.is_told, row.words) == (False, "")
    assert stories.case_head(case_id).told_at is None
    assert gates(case_id) == [Gate.CLOSED]


def test_whoever_was_told_is_told_the_end_by_the_decider():
    case_id = stories.heard_case()
    with pytest.raises(Refused):
        end(case_id, Closing.NO_CASE, "meera")
    with pytest.raises(Invalid, match="What the person is told"):
        end(case_id, Closing.NO_CASE, "dmitri", words="")
    with pytest.raises(Invalid, match="still placed"):
        end(case_id, Closing.LEFT, "dmitri")
    end(case_id, Closing.NO_CASE, "dmitri")
    assert story_of(case_id).ending.words == "Nothing was found."
    with pytest.raises(Conflict):
        stories.say(case_id)


@pytest.mark.parametrize("how", [Closing.INFORMAL, Closing.NO_CASE, Closing.WITHDRAWN])
def test_a_complaint_that_was_so_stands_in_the_file_after_a_talk_and_never_where_nothing_was_kept(how: Closing):
    case_id = stories.heard_case()
    told.find(stories.case_head(case_id).complaint_id, Finding.SUBSTANTIATED)
    asha = factories.actor("asha")
    lines = timeline(asha.employee_id, asha)
    assert db.session.execute(lines).all() == []
    end(case_id, how, "dmitri")
    kept = db.session.execute(lines).all()
    assert len(kept) == (1 if how is Closing.INFORMAL else 0)
    assert all(row.at == stories.case_head(case_id).told_at for row in kept)


def test_a_complaint_of_a_case_that_nobody_was_told_of_never_reaches_the_file():
    case_id = stories.open_case()
    told.find(stories.case_head(case_id).complaint_id, Finding.SUBSTANTIATED)
    end(case_id, Closing.INFORMAL, "meera", words="")
    asha = factories.actor("asha")
    assert db.session.execute(timeline(asha.employee_id, asha)).all() == []


def test_a_decided_case_ends_by_its_decision_alone():
    case_id, dmitri = stories.heard_case(), factories.actor("dmitri")
    with transaction():
        operations.mark_decided(dmitri, case_id)
        operations.mark_decided(dmitri, case_id)
    assert stories.case_head(case_id).state == CaseState.DECIDED
    with pytest.raises(Conflict):
        end(case_id, Closing.NO_CASE, "dmitri")
    with transaction():
        operations.mark_closed(dmitri, case_id, Closing.DECIDED)
    assert stories.case_head(case_id).closing == Closing.DECIDED


def test_what_the_person_says_twice_by_one_form_is_kept_once():
    case_id, key = stories.open_case(), new_id()
    stories.begin(case_id)
    stories.tell(case_id)
    stories.arrange(case_id)
    for _time in range(2):
        with transaction():
            answering.say(factories.actor("asha"), case_id, AnswerKind.COMPANION, "Lakshmi", "en", key)
        if not story_of(case_id).hearings:
            stories.hear(case_id)  # the second sending comes late, and is kept already
    assert len(story_of(case_id).said(AnswerKind.COMPANION)) == 1
