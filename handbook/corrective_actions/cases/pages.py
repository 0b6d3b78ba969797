"""What one person may see of a case, in the shape that pages show it."""

from dataclasses import dataclass
from datetime import date, datetime

from handbook.complaints.queries import NoticeLine
from handbook.corrective_actions.cases.lifecycle import CaseState
from handbook.corrective_actions.cases.models import Case, CaseOpened
from handbook.corrective_actions.cases.models_hearing import BarsAnswered, BarsLooked
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.policy import CaseParties
from handbook.corrective_actions.cases.small_firm import Workplace


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that opens to its reader: its people, where the person works, and whose file a reading belongs to.

    `file_of` None: nobody's, until the person was told.
    """

    id: str
    parties: CaseParties
    work: Workplace
    file_of: str | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case for those who work on it. `complaint_reference` is a number, never a way into the complaint.

    `today` is the day where the person works, `act_by` the last one on which the matter may be acted on, if any.
    """

    id: str
    reference: str
    complaint_reference: str
    subject: str
    parties: CaseParties
    opened: CaseOpened
    opened_at: datetime
    names: dict[str, str]
    line: NoticeLine
    head: Case
    today: date
    act_by: date | None

    @property
    def state(self) -> CaseState:
        """How far the case has come."""
        return CaseState(self.head.state)


@dataclass(frozen=True, slots=True)
class PartsPage:
    """Who has which part in a case and who could take it over: the number of the case, and nothing else of it."""

    id: str
    reference: str
    row_version: int
    names: dict[str, str]
    investigator_id: str
    decider_id: str
    vacant: tuple[Part, ...]
    finders: dict[str, str]
    deciders: dict[str, str]
    opens: bool
    is_small: bool


@dataclass(frozen=True, slots=True)
class OpenBars:
    """A case whose bars open to their reader, and why; `file_of` as of `OpenCase`."""

    case_id: str
    parties: CaseParties
    file_of: str | None
    may_answer: bool
    must_look: bool


@dataclass(frozen=True, slots=True)
class BarsPage:
    """What may bar a step, for the few who may read it. `bars` None: nobody has answered yet."""

    case: Case
    bars: BarsAnswered | None
    look: BarsLooked | None
    lookers: dict[str, str]
    names: dict[str, str]
    may_answer: bool
    may_look: bool
