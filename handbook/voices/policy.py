"""Who may see and match thanks, see remarks, and answer for incidents; asked of people, no database."""

from collections.abc import Collection

from handbook.core.actor import Actor
from handbook.permissions import Permission


def hears_everybody(actor: Actor) -> bool:
    """Tell whether the actor hears thanks, remarks and incidents of all places: HR."""
    return actor.may(Permission.INCIDENT_ANSWER) and actor.may(Permission.WORK_FILE_READ)


def hears_place(actor: Actor, location_id: str, own_places: Collection[str]) -> bool:
    """Tell whether the actor hears the thanks and remarks of a location: HR, and supervisors of people there today."""
    return hears_everybody(actor) or (actor.may(Permission.INCIDENT_ANSWER) and location_id in own_places)


def may_match(actor: Actor, employee_id: str, own_people: Collection[str], own_records: Collection[str]) -> bool:
    """Tell whether the actor may say that this person is meant: HR of anybody, others of their own people.

    Never of oneself: `own_records` are all by which the actor is known.
    """
    if employee_id in {actor.employee_id, *own_records} or not actor.may(Permission.INCIDENT_ANSWER):
        return False
    return hears_everybody(actor) or employee_id in own_people


def may_answer_for(actor: Actor, employee_id: str, own_people: Collection[str], own_records: Collection[str]) -> bool:
    """Tell whether the actor stands by a person after an incident: HR, and whoever the person is placed with today."""
    return may_match(actor, employee_id, own_people, own_records)
