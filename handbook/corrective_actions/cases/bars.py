"""Reading what may bar a step: for who decides, who approves and who must look, and for nobody else."""

from sqlalchemy import select

from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.corrective_actions.cases import policy
from handbook.corrective_actions.cases.models import Case, CasePart
from handbook.corrective_actions.cases.models_hearing import BarsAnswered
from handbook.corrective_actions.cases.pages import BarsPage, OpenBars
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.policy import CaseParties
from handbook.corrective_actions.cases.queries import not_found, parties_of, people_who_may
from handbook.corrective_actions.cases.story import story_of
from handbook.ledger.models import Leaf
from handbook.people.queries import names
from handbook.permissions import Permission


def may_open_bars(actor: Actor, case_id: str) -> OpenBars:
    """Return the people of a case whose bars open to the actor, without what was answered.

    Raises NotFound, for the investigator too.
    """
    case = db.session.get(Case, case_id)
    if case is None:
        raise not_found()
    parties = parties_of(case)
    decides, looks = policy.may_hear(actor, parties), _must_look(actor, case_id, parties)
    if not (decides or looks or _approves(actor, case_id, parties)):
        raise not_found()
    return OpenBars(case.id, parties, case.subject_id if case.told_at else None, decides, looks)


def opened_bars(opens: OpenBars) -> BarsPage:
    """Return what may bar a step to whom `may_open_bars` has let in, also after the reading was written down."""
    case, story = db.session.get_one(Case, opens.case_id), story_of(opens.case_id)
    bars = story.bars[-1] if story.bars else None
    look = story.look_at(bars) if bars else None
    return BarsPage(
        case=case,
        bars=bars,
        look=look,
        lookers=lookers(opens.parties) if opens.may_answer else {},
        names=names([case.subject_id, *([bars.looker_id] if bars and bars.looker_id else [])]),
        may_answer=opens.may_answer,
        may_look=opens.must_look and look is None,
    )


def lookers(case: CaseParties) -> dict[str, str]:
    """Return by id the names of those who may look at what bars a step: not concerned, and not the decider."""
    able = people_who_may(Permission.STEP_PROPOSE)
    return {person: name for person, name in able.items() if policy.can_look_at_bars(person, case)}


def may_look(actor: Actor, case: CaseParties) -> bool:
    """Tell whether the actor still may look at what bars a step of this case."""
    return actor.may(Permission.STEP_PROPOSE) and policy.can_look_at_bars(actor.employee_id, case)


def _must_look(actor: Actor, case_id: str, case: CaseParties) -> bool:
    newest = select(BarsAnswered.looker_id).join(Leaf, Leaf.record_id == BarsAnswered.id)
    query = newest.where(BarsAnswered.case_id == case_id).order_by(Leaf.index.desc()).limit(1)
    return may_look(actor, case) and db.session.scalar(query) == actor.employee_id


def _approves(actor: Actor, case_id: str, case: CaseParties) -> bool:
    """Tell whether the actor approves a step of this case now, and did not complain."""
    if not policy.may_read_case(actor, case) or policy.wrote_it(actor.employee_id, case):
        return False
    approves = select(CasePart.id).where(
        CasePart.case_id == case_id,
        CasePart.employee_id == actor.employee_id,
        CasePart.part == Part.APPROVER.value,
        CasePart.until_at.is_(None),
    )
    return db.session.scalar(approves.limit(1)) is not None
