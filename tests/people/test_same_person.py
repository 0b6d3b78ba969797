"""One human with two records, found by address, by number and by hand, so that nobody acts twice."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import end_read, transaction
from handbook.people.directory.same_person import other_records, said_of, say_same
from handbook.people.models import Employee
from handbook.people.queries import same_people
from tests import factories
from tests.browser_like import Visitor

pytestmark = pytest.mark.database


def test_whoever_has_one_record_is_alone(context: Flask):
    assert same("asha") == {"asha"}
    assert same_people(["0" * 32]) == {"0" * 32: frozenset({"0" * 32})}
    assert same_people([]) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"email": "d.liepa@company.example"}, {"email": "D.Liepa@Company.example"}),
        ({"mobile": "+371 2912 3456"}, {"mobile": "371 29123456"}),
        ({"mobile": "0091 98480 22338"}, {"mobile": "+91 9848022338"}),
    ],
)
def test_the_same_address_or_number_is_the_same_human(context: Flask, one: dict[str, str], other: dict[str, str]):
    reach("dmitri", **one)
    reach("viktor", **other)
    reach("asha", email="asha@company.example", mobile="+91 40 1234567")
    assert same("dmitri") == same("viktor") == {"dmitri", "viktor"}
    assert same("asha") == {"asha"}


def test_what_is_the_same_of_the_same_is_the_same(context: Flask):
    reach("dmitri", email="d@company.example")
    reach("viktor", email="d@company.example", mobile="+371 29123456")
    reach("stranger", mobile="+371 29123456")
    say("stranger", "ravi")
    assert same("dmitri") == {"dmitri", "viktor", "stranger", "ravi"}


def test_people_without_address_and_number_are_not_alike(context: Flask):
    reach("asha", email=None, mobile=None)
    reach("ravi", email=None, mobile=None)
    assert same("asha") == {"asha"}


def test_a_link_by_hand_counts_until_somebody_parts_the_records(context: Flask):
    say("asha", "lakshmi")
    assert same("lakshmi") == {"asha", "lakshmi"}
    say("lakshmi", "asha", is_same=False)
    assert same("asha") == {"asha"}
    say("asha", "lakshmi")
    assert same("asha") == {"asha", "lakshmi"}
    asha = factories.person_id("asha")
    assert [one.is_same for one in said_of(asha)] == [True, False, True]
    assert [(one.name, one.linked) for one in other_records(asha)] == [("లక్ష్మీ దేవి", True)]


def test_what_stands_already_is_not_said_twice(context: Flask):
    with pytest.raises(Conflict, match="not linked by hand"):
        say("asha", "lakshmi", is_same=False)
    say("asha", "lakshmi")
    with pytest.raises(Conflict, match="linked already"):
        say("lakshmi", "asha")


def test_nobody_judges_their_own_records(context: Flask):
    with pytest.raises(Refused, match="yours"):
        say("viktor", "meera")
    say("viktor", "ravi", by="inese")
    reach("ravi", email="m@company.example")
    reach("meera", email="m@company.example")
    with pytest.raises(Refused, match="yours"):
        say("viktor", "ravi", is_same=False)


def test_a_record_is_not_linked_with_itself_or_with_nobody(context: Flask):
    with pytest.raises(Invalid, match="the number of the other one"):
        say("asha", "asha")
    with pytest.raises(NotFound), transaction():
        say_same(factories.actor("meera"), factories.person_id("asha"), "0" * 32, True, "The same face.")


def test_the_same_queries_answer_for_many_people(context: Flask, counting: Callable[[], object]):
    factories.more_people(20)
    reach("asha", email="asha@company.example")
    with transaction() as session:
        everybody = [row.id for row in session.query(Employee.id)]
    with counting() as few:
        same_people([factories.person_id("asha")])
    with counting() as many:
        same_people(everybody)
    assert len(many) <= len(few)


def test_personnel_links_two_records_on_the_page_of_a_person(client_of: Callable[[str], Visitor]):
    browser = client_of("meera")
    browser.get("/people?q=000512")
    browser.get(browser.link("Asha Reddy"))
    browser.get(browser.link("Other records"))
    browser.submit("/same-person", other="G-0001", reason="", expect=400)
    assert "write the reason" in browser.words()
    browser.submit("/same-person", other="G-0001", reason="He told me so.")
    browser.get(browser.link("Other records"))
    assert "One person with Viktors BalodisHe told me so.Meera Nair" in browser.words()
    part = next(b.get("formaction") for b in browser.form("/same-person").iter("button") if b.get("formaction"))
    token = browser.form("/same-person").fields["csrf_token"]
    answer = browser.client.post(part, data={"csrf_token": token, "other": "G-0001", "reason": "A mistake of mine."})
    assert answer.status_code == 302
    browser.get(browser.link("Asha Reddy"))
    browser.get(browser.link("Other records"))
    assert "No other record is known." in browser.words()


def same(name: str) -> set[str]:
    """Return the names of everybody who is the same human."""
    end_read()
    ids = {factories.person_id(one): one for one in factories.KNOWN}
    person = factories.person_id(name)
    return {ids[one] for one in same_people([person])[person]}


def reach(name: str, **values: str | None) -> None:
    person = factories.person_id(name)
    end_read()
    with transaction() as session:
        session.execute(update(Employee).where(Employee.id == person).values(**values))


def say(name: str, other: str, *, is_same: bool = True, by: str = "meera") -> None:
    actor, one, two = factories.actor(by), factories.person_id(name), factories.person_id(other)
    end_read()
    with transaction():
        say_same(actor, one, two, is_same, "The same face.")


def test_a_family_telephone_is_two_people_once_two_of_hr_say_so(context: Flask):
    reach("asha", mobile="+91 9848022338")
    reach("lakshmi", mobile="+91 9848022338")
    say("asha", "lakshmi", is_same=False)
    assert same("asha") == {"asha", "lakshmi"}
    assert [one.is_doubted for one in other_records(factories.person_id("asha"))] == [True]
    with pytest.raises(Conflict, match="said so already"):
        say("lakshmi", "asha", is_same=False)
    say("asha", "lakshmi", is_same=False, by="nandini")
    assert same("asha") == {"asha"}
    assert same("lakshmi") == {"lakshmi"}


def test_two_words_of_one_human_are_one_word(context: Flask):
    reach("asha", email="home@company.example")
    reach("lakshmi", email="home@company.example")
    say("meera", "nandini", by="inese")
    say("asha", "lakshmi", is_same=False)
    with pytest.raises(Conflict, match="said so already"):
        say("asha", "lakshmi", is_same=False, by="nandini")
    assert same("asha") == {"asha", "lakshmi"}


def test_nobody_parts_their_own_records_and_an_administrator_none_that_share_a_number(context: Flask):
    reach("meera", mobile="+91 9848022338")
    reach("lakshmi", mobile="+91 9848022338")
    with pytest.raises(Refused, match="yours"):
        say("meera", "lakshmi", is_same=False)
    with pytest.raises(Refused, match="Only HR"):
        say("meera", "lakshmi", is_same=False, by="inese")


def test_a_link_by_hand_takes_both_words_back(context: Flask):
    reach("asha", mobile="+91 9848022338")
    reach("lakshmi", mobile="+91 9848022338")
    say("asha", "lakshmi", is_same=False)
    say("asha", "lakshmi", is_same=False, by="nandini")
    say("asha", "lakshmi")
    say("asha", "lakshmi", is_same=False)
    assert same("asha") == {"asha", "lakshmi"}


def test_of_three_who_share_a_number_the_two_who_are_not_parted_stay_one(context: Flask):
    for name in ("asha", "lakshmi", "ravi"):
        reach(name, mobile="+91 9848022338")
    for other in ("lakshmi", "ravi"):
        say("asha", other, is_same=False)
        say("asha", other, is_same=False, by="nandini")
    assert same("asha") == {"asha"}
    assert same("ravi") == {"lakshmi", "ravi"}
