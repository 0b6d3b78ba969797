"""How a case of the demo is led: told, answered and heard; a step proposed, approved and handed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from handbook.core import clock
from handbook.core.db import new_id
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases import answering, checking, folder, hearings, telling
from handbook.corrective_actions.cases import operations as cases
from handbook.corrective_actions.cases.causes import Bar, BarAnswer, Cause, CauseAnswer, Verdict
from handbook.corrective_actions.cases.folder import NoteDraft
from handbook.corrective_actions.cases.folder_kinds import AnswerKind, NoteKind
from handbook.corrective_actions.cases.hearings import HearingDraft, HeldDraft
from handbook.corrective_actions.cases.holds import BARRED
from handbook.corrective_actions.cases.operations import CaseDraft
from handbook.corrective_actions.cases.telling import NoticeDraft
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps import operations as steps
from handbook.corrective_actions.steps import proposing
from handbook.corrective_actions.steps import queries as steps_read
from handbook.corrective_actions.steps.draft import ProposalDraft
from handbook.demo.breaches import ALLEGATION, CAUSES, RULE, Breach
from handbook.demo.conduct import case_version
from handbook.demo.past import acting, moment_of, proven
from handbook.demo.people import OWNER, SECOND_HR
from handbook.people import queries as people

OFFICE, PLACE = "Office behind the shop", "Banjara Hills, counter for kitchen goods"


@dataclass(frozen=True, slots=True)
class Led:
    """A case about one breach: whom it is about, when and where, and by which passwords those who act are proven."""

    passwords: Mapping[str, str]
    breach: Breach
    happened_at: datetime
    subject: str
    zone: str


def tell(led: Led, complaint_id: str) -> str:
    """Let personnel open a case, put what a colleague saw into its folder and hand the notice over; return its id."""
    actor, proof = proven(SECOND_HR, led.passwords)
    subject, owner = (people.employee_by_number(number).id for number in (led.subject, OWNER))
    with transaction():
        case_id = cases.open_case(actor, complaint_id, CaseDraft(subject, RULE, ALLEGATION, owner))
    with transaction():
        cases.begin(actor, case_id, case_version(actor, case_id))
    seen = NoteDraft(new_id(), NoteKind.INTERVIEW, "What a colleague saw", led.breach.observed, True)
    with transaction():
        note_id = folder.add_note(actor, case_id, seen)
    follows = "A talk, or a step of our ladder, may follow."
    notice = NoticeDraft(f"{ALLEGATION} The customer says: “{led.breach.customer}”", follows, "in person", (note_id,))
    with transaction():
        telling.give_notice(actor, proof, case_id, notice, case_version(actor, case_id))
    return case_id


def answer(led: Led, case_id: str) -> None:
    """Let the person answer in writing."""
    with transaction():
        answering.say(acting(led.subject), case_id, AnswerKind.ANSWER, led.breach.answer, "en", new_id())


def arrange(led: Led, case_id: str, days: int, hour: int) -> None:
    """Let the owner arrange the hearing, so many days from now."""
    owner = acting(OWNER)
    draft = HearingDraft(moment_of(-days, hour, led.zone), OFFICE, "Olena Bondar; a companion of your choice")
    with transaction():
        hearings.arrange(owner, case_id, draft, case_version(owner, case_id))


def hear(led: Led, case_id: str) -> None:
    """Let the owner hear the person, answer the seven tests, and ask what may bar a dismissal."""
    owner, step = acting(OWNER), led.breach.step
    present = "Olena Bondar; Daniel Mathew; Sunita Sharma as his companion"
    held = HeldDraft(clock.now(), True, present, led.breach.observed, led.breach.answer, "Nobody was named.", "en")
    with transaction():
        hearings.record_hearing(owner, case_id, held, case_version(owner, case_id))
    tests = [CauseAnswer(test, Verdict.YES, CAUSES[test], "The folder of the case.") for test in Cause]
    with transaction():
        checking.answer_tests(owner, case_id, step, tests, case_version(owner, case_id))
    if step in BARRED:
        bars = [BarAnswer(bar, False, "") for bar in Bar]
        with transaction():
            checking.answer_bars(owner, case_id, bars, None, case_version(owner, case_id))


def propose(led: Led, case_id: str, approver_ids: tuple[str, ...], notice_days: int = 0) -> str:
    """Let the owner propose the step, a dismissal with so many days of notice; return the step's id."""
    breach, today = led.breach, clock.today(led.zone)
    owner, proof = proven(OWNER, led.passwords)
    is_dismissal = breach.step is Step.DISMISSAL
    draft = ProposalDraft(
        idempotency_key=new_id(),
        step=breach.step,
        observed_at=led.happened_at,
        place=PLACE,
        observed=breach.observed,
        heard=breach.answer,
        reasons=breach.reasons,
        change=breach.change,
        change_by=today + timedelta(days=14),
        help=breach.help,
        not_notified_reason="",
        approver_ids=approver_ids,
        last_on=today + timedelta(days=notice_days) if is_dismissal else None,
    )
    with transaction():
        return proposing.propose(owner, proof, case_id, draft)


def approve(led: Led, action_id: str, number: str) -> None:
    """Let somebody approve what was proposed."""
    actor, proof = proven(number, led.passwords)
    sha256 = steps_read.step_for(actor, action_id).action.proposal_sha256
    with transaction():
        steps.approve(actor, proof, action_id, sha256)


def hand_over(led: Led, action_id: str) -> None:
    """Let the owner hand the letter over."""
    owner, proof = proven(OWNER, led.passwords)
    with transaction():
        steps.serve(owner, proof, action_id, "in person", steps_read.step_for(owner, action_id).action.row_version)
