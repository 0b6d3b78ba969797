"""A company to measure on: the demo with as many people as asked for, all of whom have read and none of whom signed."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from handbook.acknowledgements.models import Acknowledgement, Consent, RightAnswer, SectionRead
from handbook.acknowledgements.queries import signature_context
from handbook.app import create_app
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.transaction import transaction
from handbook.demo.operations import DemoSignIn, load
from handbook.ledger.appending import record_evidence
from handbook.people.models import Employee
from handbook.permissions import Role
from handbook.settings import Settings


@dataclass(frozen=True)
class Company:
    """An application to measure, and how the named people of the demo sign in."""

    app: Flask
    sign_ins: list[DemoSignIn]
    url: str


@contextmanager
def company(employees: int, database_url: str = "") -> Iterator[Company]:
    """Make the demo company in a folder that is thrown away; no application context stays open, as in a server."""
    with tempfile.TemporaryDirectory(prefix="handbook-bench-", dir=os.environ.get("HANDBOOK_BENCH")) as folder:
        settings = Settings(handbook_data=Path(folder), database_url=database_url, handbook_base_url="http://localhost")
        app = create_app(settings)
        with app.app_context():
            sign_ins = load(employees, 1, lambda _words: None)
            db.session.remove()
        yield Company(app, sign_ins, settings.database)
        with app.app_context():
            db.engine.dispose()


def readers(count: int) -> list[Actor]:
    """Return so many people who have not signed, after doing all that comes before the signature for them."""
    signed = select(Acknowledgement.employee_id)
    query = select(Employee).where(Employee.id.not_in(signed)).order_by(Employee.staff_number).limit(count)
    people = list(db.session.scalars(query))
    assert len(people) == count, f"the company has only {len(people)} people who have not signed"
    actors = [Actor(new_id(), one.id, one.name, frozenset({Role.EMPLOYEE}), via="bench") for one in people]
    contexts = [signature_context(actor, "en") for actor in actors]
    with transaction() as session:
        for actor, context in zip(actors, contexts, strict=True):
            done = {"employee_id": actor.employee_id, "edition_id": context.edition.id}
            for rule_id in context.rule_ids:
                session.add(SectionRead(**done, language=context.page.language, rule_id=rule_id))
                session.add(RightAnswer(**done, rule_id=rule_id))
            agreed = {"choice": "electronic", "words": "On the screen.", "language": "en"}
            record_evidence(Consent(id=new_id(), employee_id=actor.employee_id, **agreed))
    return actors
