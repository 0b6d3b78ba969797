"""One man's way in the demo: four complaints, three warnings, a dismissal, and an appeal that reduces it."""

from collections.abc import Mapping

from handbook.complaints import operations as complaints
from handbook.complaints import queries as complaints_read
from handbook.complaints.lifecycle import Finding
from handbook.complaints.operations import FindingDraft
from handbook.complaints.queries import Move
from handbook.core.db import new_id
from handbook.core.transaction import transaction
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.outsiders import Asked
from handbook.corrective_actions.steps import answering, appealing, ending
from handbook.corrective_actions.steps import operations as steps
from handbook.corrective_actions.steps import queries as steps_read
from handbook.corrective_actions.steps.answering import RefusalDraft
from handbook.corrective_actions.steps.appealing import AppealDraft, DecisionDraft, HearingDraft
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.demo import leading
from handbook.demo.breaches import (
    APPEAL,
    APPEAL_HEARD,
    APPEAL_REASONS,
    BREACHES,
    REFUSAL,
    RULE,
    STATEMENT,
    Breach,
)
from handbook.demo.complaining import Matter, complain, complaint_version
from handbook.demo.guests import invite
from handbook.demo.leading import OFFICE, Led
from handbook.demo.past import acting, moment_of, on_day, proven
from handbook.demo.people import HR, HYDERABAD, LEFT, OWNER, SECOND_HR, SUPERVISOR, ZONES
from handbook.people import queries as people
from handbook.workfile.copies import operations as copies

APPROVER, HEARER, WITNESS = "G-0001", "G-0002", "000514"
ZONE = ZONES[HYDERABAD]
# So many days after the complaint.
TOLD, ANSWERED, HEARD, DECIDED, APPROVED, SERVED, CLOSED, OVER = 2, 3, 9, 10, 11, 14, 15, 24
NOTICE_DAYS = 18  # from the day of the proposal: two weeks from the day on which the letter is handed over
# What follows the last letter, so many days ago.
APPEALED, HEARER_INVITED, ARRANGED, APPEAL_HEARING = 23, 21, 20, 4
FREE = "Beside Meera Nair nobody here is free to approve it: the others had another part in the matter."
NOBODY = "Everybody here who may hear an appeal had a part in the matter."


def tell_of_a_dismissal(passwords: Mapping[str, str]) -> str:
    """Let four complaints lead to four steps, the last a dismissal under appeal; return the id of the dismissal."""
    action_id = ""
    for breach in BREACHES:
        action_id = _lead(passwords, breach)
    with on_day(APPEALED, 20, ZONE), transaction():
        appealing.lodge_appeal(acting(LEFT), action_id, AppealDraft(APPEAL, "en"))
    with on_day(HEARER_INVITED, 11, ZONE):
        case_id = steps_read.step_for(acting(OWNER), action_id).action.case_id
        personnel = proven(SECOND_HR, passwords)
        hearer_id = invite(personnel, HEARER, passwords[HEARER], case_id, Asked.HEARER, NOBODY)
    with on_day(ARRANGED, 10, ZONE), transaction():
        when = moment_of(APPEAL_HEARING - ARRANGED, 11, ZONE)
        appealing.arrange_hearing(acting(HR), action_id, HearingDraft(hearer_id, when, OFFICE), 1)
    return action_id


def reduce_it(passwords: Mapping[str, str], action_id: str) -> None:
    """Let the guest who has heard the appeal reduce the dismissal, now, and personnel have his file copied for him.

    Nobody has placed him again yet.
    """
    hearer, proof = proven(HEARER, passwords)
    draft = DecisionDraft(Outcome.REDUCED, APPEAL_HEARD, APPEAL_REASONS, Step.FINAL, 12)
    with transaction():
        appealing.decide_appeal(hearer, proof, action_id, draft, 2)
    with transaction():
        copies.order_copy(acting(HR), people.employee_by_number(LEFT).id, new_id())


def _lead(passwords: Mapping[str, str], breach: Breach) -> str:
    """Let one matter go its way from the complaint to the letter, and what follows it; return the step's id."""
    complaint_id = complain(_matter(breach), breach.days)
    told = complaints_read.complaint_for(acting(SECOND_HR), complaint_id)
    led = Led(passwords, breach, told.happened_at or told.filed_at, LEFT, ZONE)
    with on_day(breach.days - TOLD, 10, ZONE):
        case_id = leading.tell(led, complaint_id)
    with on_day(breach.days - ANSWERED, 18, ZONE):
        leading.answer(led, case_id)
    if breach.step is not Step.VERBAL:
        with on_day(breach.days - ANSWERED, 19, ZONE):
            leading.arrange(led, case_id, HEARD - ANSWERED, 10)
        with on_day(breach.days - HEARD, 10, ZONE):
            leading.hear(led, case_id)
    action_id = _decided(led, case_id)
    with on_day(breach.days - SERVED, 15, ZONE):
        leading.hand_over(led, action_id)
    with on_day(breach.days - SERVED, 16, ZONE):
        _answered(led, action_id)
    with on_day(breach.days - CLOSED, 11, ZONE):
        _close(complaint_id)
    if breach.step is not Step.DISMISSAL:
        with on_day(breach.days - OVER, 3, ZONE):
            ending.end_cases()
    return action_id


def _matter(breach: Breach) -> Matter:
    seen = "Looked into: the list of shifts and a colleague at the next counter."
    return Matter(breach.customer, "kitchen goods", RULE, LEFT, SECOND_HR, looked_into=seen, news_in=CLOSED)


def _decided(led: Led, case_id: str) -> str:
    """Let the owner propose the step, and those whom the ladder asks approve it; return the step's id."""
    approvers = {Step.VERBAL: (), Step.DISMISSAL: (HR, APPROVER)}.get(led.breach.step, (HR,))
    with on_day(led.breach.days - HEARD, 16, ZONE):
        if APPROVER in approvers:
            personnel = proven(SECOND_HR, led.passwords)
            invite(personnel, APPROVER, led.passwords[APPROVER], case_id, Asked.APPROVER, FREE)
    with on_day(led.breach.days - DECIDED, 11, ZONE):
        asked = tuple(people.employee_by_number(number).id for number in approvers)
        action_id = leading.propose(led, case_id, asked, NOTICE_DAYS)
    for hour, number in enumerate(approvers, 17):
        with on_day(led.breach.days - APPROVED, hour, ZONE):
            leading.approve(led, action_id, number)
    return action_id


def _answered(led: Led, action_id: str) -> None:
    """Let the man confirm the first two letters, refuse the third before two witnesses, and write to the last."""
    if led.breach.step is Step.FINAL:
        witnesses = (proven(SUPERVISOR, led.passwords)[1], proven(WITNESS, led.passwords)[1])
        with transaction():
            answering.record_refusal(acting(OWNER), witnesses, action_id, RefusalDraft(REFUSAL, "en"))
        return
    if led.breach.step is Step.DISMISSAL:
        with transaction():
            steps.add_statement(acting(LEFT), action_id, STATEMENT, "en", new_id())
        return
    person, proof = proven(LEFT, led.passwords)
    with transaction():
        steps.confirm_receipt(person, proof, action_id, "en")


def _close(complaint_id: str) -> None:
    """Let personnel write down what was found, answer the customer at the counter and close the complaint."""
    handler = acting(SECOND_HR)
    found = FindingDraft(Finding.SUBSTANTIATED, "The customer and a colleague tell the same, and he does not deny it.")
    with transaction():
        complaints.find(handler, complaint_id, found, complaint_version(handler, complaint_id))
    for move in (Move.RESPOND, Move.CLOSE):
        words = "The answer was given at the counter, with an apology."
        with transaction():
            complaints.move(handler, complaint_id, move, words, complaint_version(handler, complaint_id))
