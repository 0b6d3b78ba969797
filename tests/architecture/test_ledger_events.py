"""Every kind of leaf that the ledger knows is written somewhere in the program."""

import ast

from flask import Flask

from handbook.ledger.models import EVIDENCE
from tests.architecture.source import modules, told


def test_every_kind_of_leaf_is_written_somewhere(app: Flask):
    assert app.blueprints, "the models are known once the program is built"
    made = {
        node.func.id
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    own = {kind: model for kind, model in EVIDENCE.items() if model.__module__.startswith("handbook.")}
    idle = [f"{kind} ({model.__name__})" for kind, model in own.items() if model.__name__ not in made]
    assert own
    assert not idle, told("Nothing writes this kind of leaf: write it, or take the table out.", idle)
