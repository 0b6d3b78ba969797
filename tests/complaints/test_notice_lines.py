"""Was this rule notified on that day? From a complaint to the answer, for the incident's day and for others."""

from datetime import timedelta

import pytest

from handbook.complaints import queries
from handbook.core import clock
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.complaints import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def test_a_signature_before_the_incident_is_notice():
    sign_below("asha")
    page = queries.complaint_for(factories.actor("meera"), stories.investigated())
    (line,) = queries.notice_lines(factories.actor("meera"), page, None, "en")
    assert (line.notice.answer, line.person) == ("signed", "Asha Reddy")
    assert line.notice.signed_at <= line.happened_at
    assert line.text.rule_id == "never-argue"


def test_the_rule_bears_the_name_that_the_reader_knows():
    sign_below("asha", "te")
    meera = factories.actor("meera")
    page = queries.complaint_for(meera, stories.investigated())
    titles = {language: queries.notice_lines(meera, page, None, language)[0] for language in ("en", "te")}
    assert {line.title_language for line in titles.values()} == {"en", "te"}
    assert {line.text.shown for line in titles.values()} == {"te"}
    assert (titles["en"].title, titles["te"].title) == ("Never argue with a customer", "కస్టమర్‌తో వాదించవద్దు")


def test_a_signature_after_the_incident_is_none():
    incident = clock.now()
    sign_below("asha")
    page = queries.complaint_for(factories.actor("meera"), stories.investigated(happened_at=incident))
    (line,) = queries.notice_lines(factories.actor("meera"), page, None, "en")
    assert line.notice.answer == "not notified"


def test_another_day_is_asked_for_its_end():
    incident = clock.now() - timedelta(days=2)
    sign_below("asha")
    page = queries.complaint_for(factories.actor("meera"), stories.investigated(happened_at=incident))
    (then,) = queries.notice_lines(factories.actor("meera"), page, None, "en")
    (now,) = queries.notice_lines(factories.actor("meera"), page, clock.today("Asia/Kolkata"), "en")
    assert (then.notice.answer, now.notice.answer) == ("not notified", "signed")
    assert (then.asks_other_day, now.asks_other_day) == (False, True)


def test_a_rule_of_everybody_is_answered_for_each_person_named():
    sign_below("asha")
    complaint_id = stories.investigated()
    stories.name_person(complaint_id, "lakshmi")
    meera = factories.actor("meera")
    lines = queries.notice_lines(meera, queries.complaint_for(meera, complaint_id), None, "en")
    assert {line.person: line.notice.answer for line in lines} == {
        "Asha Reddy": "signed",
        factories.PEOPLE["lakshmi"].name: "not notified",
    }


def test_who_does_not_handle_it_gets_no_answer_about_anybody():
    complaint_id = stories.investigated()
    for name in ("janis", "nandini"):
        who = factories.actor(name)
        assert queries.notice_lines(who, queries.complaint_for(who, complaint_id), None, "en") == []
