"""Every object that a route can name is answered as the hand-written table says; a foreign one as a missing one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from handbook.app import create_app
from handbook.core import flood
from handbook.core.db import db
from handbook.core.doors import STATIC
from tests.architecture.doors import answers as doors
from tests.architecture.objects import OBJECTS
from tests.architecture.objects.relations import (
    ABSENT,
    ANSWERED,
    FOREIGN,
    HIDDEN,
    PUBLISHED,
    REFUSED,
    RELATIONS,
    SECRETS,
    SELF,
    Row,
)
from tests.architecture.objects.world import PEOPLE, Values, World
from tests.architecture.source import told
from tests.browser_like import Visitor
from tests.conftest import Template
from tests.factories import KNOWN, PASSWORD

pytestmark = pytest.mark.database

Route = tuple[str, str]
VARIABLE = re.compile(r"<(?:(\w+):)?(\w+)>")
MISSING = {"number": "999999", "receipt": "AAAA-AAAA-AAAA"}
NOBODY = "0" * 32
# What may differ between two answers that say the same: the number of the request, the tokens of its forms.
_PASSING = re.compile(r'<span class="hash">[0-9A-F]{8}</span>|name="(?:csrf_token|idempotency_key)"[^>]*value="[^"]+"')
HEADERS = ("Content-Type", "Cache-Control", "Content-Disposition", "ETag", "Location", "Vary", "Retry-After")


@dataclass
class Town:
    """The company of the table, and a browser for each role."""

    app: Flask
    world: World
    browsers: dict[str, Visitor] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def ask(self, role: str, route: Route, values: Values) -> TestResponse:
        """Open an address, or send an empty form there."""
        method, rule = route
        address = VARIABLE.sub(lambda found: values[found[2]], rule)
        client = self.browsers[role].client
        with client.session_transaction() as session:
            session.pop("_flashes", None)  # what was said about the object before is no part of this answer
        sent = {} if method == "GET" else {"csrf_token": self.tokens[role]}
        flood.forget()  # all come from one address
        return client.open(address, method=method, data=sent)


@dataclass
class Empty:
    """What a route answers a role where there is no object: asked once, and anew before a difference is believed."""

    town: Town
    role: str
    route: Route
    kept: dict[str, dict[str, str]] = field(default_factory=dict)

    def differs(self, answer: dict[str, str], gone: Values) -> str:
        """Name what tells an answer from that for the missing object; an empty text says that nothing does."""
        if self.kept.get(str(gone)) != answer:
            self.kept[str(gone)] = seen(self.town.ask(self.role, self.route, gone), gone)
        return differing(answer, self.kept[str(gone)])


@pytest.fixture(scope="module")
def town(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Build the company once: nothing that is asked of it here makes or removes an object."""
    app = create_app(template.copy(Path(tmp_path_factory.mktemp("town")) / "data"))
    app.testing = True
    with app.app_context():
        world = World()
    town = Town(app, world)
    for role in doors.ROLES:
        browser = town.browsers[role] = Visitor(app)
        if role in PEOPLE:
            browser.get("/sign-in?lang=en")
            browser.send("/sign-in", staff_number=KNOWN[PEOPLE[role]].number, password=PASSWORD)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/verify?lang=en").text)
        assert found, "the page /verify has a form"
        town.tokens[role] = found[1]
    yield town
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_every_route_that_names_an_object_has_its_row(app: Flask):
    unknown = [f"{method} {rule}" for method, rule in named(app) if (method, rule) not in OBJECTS]
    advice = "Write into tests/architecture/objects/ for whose object each role is answered: self, own, team, foreign."
    assert not unknown, told(advice, unknown)


def test_the_table_has_no_row_without_a_route(app: Flask):
    gone = [f"{method} {rule}" for method, rule in OBJECTS if (method, rule.partition("?")[0]) not in set(named(app))]
    assert not gone, told("Take the row out of tests/architecture/objects/; the route is gone.", gone)


@pytest.mark.parametrize("route", sorted(OBJECTS, key=lambda route: (route[1], route[0])), ids=" ".join)
def test_each_object_is_answered_as_the_table_says(town: Town, route: Route):
    wrong = []
    for role in doors.ROLES:
        for row in OBJECTS[route]:
            wrong += [f"{role}: {fault}" for fault in faults(town, role, route, row)]
    assert not wrong, told("Correct the policy of the room, or the table: they disagree.", wrong)


@pytest.mark.parametrize("kind", ["placement", "absence", "deputy", "grant"])
def test_a_row_of_one_person_is_not_reached_by_way_of_another(town: Town, kind: str):
    with town.app.app_context():
        of_ravi = town.world.find(kind, FOREIGN, doors.ADMINISTRATOR)
        of_inese = town.world.find(kind, SELF, doors.ADMINISTRATOR)
    assert of_ravi
    assert of_inese
    crossed = of_inese | {"employee_id": of_ravi["employee_id"]}
    gone = missing(of_inese) | {"employee_id": of_ravi["employee_id"]}
    routes = [route for route, rows in OBJECTS.items() if rows[0].kind == kind]
    assert routes
    for route in routes:
        answers = [seen(town.ask(doors.ADMINISTRATOR, route, values), values) for values in (crossed, gone)]
        assert differing(*answers) == "", route


def faults(town: Town, role: str, route: Route, row: Row) -> Iterator[str]:
    """Try the cells of a role in a row, and say what is wrong."""
    empty = Empty(town, role, route)
    for relation in RELATIONS:
        with town.app.app_context():
            values = town.world.find(row.kind, relation, role)
        if values is None:
            continue
        expected, answer = row.expected(relation, role), town.ask(role, route, values)
        difference = empty.differs(seen(answer, values), missing(values))
        said = outcome(answer) if difference else HIDDEN
        if said != expected:
            yield f"{relation} {row.kind} is {said} ({answer.status_code}), expected {expected}: {difference}"


def outcome(answer: TestResponse) -> str:
    """Say how an object was answered for that is told apart from a missing one."""
    if answer.status_code >= 500:
        return "a fault"
    return {404: ABSENT, 403: REFUSED}.get(answer.status_code, ANSWERED)


def missing(values: Values) -> Values:
    """Return the values of an object that is not there; a number beside an id stays, for the id names the object."""
    beside = {"number"} if len(values) > 1 else set()
    return {name: value if name in beside else MISSING.get(name, NOBODY) for name, value in values.items()}


def seen(answer: TestResponse, values: Values) -> dict[str, str]:
    """Return all of an answer that could tell something, without what was asked and what passes."""
    kept = {name: answer.headers.get(name, "") for name in HEADERS}
    kept |= {
        "status": str(answer.status_code),
        "body": _PASSING.sub("PASSING", answer.get_data().decode("utf-8", "surrogateescape")),
    }
    for name, value in values.items():
        asked = re.compile(rf"(?<=rounds/){value}\b" if name == "number" else re.escape(value))
        kept = {part: asked.sub("ASKED", text) for part, text in kept.items()}
    return kept


def differing(one: dict[str, str], other: dict[str, str]) -> str:
    """Name what differs between two answers; an empty text says that nothing does."""
    return ", ".join(f"{name} {_apart(one[name], other[name])}" for name in one if one[name] != other[name])


def _apart(one: str, other: str) -> str:
    """Show where two texts part."""
    at = max(0, next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0) - 20)
    return f"{one[at : at + 60]!r} / {other[at : at + 60]!r}"


def named(app: Flask) -> Iterator[Route]:
    """Yield every route with a variable that names an object of somebody."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in STATIC and rule.arguments - PUBLISHED - SECRETS:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, rule.rule
