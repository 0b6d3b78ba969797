"""Whom a publication asks: those of whose page something is not covered by what they signed, and nobody else."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from handbook.acknowledgements import inviting, round_list
from handbook.acknowledgements.concerned import people_concerned, proposed_by
from handbook.acknowledgements.delta import delta_of
from handbook.acknowledgements.models import Invitation
from handbook.acknowledgements.reading import progress_of
from handbook.core import clock
from handbook.core.db import db
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Employee, Placement
from handbook.rules import operations as rules
from handbook.rules import queries as editions
from tests import factories
from tests.acknowledgements.signing import change_rule, publish_change, sign_below
from tests.publishing import stories as story

pytestmark = pytest.mark.database
EVERYBODY = set(factories.PEOPLE)


def test_a_comma_asks_nobody_who_has_signed(context: Flask):
    sign_all_but("ravi")
    story.change_a_comma()
    story.call_it_editorial()
    story.publish_as_judged()
    assert asked() == {"ravi"}


def test_without_two_people_a_comma_asks_everybody(context: Flask):
    sign_all_but("ravi")
    story.change_a_comma()
    rules.publish("test", "From the command line.")
    assert asked() == EVERYBODY


def test_a_rule_of_the_telephone_asks_its_readers_alone(context: Flask):
    story.place_on_the_telephone("lakshmi")
    story.publish_for_the_telephone()
    sign_all_but("ravi")
    story.change_a_sentence(story.PHONE)
    rules.publish("test", "Say your name.")
    assert asked() == {"lakshmi", "ravi"}


def test_a_rule_that_is_gone_asks_nobody(context: Flask):
    story.place_on_the_telephone("lakshmi")
    story.publish_for_the_telephone()
    sign_all_but()
    with transaction() as session:
        session.execute(update(story.DraftText).where(story.DraftText.rule_id == story.PHONE).values(language="xx"))
    rules.publish("test", "No telephone any more.")
    assert asked() == set()


def test_who_signed_in_another_language_than_their_own_is_asked_by_what_they_signed(context: Flask):
    sign_below("asha", "en")
    sign_below("lakshmi", "te")
    change_rule(story.ARGUE, "నెమ్మదిగా", "మెల్లగా", "te")
    rules.publish("test", "A word of the Telugu text.")
    assert "lakshmi" in asked()
    assert "asha" not in asked()


def test_an_editorial_step_after_a_material_one_does_not_cover_it(context: Flask):
    sign_below("asha")
    publish_change()
    sign_below("ravi")
    change_rule(story.ARGUE, "supervisor at once.", "supervisor, at once.")
    story.call_it_editorial(story.ARGUE)
    story.publish_as_judged()
    assert "asha" in asked()
    assert "ravi" not in asked()


def test_the_answer_for_many_is_the_answer_for_each(context: Flask):
    story.place_on_the_telephone("lakshmi")
    sign_below("asha")
    sign_below("ravi", "te")
    story.publish_for_the_telephone()
    sign_below("lakshmi")
    sign_below("ravi")
    story.change_a_comma()
    story.call_it_editorial()
    story.change_a_sentence(story.PHONE)
    story.publish_as_judged()
    edition = editions.newest_edition()
    found = people_concerned(proposed_by(edition.id))
    for name in factories.PEOPLE:
        profile = "phone" if name == "lakshmi" else "everyone"
        earlier = progress_of(factories.person_id(name), edition.id, "en").earlier
        page = editions.page(edition.id, profile, "en")
        assert (factories.person_id(name) in found) == bool(delta_of(edition, page, earlier).required), name


def test_who_gets_another_text_by_another_job_is_asked_within_the_hour(context: Flask):
    story.publish_for_the_telephone()
    sign_all_but()
    story.change_a_comma()
    story.call_it_editorial()
    story.publish_as_judged()
    assert asked() == set()
    assert inviting.keep_up() == 0
    story.place_on_the_telephone("asha")
    assert inviting.keep_up() == 1
    assert inviting.keep_up() == 0
    assert asked() == {"asha"}
    assert db.session.scalars(select(Invitation.reason).order_by(Invitation.invited_at.desc())).first() == "other text"


def test_who_comes_back_is_asked_though_nothing_is_new(context: Flask):
    sign_all_but()
    story.change_a_comma()
    story.call_it_editorial()
    story.publish_as_judged()
    asha, today = factories.person_id("asha"), clock.now().date()
    place = db.session.scalars(select(Placement.location_id).where(Placement.employee_id == asha)).one()
    end_read()
    with transaction() as session:
        mine = Placement.employee_id == asha
        session.execute(update(Placement).where(mine).values(to_on=today + timedelta(days=2)))
        session.add(factories.placement(asha, place, "cashier", None, today + timedelta(days=9)))
    with time_machine.travel(clock.now() + timedelta(days=10), tick=False):
        assert inviting.keep_up() == 1
    assert asked() == {"asha"}


def test_the_number_of_queries_does_not_grow_with_the_people(context: Flask, counting):
    sign_below("asha")
    publish_change()
    edition = editions.newest_edition()
    numbers = []
    for people in (0, 40):
        if people:
            factories.more_people(people)
        with counting() as statements:
            found = people_concerned(proposed_by(edition.id))
        numbers.append(len(statements))
    assert len(found) == 50
    assert numbers[0] == numbers[1]


def sign_all_but(*names: str) -> None:
    for name in factories.PEOPLE:
        if name not in names:
            sign_below(name)


def asked() -> set[str]:
    """Return who is in the newest publication round, by first name."""
    round_ = round_list.find_newest_publication()
    numbers = {one.number: name for name, one in factories.PEOPLE.items()}
    query = select(Employee.staff_number).join(Invitation, Invitation.employee_id == Employee.id)
    found = {numbers[number] for number in db.session.scalars(query.where(Invitation.round_id == round_.id))}
    end_read()
    return found
