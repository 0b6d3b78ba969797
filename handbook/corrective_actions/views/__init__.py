"""The pages of cases and steps; each module hangs its routes on the one blueprint."""

from handbook.corrective_actions.views import (
    appeals,
    assigning,
    case_acts,
    case_letters,
    cases,
    checking,
    deputies,
    folder,
    hearing_pack,
    hearings,
    ladder,
    notified,
    outsiders,
    own_case,
    proposing,
    refusal,
    steps,
)
from handbook.corrective_actions.views.blueprint import blueprint

__all__ = [
    "appeals",
    "assigning",
    "blueprint",
    "case_acts",
    "case_letters",
    "cases",
    "checking",
    "deputies",
    "folder",
    "hearing_pack",
    "hearings",
    "ladder",
    "notified",
    "outsiders",
    "own_case",
    "proposing",
    "refusal",
    "steps",
]
