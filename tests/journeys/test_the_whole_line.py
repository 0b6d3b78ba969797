"""The whole line over HTTP: rule, signature, complaint, case, step, letter, answer, work file, export, proof."""

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask_babel import format_date

from handbook.core import clock, jobs
from handbook.corrective_actions.ladders.ladder import lapses_on
from tests import factories
from tests.acknowledgements.signing import read_and_sign
from tests.browser_like import Visitor
from tests.corrective_actions import stories as cases

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
WORDS = "The cashier said three times that the bill was right, louder each time, and served the next person."
MISSING = "0" * 32


class Story:
    """The people of the story at their browsers, and what they have made so far."""

    def __init__(self, app: Flask, client_of: SignIn, clock_hand: time_machine.Traveller) -> None:
        self.app, self.client_of, self.clock_hand = app, client_of, clock_hand
        self.browsers: dict[str, Visitor] = {}
        self.complaint = self.case = self.action = ""
        self.happened = clock.now()

    def __getitem__(self, name: str) -> Visitor:
        if name not in self.browsers:
            self.browsers[name] = self.client_of(name)
        return self.browsers[name]

    def id_of(self, name: str) -> str:
        """Return a person's id."""
        with self.app.app_context():
            return factories.person_id(name)

    def later(self, minutes: int = 5) -> datetime:
        """Let some minutes pass and return the time on the wall of the shop."""
        self.clock_hand.shift(timedelta(minutes=minutes))
        return clock.local(clock.now(), "Asia/Kolkata")

    def work(self) -> None:
        """Let the worker do what waits."""
        with self.app.app_context():
            jobs.work_off()


@pytest.fixture
def story(app: Flask, client_of: SignIn) -> Iterator[Story]:
    """A story that begins now and whose clock can be moved on."""
    with time_machine.travel(clock.now(), tick=True) as hand:
        yield Story(app, client_of, hand)


def test_from_the_signed_rule_to_the_proof_in_a_strangers_hand(story: Story, tmp_path: Path):
    receipt = asha_signs(story)
    janis_writes_a_complaint_down(story)
    asha_learns_nothing_of_it(story)
    meera_takes_it_on_and_asks_whether_the_rule_was_notified(story)
    meera_opens_a_case(story)
    asha_is_told_and_heard(story)
    dmitri_proposes_a_written_warning(story)
    nandini_approves(story)
    meera_serves(story)
    asha_reads_answers_and_confirms(story)
    it_stands_in_the_work_file_with_its_lapse_day(story)
    asha_learns_nothing_of_it(story)
    papers = [*exported(story, tmp_path), *letters(story, tmp_path)]
    assert len(papers) == 4
    everybody_can_check(story, papers)
    one_changed_byte_is_refused(story, papers, tmp_path)
    assert "The ledger is whole" in command(story, 0, "ledger", "verify")
    assert story["asha"].get(receipt).status_code == 200


def test_no_person_can_be_two_of_those(story: Story):
    asha_signs(story)
    janis_writes_a_complaint_down(story)
    meera_takes_it_on_and_asks_whether_the_rule_was_notified(story)
    page = story["meera"]
    page.get(f"/complaints/{story.complaint}/case")
    for name in ("meera", "asha", "janis"):
        fields = case_fields(story) | {"decider_id": story.id_of(name)}
        assert press(page, "", f"/complaints/{story.complaint}/case", **fields).status_code == 400, name
    meera_opens_a_case(story)
    asha_is_told_and_heard(story)
    for name in ("meera", "nandini", "janis"):
        assert story[name].get(f"/cases/{story.case}/propose").status_code in (200, 403, 404)
        assert propose(story, name, "nandini").status_code in (400, 403, 404)
    for approver in ("dmitri", "asha", "janis", "ravi"):
        assert propose(story, "dmitri", approver).status_code == 400, approver
    dmitri_proposes_a_written_warning(story)
    page = story["dmitri"]
    page.get(f"/actions/{story.action}")
    assert "Approve this step" not in page.words()
    proposal = re.search(r"[0-9a-f]{64}", open_step(story, "nandini").page.text)
    assert proposal is not None
    for name in ("dmitri", "meera", "asha", "janis"):
        fields = {"approve-proposal": proposal[0], "approve-password": factories.PASSWORD}
        assert post(story[name], f"/actions/{story.action}/approve", **fields).status_code in (403, 404), name
    nandini_approves(story)


def asha_signs(story: Story) -> str:
    receipt = read_and_sign(story["asha"], "asha")
    story.work()
    story["asha"].get(receipt)
    assert story["asha"].link("Open the sealed PDF")
    return receipt


def janis_writes_a_complaint_down(story: Story) -> None:
    happened = story.happened = story.later() - timedelta(minutes=1)
    story.later()
    page = story["janis"]
    page.get("/complaints/new")
    place = page.form("").fields["location_id"]
    page.submit(
        "",
        words=WORDS,
        location_id=place,
        place="till 2",
        happened_on=happened.date().isoformat(),
        happened_time=happened.strftime("%H:%M"),
        customer_name="Mrs Gupta",
        customer_contact="by telephone",
    )
    story.complaint = last_part(page)
    assert WORDS in page.words()


def asha_learns_nothing_of_it(story: Story) -> None:
    page = story["asha"]
    foreign, missing = page.get(f"/complaints/{story.complaint}"), page.get(f"/complaints/{MISSING}")
    assert foreign.status_code == missing.status_code == 404
    assert alike(foreign.text, story.complaint) == alike(missing.text, MISSING)
    page.get("/complaints")
    assert "No complaint to show" in page.words()
    assert page.get(f"/complaints/{story.complaint}/customer").status_code in (403, 404)
    assert page.get("/cases").status_code == 403


def meera_takes_it_on_and_asks_whether_the_rule_was_notified(story: Story) -> None:
    page = story["meera"]
    page.get(f"/complaints/{story.complaint}")
    assert WORDS not in page.words()
    page.submit("/take-on")
    assert WORDS in page.words()
    page.submit("/people", **{"person-person": "000512"})
    page.submit("/rules", **{"rule-rule_id": "never-argue", "rule-employee_id": story.id_of("asha")})
    words = page.words()
    assert "Was this rule notified on that day?" in words
    assert "Yes, signed." in words
    assert "Never argue with a customer, version 1, edition 1" in words
    assert page.client.get(page.link("The sealed signature")).mimetype == "application/pdf"
    for step in ("assess", "investigate"):
        story.later()
        page.get(f"/complaints/{story.complaint}")
        where = f"/complaints/{story.complaint}/stage"
        assert press(page, "/stage", where, **{"move-words": "I heard both.", "move-step": step}).status_code == 200


def meera_opens_a_case(story: Story) -> None:
    page = story["meera"]
    page.get(f"/complaints/{story.complaint}")
    page.get(page.link("Open a case"))
    page.page = press(page, "", page.page.request.path, **case_fields(story))
    assert page.page.status_code == 200, page.words()
    story.case = last_part(page)
    assert "Mrs Gupta" not in page.page.text


def asha_is_told_and_heard(story: Story) -> None:
    """Let the process of the case go its way; its pages have a test of their own."""
    with story.app.app_context():
        cases.hear_out(story.case)


def dmitri_proposes_a_written_warning(story: Story) -> None:
    story.later()
    story["dmitri"].page = propose(story, "dmitri", "nandini")
    page = story["dmitri"]
    assert page.page.status_code == 200, page.words()
    story.action = last_part(page)
    assert "Waits for approval" in page.words()
    assert story["asha"].get(f"/actions/{story.action}").status_code == 404


def nandini_approves(story: Story) -> None:
    story.later()
    page = story["nandini"]
    page.get("/")
    assert "1 step waits for your approval" in page.words()
    open_step(story, "nandini")
    page.submit("/approve", 400, **{"approve-password": "wrong"})
    page.submit("/approve", **{"approve-password": factories.PASSWORD})


def meera_serves(story: Story) -> None:
    story.later()
    open_step(story, "meera")
    story["meera"].submit("/serve", **{"serve-manner": "portal", "serve-password": factories.PASSWORD})
    story.work()


def asha_reads_answers_and_confirms(story: Story) -> None:
    page = story["asha"]
    page.get("/")
    assert "A letter for you" in page.words()
    page.get(page.link("Read the letter"))
    assert "Written warning" not in page.words()
    page.submit("/open")
    story.work()
    page.get(page.page.request.path)
    assert "Written warning" in page.words()
    assert "Mrs Gupta" not in page.page.text
    assert page.client.get(page.link("Read the letter")).mimetype == "application/pdf"
    page.submit("/statement", **{"statement-words": "నేను ఒక్కసారే చెప్పాను.", "statement-language": "te"})
    assert "నేను ఒక్కసారే చెప్పాను." in page.words()
    story.work()
    story.later()
    page.get(page.page.request.path)
    page.submit("/receipt", **{"receipt-password": factories.PASSWORD})
    story.work()
    page.get("/")
    assert "A letter for you" not in page.words()


def it_stands_in_the_work_file_with_its_lapse_day(story: Story) -> None:
    page = story["asha"]
    page.get("/my-file")
    words = page.words()
    assert "One step is live." in words
    with story.app.test_request_context(headers={"Accept-Language": "en"}):
        lapse = format_date(lapse_day(), "long")
    assert lapse in words
    for line in ("Signed the handbook, edition 1", "Written warning"):
        assert line in words
    file = story["meera"].get(f"/people/{story.id_of('asha')}/file").text
    assert lapse in file
    assert "Mrs Gupta" not in file


def exported(story: Story, folder: Path) -> list[Path]:
    """Let meera export the signed handbooks and return the files."""
    page = story["meera"]
    page.get("/exports")
    page.submit("/exports", edition="1")
    story.work()
    page.get("/exports")
    archive = zipfile.ZipFile(io.BytesIO(page.client.get(page.link("Download the file")).data))
    papers = [name for name in archive.namelist() if name.endswith(".pdf")]
    archive.extractall(folder / "export", papers)
    return [folder / "export" / name for name in papers]


def letters(story: Story, folder: Path) -> list[Path]:
    """Take the three sealed papers of the letter: as served, with the statement, with the receipt."""
    page = open_step(story, "asha")
    addresses = sorted({str(one) for one in page.tree().xpath("//a[contains(@href, 'letter.pdf')]/@href")})
    found = []
    for number, address in enumerate(addresses):
        path = folder / f"letter-{number}.pdf"
        path.write_bytes(page.client.get(address).data)
        found.append(path)
    return found


def everybody_can_check(story: Story, papers: list[Path]) -> None:
    said = command(story, 0, "documents", "verify", *map(str, papers))
    assert said.count("genuine and unaltered") == len(papers)
    for path in papers:
        assert tool("qpdf", "--check", path).returncode == 0
        signed = tool("pdfsig", "-nocert", path).stdout
        assert "Signature is Valid." in signed
        assert "Total document signed" in signed
        visitor = Visitor(story.app)
        visitor.get("/verify?lang=en")
        token = visitor.form("/verify").fields["csrf_token"]
        data = {"csrf_token": token, "file": (io.BytesIO(path.read_bytes()), "paper.pdf")}
        visitor.page = visitor.client.post("/verify", data=data)
        assert "Yes. This file is genuine and unaltered." in visitor.words()


def one_changed_byte_is_refused(story: Story, papers: list[Path], folder: Path) -> None:
    data = bytearray(papers[0].read_bytes())
    data[len(data) // 2] ^= 1
    altered = folder / "altered.pdf"
    altered.write_bytes(data)
    said = command(story, 1, "documents", "verify", str(altered), str(papers[1]))
    assert f"{papers[1]}: genuine and unaltered" in said


def propose(story: Story, name: str, approver: str) -> object:
    """Let somebody send the proposal form of the case, naming this approver."""
    day = story.happened
    fields = {
        "step": "written",
        "observed_on": day.date().isoformat(),
        "observed_time": day.strftime("%H:%M"),
        "place": "till 2",
        "observed": "She said it three times.",
        "heard": "She says that it was once.",
        "reasons": "The rule is known and the talk in May was about the same.",
        "change": "Say it once, then fetch the supervisor.",
        "change_by": (day.date() + timedelta(days=30)).isoformat(),
        "help": "An hour of practice.",
        "approver_id": story.id_of(approver),
        "deviation_reason": "It was talked about in May.",
        "password": factories.PASSWORD,
        "idempotency_key": json.dumps([name, approver]).encode().hex().ljust(32, "0")[:32],
        "row_version": "0",
    }
    return post(story[name], f"/cases/{story.case}/propose", **fields)


def case_fields(story: Story) -> dict[str, str]:
    return {
        "subject_id": story.id_of("asha"),
        "rule_id": "never-argue",
        "allegation": "A point was repeated three times.",
        "decider_id": story.id_of("dmitri"),
    }


def open_step(story: Story, name: str) -> Visitor:
    page = story[name]
    page.get(f"/actions/{story.action}")
    assert page.page.status_code == 200
    return page


def press(page: Visitor, action: str, address: str, **fields: str) -> object:
    """Send a form of the page with the value of the button that was pressed."""
    values = dict(page.form(action).form_values()) | fields
    return page.client.post(address, data=values, follow_redirects=True)


def post(page: Visitor, address: str, **fields: str) -> object:
    """Send fields to an address as somebody would who knows the form but was not shown it."""
    page.get("/my-file")
    token = page.form("/sign-out").fields["csrf_token"]
    return page.client.post(address, data={"csrf_token": token, **fields}, follow_redirects=True)


def command(story: Story, expect: int, *arguments: str) -> str:
    done = story.app.test_cli_runner().invoke(args=list(arguments))
    assert done.exit_code == expect, done.output
    return str(done.output)


def tool(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(one) for one in arguments], capture_output=True, text=True, check=False)


def lapse_day() -> date:
    return lapses_on(clock.today("Asia/Kolkata"), 6)


def last_part(page: Visitor) -> str:
    found = re.fullmatch(r"/[a-z]+/([0-9a-f]{32})", page.page.request.path)
    assert found is not None, page.page.request.path
    return found[1]


def alike(page: str, asked: str) -> str:
    page = re.sub(r'<span class="hash">[0-9A-F]{8}</span>', "NUMBER", page.replace(asked, "ID"))
    return re.sub(r'name="csrf_token" value="[^"]+"', "TOKEN", page)
