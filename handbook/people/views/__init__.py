"""The pages of people: their accounts and the way in; each module hangs its routes on the one blueprint."""

from handbook.people.views import (
    absences,
    code,
    credentials,
    devices,
    directory,
    importing,
    jobs,
    kiosk,
    locations,
    own_account,
    own_address,
    person,
    placements,
    roles,
    second_step,
    sign_in,
    ways_back,
)
from handbook.people.views.blueprint import blueprint

__all__ = [
    "absences",
    "blueprint",
    "code",
    "credentials",
    "devices",
    "directory",
    "importing",
    "jobs",
    "kiosk",
    "locations",
    "own_account",
    "own_address",
    "person",
    "placements",
    "roles",
    "second_step",
    "sign_in",
    "ways_back",
]
