"""The rooms that give the lines of a work file, by the group of the filter."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Select

from handbook.acknowledgements import queries as acknowledgements
from handbook.adjustments import queries as adjustments
from handbook.complaints import queries as complaints
from handbook.conversations import queries as conversations
from handbook.core.actor import Actor
from handbook.core.timeline import TimelineEntry
from handbook.corrective_actions import queries as corrective_actions
from handbook.voices import queries as voices
from handbook.workfile import timeline as own
from handbook.workfile.kinds import Group

Lines = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
Loader = Callable[[list[str]], dict[str, TimelineEntry]]


@dataclass(frozen=True, slots=True)
class Source:
    """The lines that a room gives for one group: their SELECT for a person and an actor, and a loader for each kind."""

    group: Group
    timeline: Callable[[str, Actor], Lines]
    loaders: Mapping[str, Loader]


SOURCES = (
    Source(Group.SIGNATURES, acknowledgements.timeline, acknowledgements.TIMELINE),
    Source(Group.AGREEMENTS, adjustments.timeline, adjustments.TIMELINE),
    Source(Group.VOICES, voices.timeline, voices.TIMELINE),
    Source(Group.COMPLAINTS, complaints.timeline, complaints.TIMELINE),
    Source(Group.TALKS, conversations.timeline, conversations.TIMELINE),
    Source(Group.CASES, corrective_actions.case_timeline, corrective_actions.CASE_TIMELINE),
    Source(Group.STEPS, corrective_actions.timeline, corrective_actions.TIMELINE),
    Source(Group.STATEMENTS, own.timeline, own.TIMELINE),
)


def sources_of(groups: Iterable[Group]) -> list[Source]:
    """Return the rooms that give lines of these groups."""
    wanted = set(groups)
    return [source for source in SOURCES if source.group in wanted]
