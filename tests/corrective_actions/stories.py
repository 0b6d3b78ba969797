"""What happens before a test: meera opens a case and tells asha, dmitri hears her and proposes, meera approves."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases import answering, checking, folder, hearings, telling
from handbook.corrective_actions.cases import operations as cases
from handbook.corrective_actions.cases.causes import Bar, BarAnswer, Cause, CauseAnswer, Verdict
from handbook.corrective_actions.cases.folder import NoteDraft
from handbook.corrective_actions.cases.folder_kinds import AnswerKind, NoteKind
from handbook.corrective_actions.cases.hearings import HearingDraft, HeldDraft
from handbook.corrective_actions.cases.holds import BARRED, TESTED
from handbook.corrective_actions.cases.models import Case
from handbook.corrective_actions.cases.operations import CaseDraft
from handbook.corrective_actions.cases.telling import NoticeDraft
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps import answering as answering_steps
from handbook.corrective_actions.steps import appealing, operations, proposing
from handbook.corrective_actions.steps.answering import RefusalDraft
from handbook.corrective_actions.steps.appealing import AppealDraft, DecisionDraft
from handbook.corrective_actions.steps.appealing import HearingDraft as AppealHearingDraft
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.corrective_actions.steps.models_appeals import Appeal
from handbook.corrective_actions.steps.proposing import ProposalDraft
from tests import factories
from tests.acknowledgements.signing import proof_of
from tests.complaints import stories

# Who is asked to approve what dmitri decides.
APPROVERS: dict[Step, tuple[str, ...]] = {
    Step.VERBAL: (),
    Step.WRITTEN: ("meera",),
    Step.FINAL: ("meera",),
    Step.SUSPENSION: ("meera",),
    Step.DISMISSAL: ("meera", "nandini"),
}


def open_case(subject: str = "asha", decider: str = "dmitri") -> str:
    """Return a case of meera about somebody, decided by somebody."""
    complaint_id = stories.investigated(subject)
    draft = CaseDraft(
        factories.person_id(subject), "never-argue", "Spoke loudly to a customer.", factories.person_id(decider)
    )
    with transaction():
        return cases.open_case(factories.actor("meera"), complaint_id, draft)


def case_head(case_id: str) -> Case:
    """Return the head of a case as it stands (also inside an open transaction)."""
    return db.session.get_one(Case, case_id, populate_existing=True)


def begin(case_id: str, by: str = "meera") -> None:
    """Let whoever looks into the case begin."""
    with transaction():
        cases.begin(factories.actor(by), case_id, case_head(case_id).row_version)


def tell(case_id: str, by: str = "meera", **changes: Any) -> None:
    """Let whoever looks into the case tell the person in writing, by hand where nothing else is said."""
    values: dict[str, Any] = {
        "allegation": "You spoke loudly to a customer.",
        "consequences": "A warning may follow, or nothing.",
        "manner": "in person",
    }
    actor = factories.actor(by)
    with transaction():
        draft = NoticeDraft(**(values | changes))
        telling.give_notice(actor, proof_of(actor), case_id, draft, case_head(case_id).row_version)


def put_in(case_id: str, by: str = "meera", *, is_given: bool = False) -> str:
    """Let whoever looks into the case put a paper into its folder, and perhaps give it to the person; return its id."""
    file = folder.keep_file(NoteKind.DOCUMENT, b"%PDF-1.7 the till roll")
    draft = NoteDraft(new_id(), NoteKind.DOCUMENT, "Till roll", "", True, file=file)
    with transaction():
        note_id = folder.add_note(factories.actor(by), case_id, draft)
    if is_given:
        with transaction():
            folder.release(factories.actor(by), case_id, note_id)
    return note_id


def say(
    case_id: str, words: str = "The queue was long.", by: str = "asha", kind: AnswerKind = AnswerKind.ANSWER
) -> None:
    """Let the person say something."""
    with transaction():
        answering.say(factories.actor(by), case_id, kind, words, "en", new_id())


def arrange(case_id: str, by: str = "dmitri", **changes: Any) -> None:
    """Let the decider arrange the hearing, ten days from now."""
    values = {"starts_at": clock.now() + timedelta(days=10), "place": "office", "present": "Dmitrijs Liepa"}
    with transaction():
        draft = HearingDraft(**(values | changes))
        hearings.arrange(factories.actor(by), case_id, draft, case_head(case_id).row_version)


def hear(case_id: str, by: str = "dmitri", **changes: Any) -> None:
    """Let the decider hear the person now: both were free earlier than it was arranged."""
    values: dict[str, Any] = {
        "held_at": clock.now(),
        "came": True,
        "present": "Dmitrijs Liepa",
        "put": "A customer says that you were loud.",
        "answered": "The queue was long.",
        "witnesses": "",
        "sooner": "She asked to be heard at once.",
        "language": "en",
    }
    with transaction():
        draft = HeldDraft(**(values | changes))
        hearings.record_hearing(factories.actor(by), case_id, draft, case_head(case_id).row_version)


def answer_tests(case_id: str, step: Step = Step.WRITTEN, by: str = "dmitri", **verdicts: Verdict) -> str:
    """Let the decider answer the seven tests for a step, with yes where nothing else is said; return the SHA-256."""
    answers = [
        CauseAnswer(test, verdicts.get(test.value, Verdict.YES), "As written in the folder.", "") for test in Cause
    ]
    with transaction():
        version = case_head(case_id).row_version
        return checking.answer_tests(factories.actor(by), case_id, step, answers, version)


def answer_bars(case_id: str, *found: Bar, looker: str | None = None, by: str = "dmitri") -> None:
    """Let the decider answer what may bar a dismissal: nothing but what is named was found."""
    answers = [BarAnswer(bar, bar in found, "") for bar in Bar]
    looker_id = factories.person_id(looker) if looker else None
    with transaction():
        checking.answer_bars(factories.actor(by), case_id, answers, looker_id, case_head(case_id).row_version)


def heard_case(subject: str = "asha", decider: str = "dmitri", step: Step = Step.WRITTEN) -> str:
    """Return a case of meera in which the person was heard, and nothing of the process holds this step."""
    return hear_out(open_case(subject, decider), subject, decider, step=step)


def hear_out(
    case_id: str, subject: str = "asha", decider: str = "dmitri", by: str = "meera", step: Step = Step.WRITTEN
) -> str:
    """Take an opened case to where nothing of the process holds this step; return its id."""
    begin(case_id, by)
    tell(case_id, by)
    say(case_id, by=subject)
    arrange(case_id, decider)
    hear(case_id, decider)
    if step in TESTED:
        answer_tests(case_id, step, decider)
    if step in BARRED:
        answer_bars(case_id, by=decider)
    return case_id


def proposal(**changes: Any) -> ProposalDraft:
    """Return a written warning that meera is asked to approve."""
    values: dict[str, Any] = {
        "idempotency_key": new_id(),
        "step": Step.WRITTEN,
        "observed_at": clock.now(),
        "place": "Banjara Hills, till 3",
        "observed": "You said “Learn to count first” and turned the screen away.",
        "heard": "The queue was long and the second till was closed.",
        "reasons": "The bill was right; the words were not.",
        "change": "Show the bill once, calmly; then call the supervisor.",
        "change_by": clock.now().date() + timedelta(days=30),
        "help": "A second till on Saturdays from 17:00.",
        "not_notified_reason": "The rule was told in the talk of last week.",
        "approver_ids": (factories.person_id("meera"),),
        "deviation_reason": "Two talks about the same thing did not help.",
    }
    return ProposalDraft(**(values | changes))


def propose(case_id: str, by: str = "dmitri", **changes: Any) -> str:
    """Let the decider propose; return the step's id."""
    actor = factories.actor(by)
    with transaction():
        return proposing.propose(actor, proof_of(actor), case_id, proposal(**changes))


def take_back(action_id: str, by: str = "dmitri") -> None:
    """Let the decider take a proposal back."""
    with transaction():
        proposing.withdraw(factories.actor(by), action_id, "A talk will do.", head(action_id).row_version)


def head(action_id: str) -> CorrectiveAction:
    """Return the head of a step as it stands."""
    return db.session.get_one(CorrectiveAction, action_id, populate_existing=True)


def approve(action_id: str, by: str = "meera") -> None:
    """Let somebody approve what stands."""
    actor, fingerprint = factories.actor(by), head(action_id).proposal_sha256
    with transaction():
        operations.approve(actor, proof_of(actor), action_id, fingerprint)


def serve(action_id: str, by: str = "dmitri", manner: str = "in person", happened_at: datetime | None = None) -> None:
    """Let somebody serve the letter."""
    actor, version = factories.actor(by), head(action_id).row_version
    with transaction():
        operations.serve(actor, proof_of(actor), action_id, manner, version, happened_at)


def served(subject: str = "asha", step: Step = Step.WRITTEN, **changes: Any) -> str:
    """Return a step, a written warning if nothing else is said: dmitri decided and served it, those asked approved."""
    names = APPROVERS[step]
    asked = tuple(factories.person_id(name) for name in names)
    action_id = propose(heard_case(subject, step=step), step=step, approver_ids=asked, **changes)
    for name in names:
        approve(action_id, name)
    serve(action_id)
    return action_id


def open_letter(action_id: str, by: str = "asha") -> None:
    """Let the employee open the letter that is laid open."""
    with transaction():
        operations.open_letter(factories.actor(by), action_id)


def reply(action_id: str, words: str = "The customer insulted me first.", by: str = "asha") -> None:
    """Let the employee add a statement."""
    with transaction():
        operations.add_statement(factories.actor(by), action_id, words, "en", new_id())


def confirm(action_id: str, by: str = "asha") -> None:
    """Let the employee confirm the receipt."""
    actor = factories.actor(by)
    with transaction():
        operations.confirm_receipt(actor, proof_of(actor), action_id, "en")


def refuse(action_id: str, first: str = "janis", second: str = "olga", by: str = "dmitri", words: str = "No.") -> None:
    """Let two witnesses say that the employee would not confirm the receipt."""
    actor, witnesses = factories.actor(by), [factories.actor(name) for name in (first, second)]
    proofs = (proof_of(witnesses[0]), proof_of(witnesses[1]))
    with transaction():
        answering_steps.record_refusal(actor, proofs, action_id, RefusalDraft(words, "en"))


def appeal(action_id: str, by: str = "asha", late_reason: str = "") -> None:
    """Let the employee appeal, who wishes to be heard soon."""
    with transaction():
        draft = AppealDraft("The customer began it.", "en", late_reason, may_be_soon=True)
        appealing.lodge_appeal(factories.actor(by), action_id, draft)


def appeal_head(action_id: str) -> Appeal:
    """Return the head of an appeal as it stands."""
    query = select(Appeal).where(Appeal.action_id == action_id).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def arrange_appeal(action_id: str, hearer: str = "nandini", by: str = "dmitri", days: int = 0) -> None:
    """Let somebody name who hears the appeal, in a moment or some days from now."""
    at = clock.now() + timedelta(days=days, seconds=0 if days else 1)
    draft = AppealHearingDraft(factories.person_id(hearer), at, "office")
    with transaction():
        appealing.arrange_hearing(factories.actor(by), action_id, draft, appeal_head(action_id).row_version)


def decide_appeal(action_id: str, outcome: Outcome, by: str = "nandini", **changes: Any) -> None:
    """Let the hearer decide, a moment later."""
    actor = factories.actor(by)
    with clock.shifted(timedelta(seconds=2)), transaction():
        draft = DecisionDraft(outcome, "She was insulted first.", "The words were not hers alone.", **changes)
        appealing.decide_appeal(actor, proof_of(actor), action_id, draft, appeal_head(action_id).row_version)


def appealed(action_id: str, outcome: Outcome, **changes: Any) -> None:
    """Take an appeal from the employee's words to its outcome."""
    by_id = {factories.person_id(name): name for name in factories.PEOPLE}
    appeal(action_id, by_id[head(action_id).subject_id])
    arrange_appeal(action_id)
    decide_appeal(action_id, outcome, **changes)
