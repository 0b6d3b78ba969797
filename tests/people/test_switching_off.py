"""Switching accounts off and on: at once, with a reason, by those who may, and as evidence that the person reads."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import transaction
from handbook.people import credentials
from handbook.people.one_time import find_secret
from handbook.people.sign_in import prove
from tests import factories
from tests.browser_like import Visitor
from tests.people import ways

pytestmark = pytest.mark.database


def switch(act: Callable[..., None], who: str, whose: str, reason: str = "Left the building.") -> None:
    with transaction():
        act(factories.actor(who), factories.person_id(whose), reason)


@pytest.mark.parametrize("page", ["/", "/my-file", "/account", "/handbook/1/en"])
def test_the_very_next_request_is_refused(app: Flask, client_of: Callable[[str], Visitor], page: str):
    asha, meera = client_of("asha"), client_of("meera")
    with app.app_context():
        person = factories.person_id("asha")
    meera.get(f"/people/{person}/ways-in?lang=en")
    meera.submit("/disable", reason="Left the building.")
    assert "switched off" in meera.words()
    assert asha.get(page).request.path == "/sign-in"


def test_it_is_evidence_with_its_reason_and_the_person_is_told(app: Flask):
    with app.app_context():
        ways.reached_by("ravi", mail="ravi@lotus-linden.example")
        switch(credentials.disable, "meera", "ravi")
        event = ways.newest_event("ravi")
        assert (event.what, event.reason, event.told) == ("disabled", "Left the building.", ["mail", "start page"])
        switch(credentials.enable, "meera", "ravi", "Came back.")
        assert ways.events("ravi") == ["disabled", "enabled"]
    assert ["Left the building." in ways.words_of(mail) for mail in ways.mails(app)] == [True, False]


def test_switched_on_again_the_old_password_counts_and_old_sessions_do_not(
    app: Flask, client_of: Callable[[str], Visitor]
):
    asha = client_of("asha")
    with app.app_context():
        switch(credentials.disable, "meera", "asha")
        with pytest.raises(Invalid):
            prove(factories.PEOPLE["asha"].number, factories.PASSWORD, "192.0.2.7")
        switch(credentials.enable, "meera", "asha")
        assert prove(factories.PEOPLE["asha"].number, factories.PASSWORD, "192.0.2.7")
    assert asha.get("/my-file").request.path == "/sign-in"


def test_links_and_slips_that_are_out_end_with_it_for_good(context: Flask):
    with transaction():
        code = credentials.issue_slip(factories.actor("meera"), factories.person_id("asha")).code
    switch(credentials.disable, "meera", "asha")
    switch(credentials.enable, "meera", "asha")
    assert find_secret(code) is None


def test_no_slip_is_handed_out_for_an_account_that_is_off(context: Flask):
    switch(credentials.disable, "meera", "asha")
    with pytest.raises(Refused, match="Switch it on first"), transaction():
        credentials.issue_slip(factories.actor("meera"), factories.person_id("asha"))


@pytest.mark.parametrize("act", [credentials.disable, credentials.enable])
@pytest.mark.parametrize(
    ("who", "whose", "words"),
    [
        ("meera", "meera", "your own account"),
        ("inese", "inese", "your own account"),
        ("nandini", "meera", "An administrator"),
        ("nandini", "inese", "An administrator"),
        ("janis", "asha", "HR or an administrator"),
        ("olga", "asha", "HR or an administrator"),
        ("meera", "nandini", "You supervise"),
    ],
)
def test_it_refuses_those_who_may_not(context: Flask, act: Callable[..., None], who: str, whose: str, words: str):
    with pytest.raises(Refused, match=words):
        switch(act, who, whose)
    assert ways.events(whose) == []


def test_an_administrator_switches_hr_off(context: Flask):
    switch(credentials.disable, "inese", "meera")
    assert ways.account("meera").disabled_by == factories.person_id("inese")


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_it_asks_for_a_reason(context: Flask, reason: str):
    with pytest.raises(Invalid, match="Write the reason"):
        switch(credentials.disable, "meera", "asha", reason)


def test_twice_is_a_conflict(context: Flask):
    with pytest.raises(Conflict, match="switched on already"):
        switch(credentials.enable, "meera", "asha")
    switch(credentials.disable, "meera", "asha")
    with pytest.raises(Conflict, match="switched off already"):
        switch(credentials.disable, "meera", "asha")


def test_a_missing_person_is_not_found(context: Flask):
    with pytest.raises(NotFound), transaction():
        credentials.disable(factories.actor("meera"), "0" * 32, "because")


@pytest.mark.parametrize("page", ["ways-in", "link", "slip", "disable", "enable"])
def test_a_missing_person_has_no_page(client_of: Callable[[str], Visitor], page: str):
    meera = client_of("meera")
    address = f"/people/{'0' * 32}/{page}"
    if page == "ways-in":
        assert meera.get(address).status_code == 404
        return
    meera.get("/verify")
    fields = {"csrf_token": meera.form("/verify").fields["csrf_token"], "reason": "because"}
    assert meera.client.post(address, data=fields).status_code == 404


def test_the_page_of_the_ways_in_takes_a_fixed_number_of_queries(
    app: Flask, client_of: Callable[[str], Visitor], counting: Callable[[], object]
):
    meera, numbers = client_of("meera"), []
    with app.app_context():
        person = factories.person_id("asha")
    for _round in range(2):
        with app.app_context(), counting() as statements:
            meera.get(f"/people/{person}/ways-in")
        numbers.append(len(statements))
        with app.app_context():
            for _time in range(3):
                switch(credentials.disable, "meera", "asha")
                switch(credentials.enable, "meera", "asha")
    assert numbers == [7, 7]
