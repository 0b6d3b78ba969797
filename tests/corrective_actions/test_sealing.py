"""The letter on paper: sealed once, each reply in a new document with all earlier pages, and never lost."""

import json
import re
import subprocess
from hashlib import sha256

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from handbook.core import jobs
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.core.jobs import Job
from handbook.core.transaction import transaction
from handbook.corrective_actions import lists
from handbook.corrective_actions.cases.disclosure import letters_of
from handbook.corrective_actions.cases.sealing_again import seal_again as seal_case_again
from handbook.corrective_actions.cases.story import story_of
from handbook.corrective_actions.ladders.ladder import Step, step_title
from handbook.corrective_actions.steps import operations, papers, queries, sealing
from handbook.corrective_actions.steps.appeals import Outcome
from handbook.corrective_actions.steps.models import StepServed
from handbook.corrective_actions.steps.operations import SEAL
from handbook.corrective_actions.steps.pages import Paper
from handbook.documents.evidence import check_attachment
from handbook.documents.letters import FOLDER
from handbook.documents.operations import keys
from handbook.documents.queries import bytes_of, store
from handbook.documents.verify import verify_pdf
from handbook.ledger.verification import verify
from handbook.people.models import Employee
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.corrective_actions import stories

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]

SLOTS = re.compile(r"\{\{ *(.*?) *\}\}|\{% (.*?) %\}")
INSULT = "She said: “You people cannot count.”\nNobody wrote that down."


def papers_of(action_id: str) -> list[Paper]:
    db.session.rollback()
    return list(queries.step_for_sealing(action_id).papers)


def words_of(data: bytes) -> str:
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


@pytest.fixture
def letter() -> str:
    """A served letter with a reply and a receipt, all sealed."""
    sign_below("asha")
    action_id = stories.served()
    stories.reply(action_id, INSULT)
    stories.confirm(action_id)
    jobs.work_off()
    return action_id


def test_every_event_has_a_sealed_document_that_holds_all_earlier_pages(letter: str):
    served, reply, receipt = (paper.document for paper in papers_of(letter))
    assert (len(served.pages), len(reply.pages), len(receipt.pages)) == (1, 2, 3)
    assert receipt.pages[:2] == reply.pages
    assert reply.pages[:1] == served.pages
    assert served.base_sha256 == reply.base_sha256 == receipt.base_sha256
    assert [served.predecessor_sha256, reply.predecessor_sha256, receipt.predecessor_sha256] == [
        None,
        served.sha256,
        reply.sha256,
    ]


def test_the_sealed_files_are_whole_and_begin_with_the_same_letter(letter: str):
    base = store().get(papers_of(letter)[0].document.base_sha256)
    for paper in papers_of(letter):
        data = bytes_of(paper.document)
        assert data.startswith(base)
        assert sha256(data).hexdigest() == paper.document.sha256
        verdict = verify_pdf(data, keys().ca_fingerprint)
        assert verdict.ok, verdict.faults


def test_the_letter_says_what_counts():
    sign_below("ravi")
    letter = stories.served("ravi")
    jobs.work_off()
    words = words_of(bytes_of(papers_of(letter)[0].document))
    for piece in (
        "Written warning",
        "Ravi Kumar, 000516, cashier, Rīga, Centrs",
        "Dmitrijs Liepa (decided) · Meera Nair (approved)",
        "You signed the text in force on that day",
        "The queue was long",
        "Receipt, not agreement.",
        "How this letter was decided and served",
        stories.head(letter).proposal_sha256[:16],
    ):
        assert piece in words


def test_the_reply_travels_with_the_letter_word_for_word(letter: str):
    served, reply, receipt = (words_of(bytes_of(paper.document)) for paper in papers_of(letter))
    said = " ".join(INSULT.split())
    assert said not in served
    assert said in reply
    assert said in receipt
    assert papers_of(letter)[0].document.sha256[:16] in reply


def test_the_evidence_inside_leads_to_its_checkpoint_by_itself(letter: str):
    expected = ["step.proposed", "step.approved", "step.served", "step.statement", "step.received"]
    for number, paper in enumerate(papers_of(letter), 3):
        attached = verify_pdf(bytes_of(paper.document), keys().ca_fingerprint).attachments
        records, faults = check_attachment(next(iter(attached.values())))
        assert not faults
        assert [record["type"] for record in records] == expected[:number]


def test_no_customer_and_no_complaint_travels_with_the_letter(letter: str):
    for paper in papers_of(letter):
        attached = verify_pdf(bytes_of(paper.document), keys().ca_fingerprint).attachments
        text = "".join(json.dumps(json.loads(data)) for data in attached.values())
        assert "complaint" not in text


def test_sealing_again_changes_nothing(letter: str):
    before = papers_of(letter)
    for paper in before:
        sealing.seal_letter(job_for(letter, paper.record_id))
    assert papers_of(letter) == before


def test_the_ledger_stands_after_all_of_it(letter: str):
    assert verify().ok


def test_a_reply_that_is_sealed_first_seals_the_letter_before_it():
    action_id = stories.served()
    stories.reply(action_id)
    sealing.seal_letter(job_for(action_id, papers_of(action_id)[1].record_id))
    assert [len(paper.document.pages) for paper in papers_of(action_id)] == [1, 2]


def test_a_seal_that_fails_three_times_is_a_task_and_the_evidence_stands():
    action_id = stories.served()
    record = papers_of(action_id)[0].record_id
    folder = store().root
    folder.rename(folder.with_name("away"))
    folder.touch()  # no folder can be made here now
    jobs.work_off()
    failed = db.session.scalars(select(Job).where(Job.kind == SEAL)).one()
    assert (failed.state, failed.tries) == ("failed", 3)
    assert db.session.get_one(StepServed, record).served_on
    (task,) = lists.failed_seals(factories.actor("nandini"))
    assert task.reference == stories.head(action_id).reference
    assert lists.failed_seals(factories.actor("asha")) == []
    folder.unlink()
    folder.with_name("away").rename(folder)
    with transaction():
        operations.seal_again(factories.actor("meera"), action_id)
    jobs.work_off()
    assert papers_of(action_id)[0].document
    assert [task.action_id for task in lists.failed_seals(factories.actor("nandini"))] == []


def test_a_letter_of_a_case_that_fails_is_a_task_of_its_people_alone_and_is_tried_again():
    case_id = stories.open_case()
    stories.begin(case_id)
    stories.tell(case_id)
    folder = store().root
    folder.rename(folder.with_name("away"))
    folder.touch()  # no folder can be made here now
    jobs.work_off()
    folder.unlink()
    folder.with_name("away").rename(folder)
    reference = stories.case_head(case_id).reference
    failed = {name: lists.failed_seals(factories.actor(name)) for name in ("meera", "dmitri", "nandini", "asha")}
    assert [[task.reference for task in tasks] for tasks in failed.values()] == [[reference], [reference], [], []]
    assert (failed["meera"][0].case_id, failed["meera"][0].action_id) == (case_id, None)
    with pytest.raises(NotFound), transaction():
        seal_case_again(factories.actor("nandini"), case_id)
    with transaction():
        seal_case_again(factories.actor("dmitri"), case_id)
    jobs.work_off()
    assert letters_of(story_of(case_id))[0].document
    assert lists.failed_seals(factories.actor("meera")) == []


def test_words_of_any_script_and_any_mark_come_out_as_they_were_typed():
    said = "కస్టమర్ నన్ను తిట్టారు. <b>not bold</b> & “quotes”"
    action_id = stories.served()
    stories.reply(action_id, said)
    jobs.work_off()
    words = words_of(bytes_of(papers_of(action_id)[1].document))
    assert "<b>not bold</b> & “quotes”" in words
    assert "కస్టమర్ నన్ను తిట్టారు." in words


def test_a_long_reply_gets_as_many_pages_as_it_needs():
    action_id = stories.served()
    stories.reply(action_id, "\n".join(f"Line {number} of what I have to say." for number in range(120)))
    jobs.work_off()
    words = words_of(bytes_of(papers_of(action_id)[1].document))
    assert "Line 0 of" in words
    assert "Line 119 of" in words


def test_the_letter_speaks_the_language_that_it_says_it_speaks(letter: str):
    language = db.session.scalars(select(StepServed.language)).one()
    with force_locale(language):
        title = step_title(Step.WRITTEN)
    data = bytes_of(papers_of(letter)[0].document)
    assert title in words_of(data)
    assert language == ("en" if title == "Written warning" else "te")


def test_a_language_without_words_of_ours_gets_an_english_letter():
    with transaction() as session:
        session.get_one(Employee, factories.person_id("asha")).language = "xx"
    action_id = stories.served()
    jobs.work_off()
    assert db.session.scalars(select(StepServed.language)).one() == "en"
    assert "Written warning" in words_of(bytes_of(papers_of(action_id)[0].document))


def test_every_later_event_is_a_new_document_with_all_earlier_pages():
    with transaction() as session:
        session.get_one(Employee, factories.person_id("asha")).language = "en"
    action_id = stories.served()
    stories.refuse(action_id, words="I do not take that.")
    stories.appealed(action_id, Outcome.REDUCED, reduced_step=Step.VERBAL, reduced_months=3)
    jobs.work_off()
    made = papers_of(action_id)
    assert [paper.kind for paper in made] == ["served", "refused", "appeal_lodged", "appeal_decided"]
    assert [len(paper.document.pages) for paper in made] == [1, 2, 3, 4]
    data = bytes_of(made[-1].document)
    assert verify_pdf(data, keys().ca_fingerprint).ok
    words = words_of(data)
    for piece in (
        "Receipt refused before two witnesses",
        "I do not take that.",
        factories.PEOPLE["olga"].name,
        "We have your appeal",
        "The customer began it.",
        "What came of your appeal",
        "The step is reduced to a verbal warning.",
        "The words were not hers alone.",
    ):
        assert piece in words


def test_a_letter_of_each_language_has_the_same_parts():
    parts = {path.name for path in (FOLDER / "en" / "parts").glob("step-*.md")}
    for language in ("te", "hi", "lv"):
        assert {path.name for path in (FOLDER / language / "parts").glob("step-*.md")} == parts
        for name in parts:
            slots = [sorted(SLOTS.findall((FOLDER / one / "parts" / name).read_text())) for one in ("en", language)]
            assert slots[0] == slots[1], (language, name)


@pytest.mark.parametrize("language", ["te", "hi", "lv"])
def test_the_letter_is_written_in_the_language_of_the_employee(language: str):
    with transaction() as session:
        session.get_one(Employee, factories.person_id("asha")).language = language
    action_id = stories.served()
    page = queries.step_for_sealing(action_id)
    assert page.served.language == language
    html = papers.letter_html(sealing._rows(page))
    assert f'<html lang="{language}">' in html
    assert {"te": "మీ హక్కులు", "hi": "आपके अधिकार", "lv": "Jūsu tiesības"}[language] in html
    assert "Your rights" not in html


def test_a_dismissal_is_written_in_english_where_nobody_wrote_it_otherwise_and_says_so():
    action_id = stories.served(step=Step.DISMISSAL)
    jobs.work_off()
    words = words_of(bytes_of(papers_of(action_id)[0].document))
    for piece in ("Dismissal", "You are dismissed without notice.", "Language of the letter", "Appeal"):
        assert piece in words
    assert db.session.scalars(select(StepServed.language)).one() == "en"


def job_for(action_id: str, record_id: str) -> jobs.JobRun:
    return jobs.JobRun("", SEAL, record_id, {"action_id": action_id, "record_id": record_id}, None)
