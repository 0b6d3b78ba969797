"""The verbs before a step: answer the seven tests, answer what may bar it, and look at what was found."""

from collections.abc import Sequence

from flask_babel import gettext as _

from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.corrective_actions.acts import by_columns
from handbook.corrective_actions.cases import policy, queries
from handbook.corrective_actions.cases.bars import lookers, may_look
from handbook.corrective_actions.cases.causes import (
    Bar,
    BarAnswer,
    Cause,
    CauseAnswer,
    Verdict,
    answers_content,
    answers_sha256,
)
from handbook.corrective_actions.cases.changing import locked, next_version, of_case, worked_on
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.models_hearing import BarsAnswered, BarsLooked, CauseAnswered
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.ladders.ladder import Step
from handbook.ledger.appending import record_evidence


def answer_tests(actor: Actor, case_id: str, step: Step, answers: Sequence[CauseAnswer], row_version: int) -> str:
    """Answer the seven tests of just cause for one step; return the SHA-256 to which a proposal binds.

    Raises Invalid where one is missing, or answered without words where they are needed.
    """
    case = _decided_by(actor, case_id)
    next_version(case, row_version)
    if sorted(one.test for one in answers) != sorted(Cause):
        raise Invalid(_("Answer each of the seven tests once."))
    if any(not one.words for one in answers if one.verdict is not Verdict.YES):
        raise Invalid(_("Where a test is answered with no or does not apply, say why."))
    content = answers_content(answers)
    row = CauseAnswered(
        step=step.value,
        answers=content,
        answers_sha256=answers_sha256(content),
        **of_case(case),
        **by_columns(actor),
    )
    record_evidence(row)
    return row.answers_sha256


def answer_bars(
    actor: Actor, case_id: str, answers: Sequence[BarAnswer], looker_id: str | None, row_version: int
) -> None:
    """Answer what may bar a dismissal; where anything is found, name who must look at it before it goes on.

    What was found once is not answered away: other answers go to the same person, who looks at them too. Raises Invalid
    where one is missing, and where nobody who may look is named for what was found.
    """
    case = _decided_by(actor, case_id)
    next_version(case, row_version)
    if sorted(one.bar for one in answers) != sorted(Bar):
        raise Invalid(_("Answer each question once."))
    found, able = any(one.found for one in answers), lookers(queries.parties_of(case))
    before = story_of(case_id).looker_id
    if before is not None:
        found, looker_id = True, before if before in able else looker_id
    if found and looker_id not in able:
        raise Invalid(_("Who must look at it: choose somebody who neither decides nor is concerned."))
    record_evidence(
        BarsAnswered(
            answers=answers_content(answers),
            looker_id=looker_id if found else None,
            **of_case(case),
            **by_columns(actor),
        )
    )


def look_at_bars(actor: Actor, case_id: str, words: str, *, may_go_on: bool) -> None:
    """Say whether the step may go on all the same, and why. Raises NotFound for all but the person named to look."""
    case = locked(case_id)
    story = story_of(case_id)
    bars = story.bars[-1] if story.bars else None
    looks = may_look(actor, queries.parties_of(case))
    if bars is None or bars.looker_id != actor.employee_id or not looks:
        raise queries.not_found()
    if story.look_at(bars) is not None:
        raise Conflict(_("You have said already whether it may go on."))
    case.row_version += 1
    record_evidence(
        BarsLooked(answered_id=bars.id, may_go_on=may_go_on, words=words, **of_case(case), **by_columns(actor))
    )


def _decided_by(actor: Actor, case_id: str) -> Case:
    case, parties = worked_on(actor, case_id)
    if not policy.may_hear(actor, parties):
        raise Refused(_("Only the decider of this case answers this."))
    return case
