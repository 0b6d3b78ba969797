"""What has happened about conduct in the demo company: thanks, a talk, a warning under appeal, a hearing to come."""

from datetime import timedelta

from handbook.complaints.operations import ComplaintDraft
from handbook.conversations import operations as conversations
from handbook.conversations.lifecycle import Kind
from handbook.conversations.operations import ConversationDraft
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases import answering, hearings, telling
from handbook.corrective_actions.cases import operations as cases
from handbook.corrective_actions.cases import queries as cases_read
from handbook.corrective_actions.cases.folder_kinds import AnswerKind
from handbook.corrective_actions.cases.hearings import HearingDraft
from handbook.corrective_actions.cases.operations import CaseDraft
from handbook.corrective_actions.cases.telling import NoticeDraft
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps import appealing, proposing
from handbook.corrective_actions.steps import operations as steps
from handbook.corrective_actions.steps import queries as steps_read
from handbook.corrective_actions.steps.appealing import AppealDraft
from handbook.corrective_actions.steps.draft import ProposalDraft
from handbook.customers import operations as customers
from handbook.demo.complaining import shop
from handbook.demo.past import acting, days_ago
from handbook.demo.people import ASHA, HR, LAKSHMI, OWNER, SECOND_HR, SUPERVISOR
from handbook.people import queries as people
from handbook.people.sign_in import prove
from handbook.voices import operations as voices
from handbook.voices.operations import ComplimentDraft


def tell_of_a_warning(passwords: dict[str, str], complaint_id: str, rule_id: str) -> None:
    """Four days ago a verbal warning was handed over; Lakshmi wrote a statement, and appealed the day after."""
    with days_ago(5):
        case_id = _told(passwords, complaint_id, rule_id, LAKSHMI, SECOND_HR)
        with transaction():
            words = "The customer pulled at my sleeve. I stepped back and asked for the supervisor."
            answering.say(acting(LAKSHMI), case_id, AnswerKind.ANSWER, words, "en", new_id())
    with days_ago(4):
        action_id = _warned(passwords, case_id)
        with transaction():
            words = "Nobody was at the second till. I asked twice."
            steps.add_statement(acting(LAKSHMI), action_id, words, "en", new_id())
    with days_ago(3), transaction():
        draft = AppealDraft("The second till was closed, and I had asked for help.", "en", "")
        appealing.lodge_appeal(acting(LAKSHMI), action_id, draft)


def tell_of_a_case(passwords: dict[str, str], complaint_id: str, rule_id: str, person: str) -> None:
    """Since yesterday a person knows in writing what is alleged, and when they are heard."""
    with days_ago(1):
        case_id = _told(passwords, complaint_id, rule_id, person, HR)
        owner = acting(OWNER)
        with transaction():
            starts = (clock.now() + timedelta(days=8)).replace(hour=9, minute=30)
            draft = HearingDraft(starts, "Office behind the shop", "Olena Bondar; a companion of your choice")
            hearings.arrange(owner, case_id, draft, case_version(owner, case_id))


def tell_of_voices() -> None:
    """Yesterday a customer thanked Asha, and the supervisor set a goal with Lakshmi; today a customer complains."""
    with days_ago(1):
        today = clock.today("Asia/Kolkata")
        thanks = ComplimentDraft(new_id(), "She carried the box to my car in the rain.", "en", shop(), today, "Asha")
        with transaction():
            compliment_id = voices.keep_compliment(None, thanks)
        with transaction():
            voices.match_compliment(acting(HR), compliment_id, people.employee_by_number(ASHA).id)
        goal = ConversationDraft(
            idempotency_key=new_id(),
            employee_id=people.employee_by_number(LAKSHMI).id,
            kind=Kind.GOAL,
            words="Call me as soon as a second customer waits; we look at it together.",
            language="en",
            happened_on=today,
            check_ins=(today + timedelta(days=1), today + timedelta(days=14)),
        )
        with transaction():
            conversations.record(acting(SUPERVISOR), goal)
    draft = ComplaintDraft(
        idempotency_key=new_id(),
        words="The lamp I was sold as new has a scratched base.",
        location_id=shop(),
        place="lamps",
        happened_at=clock.now() - timedelta(hours=2),
        customer_name="Mr Das",
    )
    with transaction():
        customers.complain(draft)


def _told(passwords: dict[str, str], complaint_id: str, rule_id: str, person: str, investigator: str) -> str:
    """Let HR open a case, begin it, and hand the notice over; return the case's id."""
    proof = prove(investigator, passwords[investigator], "127.0.0.1")
    actor, owner = acting(investigator, proof), people.employee_by_number(OWNER).id
    allegation = "You are said to have spoken sharply to a customer."
    draft = CaseDraft(people.employee_by_number(person).id, rule_id, allegation, owner)
    with transaction():
        case_id = cases.open_case(actor, complaint_id, draft)
    with transaction():
        cases.begin(actor, case_id, case_version(actor, case_id))
    notice = NoticeDraft(allegation, "A talk, a warning, or nothing may follow.", "in person")
    with transaction():
        telling.give_notice(actor, proof, case_id, notice, case_version(actor, case_id))
    return case_id


def _warned(passwords: dict[str, str], case_id: str) -> str:
    """Let the owner decide on a verbal warning and hand it over; return the step's id."""
    proof = prove(OWNER, passwords[OWNER], "127.0.0.1")
    owner = acting(OWNER, proof)
    draft = ProposalDraft(
        idempotency_key=new_id(),
        step=Step.VERBAL,
        observed_at=clock.now() - timedelta(days=2),
        place="Banjara Hills, till 1",
        observed="You raised your voice and turned away while the customer was speaking.",
        heard="The customer pulled at your sleeve; the second till was closed.",
        reasons="What came before explains it and does not undo it.",
        change="Step back, and call the supervisor at the first sign.",
        change_by=clock.now().date() + timedelta(days=30),
        help="A second till on Saturdays, and an hour with the supervisor.",
        not_notified_reason="She signed the first edition; the change of the second one was read with her in the talk.",
        approver_ids=(),
        deviation_reason="A talk about the same thing was held in spring.",
    )
    with transaction():
        action_id = proposing.propose(owner, proof, case_id, draft)
    with transaction():
        version = steps_read.step_for(owner, action_id).action.row_version
        steps.serve(owner, proof, action_id, "in person", version)
    return action_id


def case_version(actor: Actor, case_id: str) -> int:
    """Return the row version of a case as it stands."""
    return cases_read.case_for(actor, case_id, "en").head.row_version
