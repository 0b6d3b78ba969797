"""Sessions: a new token at each sign-in, and the very next request refused once the right to be here has ended."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from handbook.core import clock
from handbook.core.db import db
from handbook.core.transaction import transaction
from handbook.people.models import Account, RoleGrant, SignInSession
from handbook.people.queries import find_signed_in
from handbook.people.sessions import BY_PASSWORD, LIFETIME, NOWHERE, begin_session
from handbook.permissions import Role
from tests import factories
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

ASHA = factories.PEOPLE["asha"].number
BOOK = "/handbook/1/en"


@pytest.fixture
def client_of(through_the_door: Callable[[str], Visitor]) -> Callable[[str], Visitor]:
    """Here people sign in on the page, for the door is what is tested."""
    return through_the_door


def test_each_sign_in_gets_a_token_of_its_own(app: Flask, client_of: Callable[[str], Visitor]):
    client_of("asha")
    client_of("asha")
    with app.app_context():
        assert db.session.scalar(select(func.count(SignInSession.token_hash.distinct()))) == 2


def test_a_session_that_somebody_planted_is_worth_nothing_after_signing_in(client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    planted = cookie(browser)
    sign_in_again(browser, "ravi")
    assert cookie(browser) != planted
    assert who_is_in(browser) == "Ravi Kumar"


def test_signing_in_again_ends_what_the_cookie_before_could_do(app: Flask, client_of: Callable[[str], Visitor]):
    """The first session stays alive on no other device by itself: its token was in this browser alone."""
    browser = client_of("asha")
    copied = cookie(browser)
    browser.submit("/sign-out")
    assert is_refused(with_cookie(app, copied), "/my-file")


def test_signing_out_ends_it_on_the_server_at_once(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    copied = cookie(browser)
    assert not is_refused(with_cookie(app, copied), "/my-file")
    browser.get("/my-file")
    browser.submit("/sign-out")
    assert is_refused(browser, "/my-file")
    assert is_refused(with_cookie(app, copied), "/my-file")


@pytest.mark.parametrize("way", ["disabled", "ended", "over"])
@pytest.mark.parametrize("address", ["/", "/my-file", "/sign", BOOK, "/handbook/1/en/never-argue", "/complaints"])
def test_the_next_request_is_refused(app: Flask, client_of: Callable[[str], Visitor], way: str, address: str):
    browser = client_of("asha")
    assert browser.get(address).status_code == 200
    assert browser.page.request.path != "/sign-in"
    end(app, way)
    assert is_refused(browser, address)


@pytest.mark.parametrize("way", ["disabled", "ended", "over"])
@pytest.mark.parametrize("address", [BOOK, "/handbook/1/en/never-argue"])
def test_a_page_that_the_browser_has_kept_is_refused_too(
    app: Flask, client_of: Callable[[str], Visitor], way: str, address: str
):
    browser = client_of("asha")
    known = {"If-None-Match": browser.get(address).headers["ETag"]}
    assert browser.client.get(address, headers=known).status_code == 304
    end(app, way)
    answer = browser.client.get(address, headers=known)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?")


def test_a_post_of_an_ended_session_writes_nothing(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    browser.get("/handbook/1/en/never-argue")
    end(app, "ended")
    with app.app_context():
        before = db.session.execute(select(func.count()).select_from(db.metadata.tables["section_read"])).scalar_one()
    browser.page = browser.send("/handbook/read")
    assert browser.page.request.path == "/sign-in"
    with app.app_context():
        after = db.session.execute(select(func.count()).select_from(db.metadata.tables["section_read"])).scalar_one()
    assert before == after == 0


def test_ending_one_session_leaves_the_other_devices(app: Flask, client_of: Callable[[str], Visitor]):
    phone, desk = client_of("asha"), client_of("asha")
    phone.submit("/sign-out")
    assert is_refused(phone, "/my-file")
    assert not is_refused(desk, "/my-file")


def test_signing_out_works_when_the_session_has_ended_meanwhile(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    end(app, "ended")
    browser.submit("/sign-out")
    assert browser.page.request.path == "/sign-in"


def test_a_made_up_token_is_nobody(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    with browser.client.session_transaction() as session:
        session["_user_id"] = "made-up-made-up-made-up"
    assert is_refused(browser, "/my-file")


def test_a_session_lasts_twelve_hours_and_no_longer(context: Flask):
    now = clock.now()
    with time_machine.travel(now, tick=False) as stopped:
        token = session_of("asha")
        stopped.shift(LIFETIME - timedelta(seconds=1))
        assert find_signed_in(token) is not None
        stopped.shift(timedelta(seconds=2))
        assert find_signed_in(token) is None
    assert timedelta(hours=12) == LIFETIME


def test_finding_out_who_it_is_takes_one_select(context: Flask, counting: Callable[[], object]):
    token = session_of("janis")
    with counting() as statements:
        found = find_signed_in(token)
    assert len(statements) == 1
    assert found is not None
    assert found.actor.roles == {Role.EMPLOYEE, Role.SUPERVISOR}
    assert found.actor.name == "Jānis Ozols"
    assert found.language == "en"


def test_a_made_up_token_takes_one_select_as_well(context: Flask, counting: Callable[[], object]):
    with counting() as statements:
        assert find_signed_in("made-up") is None
    assert len(statements) == 1


@pytest.mark.parametrize(
    ("begins", "ends", "counts"),
    [(-10, None, True), (0, None, True), (1, None, False), (-10, -1, False), (-10, 0, True), (0, 0, True)],
)
def test_a_role_counts_from_its_first_through_its_last_day(context: Flask, begins: int, ends: int | None, counts: bool):
    today = clock.now().date()
    asha = factories.actor("asha")
    with transaction() as session:
        session.add(
            RoleGrant(
                account_id=asha.account_id,
                role=Role.HR.value,
                from_on=today + timedelta(days=begins),
                to_on=None if ends is None else today + timedelta(days=ends),
            )
        )
    token = session_of("asha")
    found = find_signed_in(token)
    assert found is not None
    assert (Role.HR in found.actor.roles) is counts


def test_a_role_that_ends_closes_its_doors_at_once(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("meera")
    assert browser.get("/people").status_code == 200
    yesterday = clock.now().date() - timedelta(days=1)
    with app.app_context(), transaction() as session:
        hers = RoleGrant.account_id == factories.actor("meera").account_id
        session.execute(update(RoleGrant).where(hers, RoleGrant.role == "hr").values(to_on=yesterday))
    assert browser.get("/people").status_code == 403
    assert browser.get("/my-file").status_code == 200


def test_an_account_without_any_role_opens_what_who_has_left_may_open(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("asha")
    with app.app_context(), transaction() as session:
        session.execute(update(RoleGrant).values(to_on=clock.now().date() - timedelta(days=1)))
    assert browser.get("/my-file").status_code == 200
    assert browser.get("/handbook").status_code == 403


def session_of(name: str) -> str:
    """Begin a session of somebody and return its token."""
    with transaction():
        return begin_session(factories.actor(name).account_id, BY_PASSWORD, NOWHERE)


def end(app: Flask, way: str) -> None:
    """End asha's right to be here in one of three ways."""
    with app.app_context(), transaction() as session:
        hers = factories.actor("asha").account_id
        if way == "disabled":
            session.execute(update(Account).where(Account.id == hers).values(disabled_at=clock.now()))
        else:
            column = "ended_at" if way == "ended" else "ends_at"
            mine = SignInSession.account_id == hers
            session.execute(update(SignInSession).where(mine).values(**{column: clock.now() - timedelta(seconds=1)}))


def is_refused(browser: Visitor, address: str) -> bool:
    browser.get(address)
    return browser.page.request.path == "/sign-in"


def who_is_in(browser: Visitor) -> str:
    browser.get("/")
    return str(browser.tree().xpath("string(//details[contains(@class, 'account')]/summary)")).strip()


def sign_in_again(browser: Visitor, name: str) -> None:
    """Send the sign-in form though somebody is signed in: the browser got hold of it before."""
    stranger = Visitor(browser.client.application)
    stranger.client = browser.client
    token = browser.form("/sign-out").fields["csrf_token"]
    number = factories.PEOPLE[name].number
    fields = {"csrf_token": token, "staff_number": number, "password": factories.PASSWORD}
    answer = browser.client.post("/sign-in", data=fields)
    assert answer.status_code == 302


def cookie(browser: Visitor) -> str:
    found = browser.client.get_cookie("handbook")
    assert found is not None
    return found.value


def with_cookie(app: Flask, value: str) -> Visitor:
    """A browser into which somebody copied the cookie of another."""
    browser = Visitor(app)
    browser.client.set_cookie("handbook", value)
    return browser
