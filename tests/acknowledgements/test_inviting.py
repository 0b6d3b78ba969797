"""Who is invited when: everybody at once, beginners and returners within a day, each mailed once in their language."""

from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from handbook.acknowledgements import chosen, inviting, round_list, rounds
from handbook.acknowledgements.audience import NOT_SIGNED, Audience, count_asked
from handbook.acknowledgements.board_lines import BoardFilters
from handbook.acknowledgements.chosen import Chosen, Reminded
from handbook.acknowledgements.models import Invitation, Sending
from handbook.acknowledgements.rounds import RoundDraft
from handbook.company.queries import locations
from handbook.core import clock, jobs
from handbook.core.db import db, new_id
from handbook.core.errors import Invalid
from handbook.core.jobs import Job
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Employee
from tests import factories
from tests.acknowledgements import board_stories as story
from tests.acknowledgements.signing import publish_change

pytestmark = pytest.mark.database

DAY = timedelta(days=1)


@pytest.fixture
def today(context: Flask) -> date:
    """The day on which edition 1 was published in the template, UTC."""
    return clock.now().date()


def test_a_new_hire_is_in_the_round_by_the_next_hour_with_a_day_of_their_own(today: date):
    first_on = today + 30 * DAY
    someone = hire("Zane Jauna", first_on)
    with time_machine.travel(story.noon(first_on - DAY), tick=False):
        assert inviting.keep_up() == 0
    with time_machine.travel(story.noon(first_on), tick=False):
        assert inviting.keep_up() == 1
        assert inviting.keep_up() == 0
    invitation = invitation_of(someone)
    assert (invitation.reason, invitation.deadline_on) == ("new hire", first_on + 14 * DAY)
    assert invitation.deadline_reason == "new hire"


def test_a_first_day_between_two_editions_leads_into_the_newest_round_alone(today: date):
    someone = hire("Zane Jauna", today + 2 * DAY)
    with time_machine.travel(story.noon(today + 3 * DAY), tick=False):
        publish_change()
        assert inviting.keep_up() == 0
    found = db.session.scalars(select(Invitation.reason).where(Invitation.employee_id == someone)).all()
    assert found == ["publication"]


def test_a_returner_who_was_not_asked_yet_enters_the_newest_round(today: date):
    returned = today + 20 * DAY
    milda = factories.person_id("milda")
    place_again(milda, returned)
    with time_machine.travel(story.noon(returned), tick=False):
        assert inviting.keep_up() == 1
    invitation = invitation_of(milda)
    assert (invitation.reason, invitation.deadline_on) == ("return", returned + 14 * DAY)


def test_a_returner_who_was_asked_before_keeps_the_invitation_and_gets_new_time_once(today: date):
    story.leaves("asha", today + DAY)
    returned = today + 60 * DAY
    asha = factories.person_id("asha")
    place_again(asha, returned)
    with time_machine.travel(story.noon(returned), tick=False):
        assert inviting.keep_up() == 0
        assert invitation_of(asha).deadline_on == returned + 14 * DAY
        set_by_hand(asha, returned + 3 * DAY)
        inviting.keep_up()
        assert invitation_of(asha).deadline_on == returned + 3 * DAY


def test_a_move_changes_nothing(today: date):
    moved = today + 5 * DAY
    story.leaves("asha", moved - DAY)
    place_again(factories.person_id("asha"), moved)
    with time_machine.travel(story.noon(moved), tick=False):
        assert inviting.keep_up() == 0
    assert invitation_of(factories.person_id("asha")).deadline_on is None


def test_an_audience_is_who_fits_all_of_it(today: date):
    story.signs("asha")
    edition = round_list.find_newest_publication().edition_id
    riga = next(place.id for place in locations() if place.name.startswith("R"))
    assert count_asked(Audience(), edition) == 10
    assert count_asked(Audience(locations=[riga]), edition) == 2
    assert count_asked(Audience(languages=["te"]), edition) == 2
    assert count_asked(Audience(languages=["te"], only=[NOT_SIGNED]), edition) == 1
    assert count_asked(Audience(jobs=["cashier"], locations=[riga]), edition) == 2
    assert count_asked(Audience(profiles=["counter"]), edition) == 0


def test_a_round_by_choice_asks_its_audience_and_nobody_else(today: date):
    meera, deadline = factories.actor("meera"), today + 5 * DAY
    with transaction():
        number = rounds.open_chosen(meera, RoundDraft(Audience(languages=["te"]), deadline, "Before the holidays."))
    round_ = round_list.round_by_number(number)
    assert (round_.reason, round_.deadline_on, round_.opened_by) == ("chosen", deadline, "Meera Nair")
    assert round_.audience == {"languages": ["te"]}
    asked = select(func.count()).select_from(Invitation).where(Invitation.round_id == round_.id)
    assert db.session.scalar(asked) == 2


@pytest.mark.parametrize(
    ("audience", "days", "words"), [(Audience(jobs=["astronaut"]), 5, "Nobody fits"), (Audience(), -1, "has been")]
)
def test_a_round_of_nobody_or_for_yesterday_is_refused(today: date, audience: Audience, days: int, words: str):
    meera = factories.actor("meera")
    end_read()
    with pytest.raises(Invalid, match=words), transaction():
        rounds.open_chosen(meera, RoundDraft(audience, today + days * DAY))


def test_invitations_are_mailed_once_in_the_language_of_the_person(context: Flask, today: date):
    has_mail("asha", "ravi")
    publish_change()
    jobs.work_off()
    mails = posted(context)
    assert {mail["To"] for mail in mails} == {"asha@x.example", "ravi@x.example"}
    links = {mail["To"]: mail.get_body(("plain",)).get_content() for mail in mails}
    assert "/sign?lang=te" in links["asha@x.example"]
    assert "/sign?lang=en" in links["ravi@x.example"]
    with transaction():
        inviting.send_invitations(round_list.find_newest_publication().id, None)
    jobs.work_off()
    assert len(posted(context)) == 2
    assert kinds() == [("invitation", "mail"), ("invitation", "mail")]


def test_an_address_that_is_none_does_not_hold_up_the_others(context: Flask, today: date):
    has_mail("asha", "ravi")
    with transaction() as session:
        session.execute(update(Employee).where(Employee.id == factories.person_id("asha")).values(email="no address"))
    publish_change()
    jobs.work_off()
    assert [mail["To"] for mail in posted(context)] == ["ravi@x.example"]
    job = db.session.scalars(select(Job).where(Job.kind == inviting.MAIL_OUT)).one()
    assert (job.state, job.result) == ("done", {"sent": 1, "refused": 1})


def test_a_reminder_goes_to_those_who_have_something_to_do(context: Flask, today: date):
    has_mail("asha", "ravi", "janis")
    story.signs("asha")
    story.says("janis", "declined")
    assert remind(BoardFilters()) == Reminded(by_mail=1, without_mail=7, in_peace=2)
    jobs.work_off()
    assert [mail["To"] for mail in posted(context)] == ["ravi@x.example"]
    assert remind(BoardFilters(q="ravi")) == Reminded(1, 0, 0)
    jobs.work_off()
    assert kinds() == [("reminder", "mail"), ("reminder", "mail")]


def test_a_job_that_is_done_again_mails_nobody_twice(context: Flask, today: date):
    has_mail("asha", "ravi")
    remind(BoardFilters())
    jobs.work_off()
    with transaction() as session:
        session.execute(update(Job).where(Job.kind == inviting.MAIL_OUT).values(state="queued"))
    jobs.work_off()
    assert len(posted(context)) == 2


def test_somebody_who_is_not_the_actors_is_not_reminded(today: date):
    has_mail("asha", "ravi")
    ids = [story.invitation_of(name).id for name in ("asha", "ravi")]
    found = chosen.targets_for(
        factories.actor("janis"), round_list.find_newest_publication(), Chosen(ids, False, BoardFilters())
    )
    assert [one.asked.name for one in found] == ["Asha Reddy"]


def test_the_first_slip_is_an_invitation_and_the_next_a_reminder(today: date):
    meera, round_ = factories.actor("meera"), round_list.find_newest_publication()
    targets = chosen.targets_for(meera, round_, Chosen([], True, BoardFilters(q="ravi")))
    end_read()
    for _turn in range(2):
        with transaction():
            chosen.note_sent(meera, targets, chosen.SLIP)
    assert kinds() == [("invitation", "slip"), ("reminder", "slip")]


def test_leave_is_written_down_once(today: date):
    meera, round_ = factories.actor("meera"), round_list.find_newest_publication()
    targets = chosen.targets_for(meera, round_, Chosen([], True, BoardFilters(q="ravi")))
    end_read()
    for expected in (1, 0):
        with transaction():
            assert chosen.excuse(meera, targets, today, today + DAY) == expected
    assert story.state_of("ravi") == "on_leave"


def remind(filters: BoardFilters) -> Reminded:
    """Let HR remind everybody whom the filters leave."""
    meera, round_ = factories.actor("meera"), round_list.find_newest_publication()
    targets = chosen.targets_for(meera, round_, Chosen([], True, filters))
    end_read()
    with transaction():
        return chosen.remind(meera, round_.id, targets)


def hire(name: str, first_on: date) -> str:
    """Write somebody new, with a first day."""
    riga = next(place.id for place in locations() if place.name.startswith("R"))
    someone = new_id()
    end_read()
    with transaction() as session:
        session.add(Employee(id=someone, staff_number=someone[:6], name=name, language="lv"))
        session.flush()
        session.add(factories.placement(someone, riga, "cashier", None, first_on))
    return someone


def place_again(employee_id: str, first_on: date) -> None:
    """Give somebody one more placement."""
    riga = next(place.id for place in locations() if place.name.startswith("R"))
    end_read()
    with transaction() as session:
        session.add(factories.placement(employee_id, riga, "cashier", None, first_on))


def set_by_hand(employee_id: str, day: date) -> None:
    """Let HR set a day of somebody's own."""
    values = {"deadline_on": day, "deadline_by": factories.person_id("meera"), "deadline_reason": "Asked for it."}
    end_read()
    with transaction() as session:
        session.execute(update(Invitation).where(Invitation.employee_id == employee_id).values(**values))


def invitation_of(employee_id: str) -> Invitation:
    """Return somebody's newest invitation."""
    mine = Invitation.employee_id == employee_id
    found = db.session.scalars(select(Invitation).where(mine).order_by(Invitation.invited_at.desc())).first()
    db.session.expunge(found)
    end_read()
    return found


def has_mail(*names: str) -> None:
    """Put mail addresses on file."""
    ids = {name: factories.person_id(name) for name in names}
    end_read()
    with transaction() as session:
        for name, who in ids.items():
            session.execute(update(Employee).where(Employee.id == who).values(email=f"{name}@x.example"))


def posted(app: Flask) -> list[EmailMessage]:
    """Return the mails that left, oldest first."""
    folder = app.extensions["handbook.settings"].data_dir / "mail"
    return [message_from_bytes(file.read_bytes(), policy=default) for file in sorted(folder.glob("*.eml"))]


def kinds() -> list[tuple[str, str]]:
    """Return kind and channel of everything sent, oldest first."""
    rows = db.session.execute(select(Sending.kind, Sending.channel).order_by(Sending.at, Sending.kind)).all()
    end_read()
    return [tuple(row) for row in rows]
