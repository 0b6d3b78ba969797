"""Where a case stands: its stations with their days, what is next and who must do it; no database."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from handbook.core.moments import day_words, moment_words
from handbook.corrective_actions.cases.lifecycle import CaseState, Closing, closing_words, state_words
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.story import CaseStory


@dataclass(frozen=True, slots=True)
class Station:
    """One station, in the shape that the timeline component takes."""

    state: str
    title: str
    at: datetime | None = None
    when: str = ""
    fine: str = ""
    current: bool = False
    future: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done next, by whom, on which page (the end of the name of its view)."""

    words: str
    part: Part
    page: str


_ORDER = (CaseState.OPENED, CaseState.INVESTIGATING, CaseState.NOTIFIED, CaseState.SCHEDULED, CaseState.HEARD,
          CaseState.DECIDED, CaseState.CLOSED)  # fmt: skip


def stations(case: Case, story: CaseStory, zone: str) -> list[Station]:
    """Return the stations in their order, each with its day; those that are still to come have none."""
    here, days = CaseState(case.state), _days(case, story)
    found = []
    for state in _ORDER:
        at = days.get(state)
        if at is None and here is CaseState.CLOSED:
            continue
        found.append(
            Station(
                state="good" if at else "calm",
                title=state_words(state),
                at=at,
                when=moment_words(at, zone) if at else "",
                fine=_fine(state, case, story),
                current=state is here,
                future=at is None,
            )
        )
    return found


def next_of(case: Case, story: CaseStory) -> Next | None:
    """Return what is to be done next; None where nothing is left to do."""
    if CaseState(case.state) is CaseState.OPENED:
        return Next(_("Begin to look into it"), Part.INVESTIGATOR, "folder")
    if CaseState(case.state) is CaseState.INVESTIGATING:
        return Next(_("Tell the person in writing what is alleged"), Part.INVESTIGATOR, "notice")
    if CaseState(case.state) is CaseState.NOTIFIED:
        if not story.is_served:
            return Next(
                _("The person has not opened the notice yet: hand it over, or post it"), Part.INVESTIGATOR, "notice"
            )
        return Next(_("Arrange the hearing"), Part.DECIDER, "case_hearing")
    if CaseState(case.state) is CaseState.SCHEDULED:
        wish = story.wish is not None
        words = _("Answer the wish for another time") if wish else _("Hear the person and write down what was said")
        return Next(words, Part.DECIDER, "case_hearing" if wish else "hearing_notes")
    if CaseState(case.state) is CaseState.HEARD:
        words = _("Answer the seven tests, then propose a step or close the case")
        return Next(words, Part.DECIDER, "tests") if not story.causes else _decide()
    return None


def _decide() -> Next:
    return Next(_("Propose a step, or close the case without one"), Part.DECIDER, "propose")


def _days(case: Case, story: CaseStory) -> dict[CaseState, datetime]:
    begun = next((row.recorded_at for row in story.moves if row.kind == "begun"), None)
    decided = next((row.recorded_at for row in story.moves if row.kind == "decided"), None)
    days = {
        CaseState.OPENED: case.opened_at,
        CaseState.INVESTIGATING: begun,
        CaseState.NOTIFIED: case.told_at,
        CaseState.SCHEDULED: story.hearing.recorded_at if story.hearing else None,
        CaseState.HEARD: story.hearings[0].held_at if story.hearings else None,
        CaseState.DECIDED: decided,
        CaseState.CLOSED: case.closed_at,
    }
    return {state: at for state, at in days.items() if at is not None}


def _fine(state: CaseState, case: Case, story: CaseStory) -> str:
    if state is CaseState.NOTIFIED and story.answer_by:
        return _("The person may answer through %(day)s.", day=day_words(story.answer_by))
    hearing = story.hearing
    if state is CaseState.SCHEDULED and hearing and hearing.starts_at:
        return f"{moment_words(hearing.starts_at, hearing.zone)}, {hearing.place}"
    if state is CaseState.CLOSED and case.closing:
        return closing_words(Closing(case.closing))
    return ""
