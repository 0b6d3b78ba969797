"""A story by the program's own operations after which every table of evidence has rows."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from handbook.acknowledgements.models import Acknowledgement
from handbook.adjustments.lifecycle import ReplyKind
from handbook.company.models import Location
from handbook.complaints import operations as complaints
from handbook.complaints.lifecycle import Move
from handbook.complaints.models import Complaint, ComplaintIdentity
from handbook.complaints.operations import ComplaintDraft
from handbook.core import clock, guards, jobs
from handbook.core.access_log import note_reading
from handbook.core.db import db, new_id
from handbook.core.transaction import transaction
from handbook.corrective_actions.cases import operations as cases
from handbook.corrective_actions.cases.operations import CaseDraft
from handbook.corrective_actions.ladders.ladder import Step
from handbook.corrective_actions.steps import operations as steps
from handbook.corrective_actions.steps import proposing
from handbook.corrective_actions.steps.models import CorrectiveAction
from handbook.corrective_actions.steps.proposing import ProposalDraft
from handbook.customers import letter_queries, writing
from handbook.customers.lifecycle import LetterKind, Manner
from handbook.customers.writing import LetterDraft
from handbook.ledger.access_roots import commit_access_root
from handbook.ledger.checkpoints import take_checkpoint
from handbook.ledger.keyring import signing_key
from handbook.ledger.models import Leaf
from handbook.ledger.notes import TreeHead, sign_note
from handbook.ledger.recovery import declare_recovery
from handbook.ledger.tombstones import leave_tombstone
from handbook.people import credentials
from handbook.people.sign_in import BY_PASSWORD, Proof
from handbook.workfile import operations as own_file
from handbook.workfile.copies import operations as copying
from tests import paintings
from tests.acknowledgements import answering
from tests.adjustments import stories as agreements
from tests.corrective_actions import inviting
from tests.corrective_actions import stories as walk
from tests.corrective_actions.ladders import stories as ladders
from tests.factories import PEOPLE, actor, person_id
from tests.faults import crowd
from tests.heavy import story_cases, story_of_voices, story_steps
from tests.publishing import stories as drafts

RULE = "never-argue"


def tell() -> None:
    """Let it all happen: signatures, a dispute, a complaint, a case of two steps, readings, an erasure, a loss."""
    for name in ("asha", "lakshmi", "ravi"):
        sign(name)
    checkpoint()
    ask_and_decline("stranger")
    set_aside("ravi")
    complaint_id = complain("asha", customer="Mrs Gupta")
    case_id = open_case(complaint_id, "asha")
    walk.hear_out(case_id)
    refused = propose(case_id, "Talk to her first.")
    judge(refused, approve=False)
    accepted = propose(case_id, "She was coached in March and in May.")
    judge(accepted, approve=True)
    answer(accepted)
    add_to_own_file("asha")
    read_about("asha")
    write_to_customer(complaint_id)
    recover(complaint_id)
    erase_identity(complain("lakshmi", customer="Mr Kalniņš"))
    confirm_a_comma()
    hand_out_a_slip("lakshmi")
    agree("asha")
    ladders.tell()
    invite_and_part(case_id)
    story_of_voices.tell(complaint_id)
    story_steps.tell()
    story_cases.tell()
    declare_loss()
    jobs.work_off()
    checkpoint()


def confirm_a_comma() -> None:
    """Let meera call a changed comma editorial and nandini confirm it."""
    drafts.change_a_comma()
    drafts.call_it_editorial()


def hand_out_a_slip(name: str) -> None:
    """Let HR print a slip for somebody who has forgotten the password."""
    meera = actor("meera")
    with transaction():
        credentials.issue_slip(meera, person_id(name))


def agree(name: str) -> None:
    """Let HR write down what is agreed with somebody, the person object, and HR end it."""
    kept = agreements.record(name)
    agreements.reply(kept, ReplyKind.OBJECTED, "That was for Saturdays too.", by=name)
    agreements.end(kept)


def invite_and_part(case_id: str) -> None:
    """Let meera invite somebody from outside to approve, and end the invitation."""
    made = inviting.draft(inviting.Asked.APPROVER)
    inviting.end(inviting.invitation(inviting.invite(case_id, made=made)))


def proof(name: str) -> Proof:
    """Return somebody as proven a moment ago, by a password that HR had handed over."""
    who = actor(name)
    now = clock.now()
    return Proof(
        who.account_id,
        who.employee_id,
        now,
        BY_PASSWORD,
        now - timedelta(days=90),
        now - timedelta(hours=3),
        person_id("meera"),
    )


def sign(name: str) -> None:
    """Let somebody read every section in Telugu and sign."""
    number = PEOPLE[name].number
    crowd.let_read([number], "te")
    crowd.sign(number, "te")


def ask_and_decline(name: str) -> None:
    """Let somebody ask, meera answer, and the person decline all the same."""
    answering.answer("meera", answering.ask(name))
    answering.decline(name, "I want to speak with my union first.")


def set_aside(name: str) -> None:
    """Let somebody dispute the own signature and meera set it aside."""
    signed = db.session.scalars(select(Acknowledgement.id).where(Acknowledgement.employee_id == person_id(name))).one()
    answering.find("meera", answering.dispute(signed, name))


def complain(about: str, customer: str) -> str:
    """Let janis write a complaint down and meera take it on and look into it; return its id."""
    place = db.session.scalars(select(Location.id).where(Location.name == "Banjara Hills")).one()
    draft = ComplaintDraft(
        idempotency_key=new_id(),
        words="I was told three times, louder each time, that the bill was right.",
        location_id=place,
        place="till 2",
        happened_at=clock.now() - timedelta(minutes=5),
        customer_name=customer,
        customer_contact="by telephone, in the evening",
    )
    janis, meera, subject = actor("janis"), actor("meera"), person_id(about)
    with transaction():
        complaint_id = complaints.file_complaint(janis, draft)
    with transaction():
        complaints.take_on(meera, complaint_id, version_of(complaint_id))
    with transaction():
        complaints.name_person(meera, complaint_id, subject, version_of(complaint_id))
    with transaction():
        complaints.name_rule(meera, complaint_id, RULE, subject, version_of(complaint_id))
    for move in (Move.ASSESS, Move.INVESTIGATE):
        with transaction():
            complaints.move(meera, complaint_id, move, "Looked into.", version_of(complaint_id))
    return complaint_id


def write_to_customer(complaint_id: str) -> None:
    """Let meera write to the customer that it takes longer."""
    meera, version = actor("meera"), version_of(complaint_id)
    head = letter_queries.letter_head(meera, complaint_id)
    later = head.due_on + timedelta(days=7)
    draft = LetterDraft(new_id(), LetterKind.LATE, Manner.POST, "We still ask.", version, due_on=later)
    text = writing.written(meera, head, draft)
    with transaction():
        writing.send_letter(meera, complaint_id, draft, text)


def recover(complaint_id: str) -> None:
    """Let meera say sorry to the customer and add a picture of the receipt."""
    meera, pictures = actor("meera"), complaints.bring_photos([paintings.jpeg()])
    with transaction():
        complaints.record_apology(meera, complaint_id, "We are sorry.", "phone", version_of(complaint_id))
    with transaction():
        complaints.add_photos(meera, complaint_id, pictures, version_of(complaint_id))


def open_case(complaint_id: str, about: str) -> str:
    """Let meera open a case that dmitri decides; return its id."""
    meera = actor("meera")
    draft = CaseDraft(person_id(about), RULE, "She argued with a customer at till 2.", person_id("dmitri"))
    with transaction():
        return cases.open_case(meera, complaint_id, draft)


def propose(case_id: str, reasons: str) -> str:
    """Let dmitri propose a written warning that nandini is to approve; return the step's id."""
    dmitri, proven = actor("dmitri"), proof("dmitri")
    draft = ProposalDraft(
        idempotency_key=new_id(),
        step=Step.WRITTEN,
        observed_at=clock.now() - timedelta(minutes=5),
        place="till 2",
        observed="She contradicted the customer three times.",
        heard="She says that the bill was right.",
        reasons=reasons,
        change="Correct a fact once, calmly; then fetch the supervisor.",
        change_by=clock.now().date() + timedelta(days=30),
        help="An hour with the head of service.",
        not_notified_reason="She had read the rule, and signed it a few minutes later.",
        approver_ids=(person_id("nandini"),),
        deviation_reason="A talk did not help.",
    )
    with transaction():
        return proposing.propose(dmitri, proven, case_id, draft)


def judge(action_id: str, *, approve: bool) -> None:
    """Let nandini approve what was proposed, or not."""
    nandini, proven = actor("nandini"), proof("nandini")
    proposal = db.session.get_one(CorrectiveAction, action_id).proposal_sha256
    with transaction():
        if approve:
            steps.approve(nandini, proven, action_id, proposal)
        else:
            steps.decline(nandini, proven, action_id, proposal, "Nobody has talked to her yet.")


def answer(action_id: str) -> None:
    """Serve the letter to asha, who replies and confirms that she has it."""
    meera, asha = actor("meera"), actor("asha")
    serving, receiving = proof("meera"), proof("asha")
    version = db.session.get_one(CorrectiveAction, action_id).row_version
    with transaction():
        steps.serve(meera, serving, action_id, "in person", version)
    with transaction():
        steps.add_statement(asha, action_id, "నేను ఒక్కసారే చెప్పాను.", "te", new_id())
    with transaction():
        steps.confirm_receipt(asha, receiving, action_id, "te")


def add_to_own_file(name: str) -> None:
    """Let somebody add own words to the own file, and HR have a copy of it made."""
    with transaction():
        own_file.add_statement(actor(name), "I was new at this till.", "en", new_id())
    with transaction():
        copying.order_copy(actor("meera"), person_id(name), new_id())


def read_about(name: str) -> None:
    """Let HR read a work file some minutes ago, and the ledger commit to it; and once more without a root."""
    meera, subject = actor("meera"), person_id(name)
    with clock.shifted(-timedelta(minutes=10)):
        for purpose in ("preparing a talk", "answering a question"):
            note_reading(meera, subject, "work file", None, purpose)
    with transaction():
        assert commit_access_root() is not None


def erase_identity(complaint_id: str) -> None:
    """Erase the customer's name from a complaint as the owner of the database does it, leaving a tombstone."""
    record_id = db.session.scalars(
        select(ComplaintIdentity.id).where(ComplaintIdentity.complaint_id == complaint_id)
    ).one()
    with transaction() as session:
        leave_tombstone(record_id, "retention has ended", "Meera Nair and Dmitrijs Liepa")
        guards.remove(session.connection())
        session.execute(delete(ComplaintIdentity).where(ComplaintIdentity.id == record_id))
        guards.install(session.connection())


def declare_loss() -> None:
    """Declare that seven records were lost of which a checkpoint outside still speaks."""
    key, size = signing_key(), db.session.scalar(select(func.max(Leaf.index))) or 0
    lost = sign_note(TreeHead(key.name, size + 7, bytes(32)), clock.now().replace(microsecond=0), key)
    with transaction():
        declare_recovery(lost, "The disk of the shop failed.", "command line, on behalf of Meera Nair")


def checkpoint() -> None:
    """Take a checkpoint and keep it in the database."""
    with transaction():
        take_checkpoint()


def version_of(complaint_id: str) -> int:
    """Return the row version of a complaint as a form would carry it."""
    return db.session.scalars(select(Complaint.row_version).where(Complaint.id == complaint_id)).one()
