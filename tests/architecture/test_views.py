"""Views parse, make one call, and answer: doors on every route, no query of their own."""

from flask import Flask

from handbook.core.doors import door_of
from tests.architecture.source import modules, told

QUERIES = {"select", "text", "insert", "update", "delete"}


def test_every_route_has_a_door(app: Flask):
    open_ones = {rule.endpoint for rule in app.url_map.iter_rules() if door_of(app, rule.endpoint) is None}
    advice = "Put @requires(Permission.X) or @public('why') under the route; without a mark it stays shut for all."
    assert not open_ones, told(advice, list(open_ones))


def test_no_view_asks_the_database():
    found = [
        f"{module.place}:{line}"
        for module in modules()
        if module.is_view or module.path.name == "forms.py"
        for line, name in module.imports()
        if name.startswith("sqlalchemy.") and name.rpartition(".")[2] in QUERIES
    ]
    found += [
        f"{module.place}:{line}"
        for module in modules()
        if module.is_view
        for line, receiver, name in module.calls()
        if name in {"execute", "scalar", "scalars", "get_one"} and "session" in receiver
    ]
    assert not found, told("Move the SELECT into queries.py, where the actor is asked about too.", found)


def test_views_change_nothing_by_get(app: Flask):
    both = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if {"GET", "POST"} <= (rule.methods or set()) and rule.endpoint.partition(".")[0] != "static"
    ]
    assert not both, told("Give GET and POST a view each: one shows, one acts.", both)
