"""Markdown that means harm, through the whole gate: refused in words or tamed, within the limits; nothing fetched."""

import io
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import update

from handbook.core import flood, sandbox
from handbook.core.errors import Invalid
from handbook.core.markdown import render_apart
from handbook.core.sandbox import PUBLICATION, Limits, SandboxFailed
from handbook.core.transaction import end_read, transaction
from handbook.documents import seal
from handbook.rules import checks, composing, drafts, queries
from handbook.rules import operations as rules
from handbook.rules.faults import errors
from handbook.rules.models import DraftText
from tests.browser_like import Visitor
from tests.core import hostile_markdown as hostile
from tests.core.second_reader import slips_in, strangers_in, words_in
from tests.documents import papers
from tests.heavy.markdown_bombs import SLOW, TAME, TOO_DEEP, TOO_MUCH
from tests.publishing import desks
from tests.rules.files import rule, source

SignIn = Callable[[str], Visitor]
LIMITS = Limits(cpu_seconds=2, wall_seconds=30, memory_mb=256)
TICK = 1 / os.sysconf("SC_CLK_TCK")
NOT_STORED = {"a null", "half a letter"}  # no database takes these; forms refuse the one and browsers the other


@pytest.fixture(scope="module", autouse=True)
def _probing_helper() -> Iterator[None]:
    before, sandbox.SERVER = sandbox.SERVER, "tests.probing_server"
    sandbox._HELPER.stop()
    yield
    sandbox.SERVER = before
    sandbox._HELPER.stop()


@pytest.fixture
def meera(client_of: SignIn) -> Visitor:
    """HR at the editor."""
    flood.forget()
    browser = client_of("meera")
    browser.get(desks.ARGUE)
    return browser


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    """A server on this machine that remembers who came."""
    visits: list[str] = []

    class Remember(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visits.append(self.path)
            self.send_error(404)

        def log_message(self, *words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Remember) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        listening.visits = visits  # type: ignore[attr-defined]
        yield listening
        listening.shutdown()


def cpu_of_children() -> float:
    """Return the processor seconds of all children that the sandbox's helper has buried."""
    assert sandbox._HELPER.process is not None
    stat = Path(f"/proc/{sandbox._HELPER.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(stat[13]) + int(stat[14])) * TICK


def measured(text: str) -> tuple[str, str, float]:
    """Render in a child and return its HTML, the words of its refusal, and its processor seconds."""
    sandbox.run("tests.core.probes:rendering", {"prefixes": [], "pictures": {}}, [], LIMITS)
    before = cpu_of_children()
    meta: dict[str, object] = {"prefixes": ["bomb"], "pictures": {}}
    try:
        answer, pages = sandbox.run("tests.core.probes:rendering", meta, [text.encode()], LIMITS)
    except SandboxFailed as failure:
        for _ in range(100):  # until the helper has buried the child
            if cpu_of_children() > before:
                break
            time.sleep(0.05)
        return "", str(failure), cpu_of_children() - before
    assert float(str(answer["memory_mb"])) <= LIMITS.memory_mb
    return pages[0].decode(), "", float(str(answer["cpu"]))


@pytest.mark.database
@pytest.mark.parametrize("name", TOO_MUCH)
def test_a_bomb_is_refused_at_every_door_in_words_that_name_the_limit(name: str, meera: Visitor, app: Flask):
    bomb, words = TOO_MUCH[name]
    with app.app_context():
        assert any(words in fault.words for fault in composing.faults_of_words("never-argue", bomb))
        draft = {"en": [source(rule(body=f"# A\n\nB.\n\n{bomb}"))]}
        found = errors(checks.check_texts(draft, drafts.draft().outline()))
        assert any(words in fault.words for fault in found)
        assert name in NOT_STORED or words in refusal_to_publish(bomb)
    if name not in NOT_STORED:
        form = dict(meera.tree().get_element_by_id("editor").form_values())
        preview = meera.client.post("/handbook/draft/preview", data=form | {"body": bomb})
        assert (preview.status_code, words in words_in(preview.text)) == (400, True)
        desks.save(meera, 400, body=bomb)
        assert words in meera.words()


@pytest.mark.database
@pytest.mark.parametrize("name", ["tags in tags", "short words"])
def test_what_the_sandbox_has_to_stop_is_not_published_either(name: str, app: Flask):
    with app.app_context():
        words = refusal_to_publish(SLOW[name])
        assert "nested too deeply" in words or "took too long" in words
        assert "never-argue" in words


@pytest.mark.parametrize("name", SLOW)
def test_what_no_look_foresees_ends_within_the_limits_of_the_sandbox(name: str):
    html, words, seconds = measured(SLOW[name])
    print(f"\n{seconds:5.2f} s  {name}: {words or f'{len(html)} letters of HTML'}")
    assert seconds <= LIMITS.cpu_seconds + 1.2  # the kernel ends it a second after the limit; two ticks of its clock
    assert (len(words) > 30 and words.endswith(".")) if words else html is not None
    assert strangers_in(html[:200_000]) == []
    assert name not in TOO_DEEP or "nested too deeply" in words
    assert name not in TAME or words == ""


@pytest.mark.parametrize("name", TAME)
def test_what_would_burst_a_paper_is_gone_before_it_gets_there(name: str):
    html, words, _seconds = measured(SLOW[name])
    assert words == ""
    assert "65534" not in html
    assert "style" not in html
    assert seal.render_document(papers.handbook("en", html), papers.CSS).page_count == 2


@pytest.mark.parametrize("around", hostile.AROUND)
def test_no_script_survives_in_the_sandbox_wherever_it_stands(around: str):
    # Those that name an invisible sign are refused, see tests/core/test_markdown_dialect.py.
    texts = [around.format(text) for text in hostile.scripts() if "&#2;" not in text]
    assert len(texts) > 900
    pages = render_apart([(f"text-{number}", text) for number, text in enumerate(texts)], PUBLICATION)
    assert [str(page) for page in pages if isinstance(page, Invalid)] == []
    found = {text: strangers_in(str(page)) + slips_in(str(page)) for text, page in zip(texts, pages, strict=True)}
    assert {text: faults for text, faults in found.items() if faults} == {}


@pytest.mark.parametrize("address", hostile.ADDRESSES)
def test_a_paper_of_what_would_fetch_asks_for_nothing_and_holds_no_file(server: ThreadingHTTPServer, address: str):
    to = address.format(host=f"127.0.0.1:{server.server_port}")
    texts = [(f"text-{number}", text.format(to=to)) for number, text in enumerate(hostile.FETCHES)]
    pages = [page for page in render_apart(texts) if isinstance(page, str)]
    assert len(pages) == len(texts) > 30
    made = seal.render_document(papers.handbook("en", "\n".join(pages)), papers.CSS).pdf
    assert server.visits == []  # type: ignore[attr-defined]
    assert b"root:" not in made
    with pikepdf.open(io.BytesIO(made)) as pdf:
        kinds = {(str(one.get("/Type")), str(one.get("/Subtype"))) for one in pdf.objects if hasattr(one, "get")}
        assert "/Names" not in pdf.Root or "/EmbeddedFiles" not in pdf.Root.Names
    assert not [kind for kind in kinds if "/Image" in kind or "/Filespec" in kind or "/EmbeddedFile" in kind]


def refusal_to_publish(bomb: str) -> str:
    """Put a text into the draft past all doors, and return why it is not published."""
    text = rule("never-argue", f"# Never argue\n\nBe kind.\n\n{bomb}\n", number=2)
    end_read()
    with transaction() as session:
        place = (DraftText.rule_id == "never-argue", DraftText.language == "en")
        session.execute(update(DraftText).where(*place).values(source=text))
    before = queries.newest_edition()
    end_read()
    with pytest.raises(Invalid) as refusal:
        rules.publish("test", "A bomb.")
    assert queries.newest_edition() == before
    return str(refusal.value)
