"""Every route is declared in the hand-written table and answers each role as it says there."""

import re
from collections.abc import Callable, Iterator

from flask import Flask
from werkzeug.test import TestResponse

from handbook.core.doors import STATIC
from tests.architecture import doors
from tests.architecture.doors import answers as table
from tests.architecture.source import told
from tests.browser_like import Visitor

PEOPLE = {
    table.EMPLOYEE: "asha",
    table.SUPERVISOR: "janis",
    table.HR: "meera",
    table.DECISION_MAKER: "dmitri",
    table.ADMINISTRATOR: "inese",
    table.AUDITOR: "olga",
    table.FORMER: "milda",
    table.GUEST: "viktor",
}
SAMPLES = {"edition": "1", "number": "1", "language": "en", "profile": "everyone"}
NOBODY = "0" * 32


class Caller:
    """Somebody who goes from door to door in one session, with the token of its forms."""

    def __init__(self, browser: Visitor) -> None:
        self._client = browser.client
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/verify").text)
        assert token, "the page /verify has a form"
        self._form = {"csrf_token": token[1]}

    def knock(self, method: str, address: str) -> TestResponse:
        """Open an address, or send an empty form there."""
        if method == "GET":
            return self._client.get(address, buffered=True)  # a file that is streamed is read to its end
        return self._client.open(address, method=method, data=self._form)


def test_every_route_has_its_row_in_the_table(app: Flask):
    unknown = [f"{method} {rule}" for method, rule in _routes(app) if (method, rule) not in doors.DOORS]
    advice = "Write into tests/architecture/doors/ what each role may do at this route, from the rules of the product."
    assert not unknown, told(advice, unknown)


def test_the_table_has_no_row_without_a_route(app: Flask):
    gone = [f"{method} {rule}" for method, rule in doors.DOORS if (method, rule) not in set(_routes(app))]
    assert not gone, told("Take the row out of tests/architecture/doors/; the route is gone.", gone)


def test_each_role_is_answered_as_the_table_says(app: Flask, client_of: Callable[[str], Visitor]):
    wrong = []
    for role in table.ROLES:
        caller = None
        for (method, rule), expected in doors.DOORS.items():
            if caller is None:
                caller = Caller(client_of(PEOPLE[role]) if role in PEOPLE else Visitor(app))
            answer = caller.knock(method, _address(rule))
            if "Set-Cookie" in answer.headers:
                caller = None  # the session is another one or over: the next door is tried with a new one
            if _outcome(answer) != expected[role]:
                wrong.append(f"{role}: {method} {rule} gives {answer.status_code}, expected {expected[role]!r}")
    assert not wrong, told("Correct the door, the grants, or the table: they disagree.", wrong)


def test_a_form_without_its_token_is_refused(app: Flask, client_of: Callable[[str], Visitor]):
    browser = client_of("meera")
    taken = [
        f"{method} {rule} gives {answer.status_code}"
        for method, rule in _routes(app)
        if method != "GET" and (answer := browser.client.open(_address(rule), method=method)).status_code != 400
    ]
    assert not taken, told("Every change needs the form's token.", taken)


def _routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in STATIC:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, rule.rule


def _address(rule: str) -> str:
    """Return an address of this route at which there is nothing."""
    return re.sub(r"<(?:(\w+):)?(\w+)>", lambda found: SAMPLES.get(found[2], "999999" if found[1] else NOBODY), rule)


def _outcome(answer: TestResponse) -> str:
    if answer.status_code == 403:
        return table.NO
    if answer.status_code == 302 and answer.location.startswith("/sign-in") and answer.request.path != "/sign-out":
        return table.KNOCK
    return table.IN if answer.status_code < 500 else "fault"
