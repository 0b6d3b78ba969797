"""How many queries each page takes: written down, and the same with ten people and with sixty."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.browser_like import Visitor
from tests.corrective_actions import stories as cases

pytestmark = pytest.mark.database

# Every page asks once who is signed in and once for the company; a new number here wants a reason.
# A page of the handbook is kept whole once somebody has seen it: then only the person, the progress and the edition in
# force are asked for; beside a rule also what is agreed with this reader.
# Where nobody may answer or record for themself, two ask by which records the reader is known.
PAGES = {
    "/": ("meera", 27),
    "/sign": ("meera", 7),
    "/sign/how": ("meera", 5),
    "/privacy-notice": (None, 1),
    "/sign/receipt/<signature>": ("asha", 6),
    "/handbook/1/en": ("meera", 3),
    "/handbook/1/en/never-argue": ("meera", 4),
    "/handbook/1/en/print": ("meera", 3),
    "/handbook/1/en/notice-board": ("meera", 3),
    "/handbook/1/en/search?q=argue": ("meera", 4),
    "/handbook/editions": ("meera", 5),
    "/handbook/changes": ("meera", 6),
    "/handbook/rules/never-argue": ("meera", 4),
    "/handbook/reviews": ("meera", 3),
    "/handbook/draft": ("meera", 7),
    "/handbook/draft/publish": ("meera", 16),
    "/handbook/draft/confirm": ("dmitri", 11),
    "/handbook/draft/read": ("asha", 4),
    "/handbook/draft/remarks": ("meera", 7),
    "/handbook/draft/checks": ("meera", 4),
    "/handbook/draft/new": ("meera", 5),
    "/handbook/draft/pictures": ("meera", 4),
    "/settings": ("inese", 3),
    "/handbook/draft/frame": ("meera", 3),
    "/handbook/figures": ("asha", 5),
    "/handbook/draft/figures": ("meera", 5),
    "/handbook/draft/figures/limits": ("meera", 5),
    "/handbook/draft/en/never-argue": ("meera", 10),
    "/handbook/draft/te/never-argue": ("meera", 8),
    "/handbook/draft/en/never-argue/remove": ("meera", 8),
    "/handbook/1/changes": ("meera", 6),
    "/team": ("meera", 9),
    "/rounds": ("meera", 6),
    "/rounds/1": ("meera", 9),
    "/team/hour": ("janis", 6),
    "/questions": ("meera", 4),
    "/disputes": ("meera", 4),
    "/account": ("asha", 7),
    "/people/import": ("meera", 3),
    "/devices": ("meera", 4),
    "/rounds/1/people/<asha>": ("janis", 11),
    "/people": ("meera", 10),
    "/people/<asha>": ("meera", 14),
    "/people/<asha>/place": ("meera", 12),
    "/people/new": ("meera", 5),
    "/people/jobs": ("meera", 4),
    "/people/locations": ("meera", 4),
    "/people/<asha>/file": ("meera", 12),
    "/people/<asha>/adjustments": ("meera", 5),
    "/people/<asha>/adjustments/new": ("meera", 4),
    "/adjustments": ("meera", 4),
    "/my-file": ("asha", 12),
    "/actions": ("meera", 9),
    "/complaints": ("meera", 8),
    "/complaints?due=late": ("meera", 9),
    "/complaints/mine": ("meera", 10),
    "/complaints/settings": ("inese", 5),
    "/complain": (None, 3),
    "/complain/thanks": (None, 2),
    "/complain/poster": ("asha", 3),
    "/c": (None, 1),
    "/complaints/contacts": ("meera", 4),
    "/complaints/new": ("janis", 6),
    "/improvements": ("meera", 7),
    "/cases": ("dmitri", 12),
    "/settings/calendar": ("meera", 5),
    "/conversations": ("janis", 6),
    "/conversations/new": ("janis", 6),
    "/people/<asha>/conversations": ("janis", 8),
    "/compliments": ("janis", 5),
    "/compliments/new": ("asha", 4),
    "/remarks": ("janis", 8),
    "/remarks/new": ("asha", 5),
    "/incidents": ("janis", 6),
    "/incidents/new": ("asha", 4),
    "/speak-up": ("asha", 5),
    "/speak-up/inbox": ("meera", 5),
    "/speak-up/follow": (None, 1),
    "/board": ("meera", 22),
    "/my-file/statement": ("asha", 2),
    "/team/<asha>": ("janis", 7),
    "/exports": ("meera", 6),
    "/ledger": ("olga", 4),
    "/verify": ("asha", 2),
    "/sign-in": (None, 1),
    "/healthz": (None, 0),
    "/no-such-page": ("asha", 2),
}


@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_queries_of_a_page(
    app: Flask, client_of: Callable[[str], Visitor], counting: Callable[[], object], page: str
):
    name, expected = PAGES[page]
    with app.app_context():
        signed = sign_below("asha")
        address = page.replace("<signature>", signed).replace("<asha>", factories.person_id("asha"))
    browser = client_of(name) if name else Visitor(app)
    browser.client.get(address)
    numbers = []
    for people in (0, 50):
        with app.app_context():
            if people:
                factories.more_people(people)
            with counting() as statements:
                browser.client.get(address)
        numbers.append(len(statements))
    assert numbers == [expected, expected], "\n".join(statements.seen)


# Nothing is asked on the start page and the boards for a role that the reader does not have.
BY_ROLE = {
    "asha": {"/": 12, "/board": 5},
    "janis": {"/": 25, "/board": 14},
    "dmitri": {"/": 20, "/board": 12},
    "inese": {"/": 12, "/board": 5},
    "milda": {"/": 1, "/board": 5},
}


@pytest.mark.parametrize("name", BY_ROLE)
def test_the_number_of_queries_of_the_first_pages_of_each_role(
    app: Flask, client_of: Callable[[str], Visitor], counting: Callable[[], object], name: str
):
    browser, numbers = client_of(name), {}
    for page in BY_ROLE[name]:
        browser.client.get(page)
        with app.app_context(), counting() as statements:
            browser.client.get(page)
        numbers[page] = len(statements)
    assert numbers == BY_ROLE[name]


# With one note, one proposal that came to nothing and one reply, and with thirty of each.
OF_A_CASE = {
    "/cases/<case>": 28,
    "/cases/<case>/folder": 21,
    "/cases/<case>/bars": 27,
    "/cases/<case>/notified": 18,
    "/cases/<case>/propose": 43,
    "/actions/<action>": 24,
}


@pytest.mark.parametrize("page", OF_A_CASE)
def test_the_number_of_queries_of_a_case_and_of_its_step(
    app: Flask, client_of: Callable[[str], Visitor], counting: Callable[[], object], page: str
):
    with app.app_context():
        case_id, action_id = cases.heard_case("ravi"), cases.served("lakshmi")
    browser = client_of("dmitri")
    address = page.replace("<case>", case_id).replace("<action>", action_id)
    numbers = []
    for more in (1, 29):
        with app.app_context():
            for _each in range(more):
                cases.reply(action_id, by="lakshmi")
                cases.put_in(case_id)
                cases.take_back(cases.propose(case_id))
        browser.client.get(address)
        with app.app_context(), counting() as statements:
            assert browser.client.get(address).status_code == 200
        numbers.append(len(statements))
    assert numbers == [OF_A_CASE[page]] * 2, "\n".join(statements.seen)
