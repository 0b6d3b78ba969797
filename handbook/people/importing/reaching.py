"""Another mail address or mobile number from a file: noted as an event and told to the person, as by hand."""

from collections.abc import Mapping
from dataclasses import replace

from handbook.core.actor import Actor
from handbook.people.credential_events import By, by_actor, by_command_line, note
from handbook.people.credential_kinds import What
from handbook.people.credentials_policy import Subject
from handbook.people.importing.scene import Known

WAYS = ("email", "mobile")


def note_ways_to_reach(importer: Actor, person: Subject, known: Known, facts: Mapping[str, str | None]) -> None:
    """Write down that the ways to reach somebody were changed, where they were, and tell both addresses.

    `person` and `known` are as before the change, `facts` as after it (inside its transaction).
    """
    if all(facts[way] == known.facts[way] for way in WAYS):
        return
    former = known.facts["email"] if known.facts["email"] != facts["email"] else None
    reached = replace(person, email=facts["email"], mobile=facts["mobile"])
    note(What.ADDRESS_CHANGED, reached, _by(importer), former=former)


def _by(importer: Actor) -> By:
    return by_actor(importer) if importer.employee_id else by_command_line()
