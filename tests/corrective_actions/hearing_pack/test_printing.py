"""A pack on paper: asked for once, printed once, numbered through, weak points first, for those with a part alone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from handbook.core import jobs
from handbook.core.db import db, new_id
from handbook.core.transaction import transaction
from handbook.corrective_actions.hearing_pack import operations, queries
from handbook.corrective_actions.hearing_pack.models import HearingPack
from handbook.documents.queries import store
from tests import factories
from tests.browser_like import Visitor
from tests.corrective_actions import stories
from tests.documents.papers import ask as ask_about

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


def ask(case_id: str, name: str = "dmitri", key: str | None = None) -> str:
    with transaction():
        return operations.ask_for_pack(factories.actor(name), case_id, "en", key or new_id())


def printed(pack_id: str) -> HearingPack:
    jobs.work_off()
    return db.session.get_one(HearingPack, pack_id, populate_existing=True)


def test_the_pack_has_contents_weak_points_first_and_page_numbers_through(context: Flask, tmp_path: Path):
    action_id = stories.served()
    stories.reply(action_id)
    pack = printed(ask(stories.head(action_id).case_id))
    file = tmp_path / "pack.pdf"
    file.write_bytes(store().get(pack.sha256))
    pages = ask_about("pdftotext", file, "-").split("\f")[:-1]
    assert (len(pages), pack.position > 0) == (pack.pages, True)
    for number, page in enumerate(pages, start=1):
        assert re.search(rf"{number} / {len(pages)}", page)
    whole = "\n".join(pages)
    places = [whole.rindex(words) for words in ("Weak points", "What happened, in its order", "The hearing")]
    assert places == sorted(places)
    assert "The queue was long." in whole
    assert "The customer insulted me first." in whole


def test_one_form_gives_one_print_and_the_job_twice_gives_one_file(context: Flask):
    case_id, key = stories.open_case(), new_id()
    assert ask(case_id, key=key) == ask(case_id, key=key)
    pack = printed(ask(case_id, key=key))
    before = (pack.sha256, pack.printed_at)
    with transaction() as session:
        session.query(jobs.Job).filter_by(kind=queries.PRINT).update({"state": "queued"})
    assert (printed(pack.id).sha256, printed(pack.id).printed_at) == before


def test_who_has_a_part_prints_and_takes_it_and_nobody_else(app: Flask, client_of: SignIn):
    with app.app_context():
        case_id = stories.open_case()
        pack = printed(ask(case_id))
        address = f"/cases/{case_id}/hearing-pack"
    browser = client_of("meera")
    browser.get(address)
    browser.submit(address)
    answer = browser.get(f"{address}/{pack.id}.pdf")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    for name in ("nandini", "janis", "asha"):
        assert client_of(name).get(f"{address}/{pack.id}.pdf").status_code in (403, 404)
    missing = client_of("dmitri").get(f"{address}/{'0' * 32}.pdf")
    assert missing.status_code == 404


def test_the_answer_about_notice_is_asked_for_any_two_days(app: Flask, client_of: SignIn):
    with app.app_context():
        case_id = stories.heard_case()
    browser = client_of("dmitri")
    browser.get(f"/cases/{case_id}/notified?as_of=2020-01-01&known_on=2020-01-02")
    assert "No text of this rule was in force" in browser.words()
    assert "Only what was recorded by the end of 2 January 2020 counts here." in browser.words()
    browser.get(f"/cases/{case_id}/notified?as_of=nonsense")
    titles = browser.tree().xpath("//ol[@class='evidence']/li/b/text()")
    assert titles == ["Text published", "Shown", "Signed", "In force", "Incident", "Discovered", "Heard"]
    assert "not yet" not in browser.tree().xpath("string(//ol[@class='evidence']/li[last()])")
