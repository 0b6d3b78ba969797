"""People who are missing in a file that is said to hold everybody."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.moments import day_words
from handbook.people.importing import queries, scene
from handbook.people.importing.guarding import Guard, guard_of
from handbook.people.importing.judging import Finding
from handbook.people.importing.queries import Plan
from handbook.people.importing.register import Index
from handbook.people.importing.scene import Known
from handbook.people.importing.stays import leaving
from handbook.people.importing.values import Unusable

_AT_ONCE = 500


def missing_people(plan: Plan, importer: Actor, lines: Index) -> Iterator[dict[str, Any]]:
    """Yield a finding for everybody who works here beyond the chosen day and stands in no line, by staff number."""
    day = plan.choices.left_on
    if day is None:
        return
    missing = [employee_id for employee_id, mark in queries.working_after(day) if lines.find(mark) < 0]
    for start in range(0, len(missing), _AT_ONCE):
        some = missing[start : start + _AT_ONCE]
        people, guard = scene.people_by_id(db.session(), some), guard_of(importer, some)
        yield from (_finding(plan, guard, people[employee_id]) for employee_id in some)


def _finding(plan: Plan, guard: Guard, person: Known) -> dict[str, Any]:
    finding, words = Finding.ARCHIVED, ""
    day = plan.choices.left_on
    try:
        if person.id == plan.owner_id:
            raise Unusable(_("You are missing in the file yourself. Nobody archives themselves: you stay."))
        if day is not None and leaving(person.stays, day).any:
            if why_not := guard.why_not_end(person.id, day):
                raise Unusable(why_not)
            words = _("missing in the file; last day %(day)s", day=day_words(day))
    except Unusable as unusable:
        finding, words = Finding.ERROR, str(unusable)
    shown = {"id": person.id, "row": None, "number": person.number, "name": person.facts["name"]}
    return shown | {"finding": finding.value, "words": [words]}
