"""Exporting over HTTP: choose, start, watch, take away, cancel; and nobody sees the export of another."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from handbook.core import jobs
from handbook.core.access_log import AccessEntry
from handbook.core.db import db
from handbook.core.jobs import Job
from handbook.core.transaction import end_read, transaction
from handbook.exports import packing
from handbook.exports.operations import SIGNED_PDFS, file_of, sweep_exports
from tests import factories
from tests.acknowledgements.signing import publish_change, sign_below
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
MISSING = "0" * 32


def test_meera_packs_watches_and_takes_away(app: Flask, client_of: SignIn):
    with app.app_context():
        sign_below("asha")
        jobs.work_off()
    browser = client_of("meera")
    browser.get("/exports")
    browser.submit("/exports", edition="1")
    job_id = the_export(app)
    assert watch(browser, job_id)["state"] == "queued"
    assert watch(browser, job_id)["url"] is None
    with app.app_context():
        jobs.work_off()
    seen = watch(browser, job_id)
    assert (seen["state"], seen["done"], seen["total"]) == ("done", 1, 1)
    assert seen["words"] == "1 signed PDF packed"
    answer = browser.client.get(seen["url"])
    assert answer.headers["Content-Disposition"] == "attachment; filename=signed-handbook-edition-1.zip"
    assert "index.csv" in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    browser.get("/exports")
    assert browser.link("Download the file") == seen["url"]


def test_the_newest_edition_is_chosen_until_the_address_says_otherwise(app: Flask, client_of: SignIn):
    with app.app_context():
        sign_below("asha")
        publish_change()
    browser = client_of("meera")
    browser.get("/exports")
    assert browser.form("/exports").fields["edition"] == "2"
    assert "0 signatures match" in browser.words()
    browser.get("/exports?edition=1")
    assert "1 signature matches" in browser.words()
    browser.get("/exports?edition=all")
    assert browser.form("/exports").fields["edition"] == "all"
    assert "1 signature matches" in browser.words()


def test_the_number_that_matches_stands_there_before_the_start(app: Flask, client_of: SignIn):
    with app.app_context():
        sign_below("asha")
        jobs.work_off()
        for name in ("lakshmi", "ravi"):
            sign_below(name)
    browser = client_of("meera")
    browser.get("/exports?edition=1&location=Banjara+Hills")
    assert "2 signatures match" in browser.words()
    assert browser.tree().xpath("//dl/*/text()") == ["People", "2", "Not sealed yet", "1"]
    browser.get("/exports?edition=1&person=ravi")
    assert "1 signature matches" in browser.words()


def test_what_was_shown_is_what_is_packed(app: Flask, client_of: SignIn):
    with app.app_context():
        for name in ("asha", "lakshmi", "ravi"):
            sign_below(name)
        jobs.work_off()
    browser = client_of("meera")
    browser.get("/exports?edition=1&location=Banjara+Hills&from_on=2020-01-01&to_on=2199-12-31&person=reddy")
    browser.submit("/exports")
    with app.app_context():
        jobs.work_off()
    browser.get("/exports")
    assert "Edition 1 · Banjara Hills · 1 January 2020 to 31 December 2199 · reddy" in browser.words()
    archive = zipfile.ZipFile(io.BytesIO(browser.client.get(browser.link("Download the file")).data))
    assert [name.partition("_")[0] for name in archive.namelist()] == ["edition-1/000512", "index.csv"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("edition=7", "Edition: choose one of the list."),
        ("location=Nowhere", "Signed at: choose one of the list."),
        ("from_on=yesterday", "This is no day of the calendar."),
        ("to_on=0001-01-01", "This is no day of the calendar."),
        ("from_on=2026-03-02&to_on=2026-03-01", "To: the last day is before the first."),
        ("person=" + "x" * 101, "This is too long: 100 characters at most."),
    ],
)
def test_a_choice_that_cannot_be_is_told_and_nothing_can_be_started(client_of: SignIn, query: str, words: str):
    browser = client_of("meera")
    assert browser.get(f"/exports?{query}").status_code == 200
    assert words in browser.words()
    assert not browser.tree().xpath("//form[@action='/exports'][@method='post']")


def test_a_second_click_starts_no_second_export(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    browser.get("/exports")
    fields = dict(browser.form("/exports").form_values())
    for _click in range(2):
        assert browser.client.post("/exports", data=fields).status_code == 302
    the_export(app)
    browser.get("/exports")
    browser.submit("/exports")
    with app.app_context():
        assert len(db.session.scalars(select(Job)).all()) == 2, "the page was loaded again: this one is meant"


def test_the_form_of_one_person_is_not_the_form_of_another(app: Flask, client_of: SignIn):
    browser, other = client_of("meera"), client_of("nandini")
    browser.get("/exports")
    key = browser.form("/exports").fields["idempotency_key"]
    browser.submit("/exports")
    other.get("/exports")
    other.submit("/exports", idempotency_key=key)
    with app.app_context():
        assert len(db.session.scalars(select(Job)).all()) == 2


def test_who_took_what_is_written_down(app: Flask, client_of: SignIn):
    with app.app_context():
        sign_below("asha")
        sign_below("ravi")
        jobs.work_off()
        asha = factories.person_id("asha")
    browser = client_of("meera")
    for address in ("/exports?edition=1&location=Banjara+Hills", "/exports?edition=all"):
        browser.get(address)
        browser.submit("/exports")
    with app.app_context():
        jobs.work_off()
    browser.get("/exports")
    browser.client.get(browser.tree().xpath("//a[contains(@href, '.zip')]/@href")[-1])
    with app.app_context():
        found = db.session.scalars(select(AccessEntry).order_by(AccessEntry.id)).all()
        assert {one.kind for one in found} == {"export"}
        assert [(one.purpose, one.employee_id) for one in found] == [
            ("exported signed PDFs: Edition 1 · Banjara Hills", asha),
            ("exported signed PDFs: All editions", None),
            ("took signed PDFs away: Edition 1 · Banjara Hills", asha),
        ]


@pytest.mark.parametrize("value", ["", "7", "0", "one", "-1", "9" * 30, "1; DROP TABLE job"])
def test_another_edition_is_refused_with_what_to_change(app: Flask, client_of: SignIn, value: str):
    browser = client_of("meera")
    browser.get("/exports")
    fields = dict(browser.form("/exports").form_values()) | {"edition": value}
    browser.page = browser.client.post("/exports", data=fields)
    assert browser.page.status_code == 400
    assert "Edition: choose one of the list." in browser.words()
    with app.app_context():
        assert db.session.scalars(select(Job)).all() == []
        assert db.session.scalars(select(AccessEntry)).all() == []


def test_before_the_first_edition_there_is_nothing_to_pack(bare_app: Flask):
    browser = Visitor(bare_app)
    browser.get("/sign-in?lang=en")
    browser.submit("/sign-in", staff_number=factories.PEOPLE["meera"].number, password=factories.PASSWORD)
    assert browser.get("/exports").status_code == 200
    assert "No edition is published yet" in browser.words()


def test_a_waiting_export_is_cancelled(app: Flask, client_of: SignIn):
    browser = started(client_of("meera"))
    job_id = the_export(app)
    browser.submit(f"/exports/{job_id}/cancel")
    assert watch(browser, job_id)["state"] == "cancelled"
    with app.app_context():
        assert jobs.work_off() == 0
        assert not file_of(job_id).exists()
    assert browser.get(f"/exports/{job_id}.zip").status_code == 404


def test_what_a_cancelled_export_has_packed_goes_at_once(
    app: Flask, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
):
    with app.app_context():
        for name in ("asha", "ravi", "lakshmi"):
            sign_below(name)
        jobs.work_off()
    browser = started(client_of("meera"))
    job_id = the_export(app)
    monkeypatch.setattr(packing, "BATCH", 1)
    progress = jobs.JobRun.progress

    def cancel_after_one(run: jobs.JobRun, done: int, total: int) -> None:
        if done == 1:
            assert file_of(job_id).with_suffix("").is_dir()
            with transaction():
                jobs.cancel(job_id)
        progress(run, done, total)

    monkeypatch.setattr(jobs.JobRun, "progress", cancel_after_one)
    with app.app_context():
        jobs.work_off()
        assert list(file_of(job_id).parent.iterdir()) == []
    seen = watch(browser, job_id)
    assert (seen["state"], seen["done"], seen["total"]) == ("cancelled", 1, 3)


def test_what_a_dead_worker_has_packed_goes_when_it_is_cancelled(
    app: Flask, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
):
    with app.app_context():
        sign_below("asha")
        sign_below("ravi")
        jobs.work_off()
    browser = started(client_of("meera"))
    job_id = the_export(app)

    def die(run: jobs.JobRun, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, app.app_context(), pytest.raises(KeyboardInterrupt):
        patched.setattr(jobs.JobRun, "progress", die)
        jobs.work_off()
    with app.app_context():
        assert file_of(job_id).with_suffix("").is_dir()
    browser.get("/exports")
    browser.submit(f"/exports/{job_id}/cancel")
    with app.app_context():
        jobs.work_off()
        assert list(file_of(job_id).parent.iterdir()) == []
    assert watch(browser, job_id)["state"] == "cancelled"


def test_before_it_is_ready_there_is_no_file(app: Flask, client_of: SignIn):
    browser = started(client_of("meera"))
    assert browser.get(f"/exports/{the_export(app)}.zip").status_code == 404
    assert "it is not ready yet, or its time is over" in browser.words()


def test_a_failed_export_says_why_and_what_to_do(app: Flask, client_of: SignIn):
    browser = started(client_of("meera"))
    job_id = the_export(app)
    with app.app_context():
        file_of(job_id).parent.write_text("a file where the folder should be")
        jobs.work_off()
    seen = watch(browser, job_id)
    assert seen["state"] == "failed"
    assert "Start it again; if it fails again, ask your administrator." in seen["words"]
    browser.get("/exports")
    assert "The export failed:" in browser.words()


def test_no_half_file_ever_has_the_name_of_a_whole_one(app: Flask, client_of: SignIn, monkeypatch: pytest.MonkeyPatch):
    with app.app_context():
        sign_below("asha")
        sign_below("ravi")
        jobs.work_off()
    started(client_of("meera"))
    job_id = the_export(app)
    seen: list[bool] = []
    monkeypatch.setattr(packing, "BATCH", 1)
    progress = jobs.JobRun.progress

    def look(run: jobs.JobRun, done: int, total: int) -> None:
        seen.append(file_of(job_id).exists())
        progress(run, done, total)

    monkeypatch.setattr(jobs.JobRun, "progress", look)
    with app.app_context():
        jobs.work_off()
        assert seen == [False, False, False]
        assert [path.name for path in file_of(job_id).parent.iterdir()] == [f"{job_id}.zip"]


def test_a_file_is_kept_for_a_week_and_the_page_says_so(app: Flask, client_of: SignIn):
    with app.app_context():
        sign_below("asha")
        jobs.work_off()
    moment = datetime.now(UTC)
    browser = started(client_of("meera"))
    job_id = the_export(app)
    with app.app_context():
        jobs.work_off()
    browser.get("/exports")
    last = moment + timedelta(days=7)
    assert f"kept until {last.day} {last:%B %Y}" in browser.words()
    with time_machine.travel(moment + timedelta(days=6, hours=23)), app.app_context():
        assert sweep_exports() == 0
        assert file_of(job_id).exists()
    with time_machine.travel(moment + timedelta(days=7, minutes=5)):
        with app.app_context():
            assert sweep_exports() == 1
            assert list(file_of(job_id).parent.iterdir()) == []
        browser = client_of("meera")
        assert browser.get(f"/exports/{job_id}.zip").status_code == 404
        assert watch(browser, job_id)["url"] is None
        browser.get("/exports")
        assert "Removed, because its time was over." in browser.words()


def test_the_sweep_takes_what_belongs_to_nobody_and_leaves_what_is_under_way(app: Flask, client_of: SignIn):
    started(client_of("meera"))
    job_id = the_export(app)
    with app.app_context():
        folder = file_of(job_id).parent
        for name in (job_id, "0" * 32):
            (folder / name).mkdir(parents=True)
        (folder / f"{'1' * 32}.zip").write_bytes(b"of nobody")
        assert sweep_exports() == 2
        assert [path.name for path in folder.iterdir()] == [job_id]


@pytest.mark.parametrize("address", ["/jobs/{}.json", "/exports/{}.zip"])
def test_the_export_of_another_and_a_missing_one_are_answered_alike(app: Flask, client_of: SignIn, address: str):
    started(client_of("meera"))
    job_id = the_export(app)
    with app.app_context():
        jobs.work_off()
    browser = client_of("nandini")
    foreign, missing = browser.get(address.format(job_id)), browser.get(address.format(MISSING))
    assert foreign.status_code == missing.status_code == 404
    assert alike(foreign.text, job_id) == alike(missing.text, MISSING)
    browser.get("/exports")
    assert job_id not in browser.page.text


def test_nobody_cancels_the_export_of_another(app: Flask, client_of: SignIn):
    browser = started(client_of("meera"))
    job_id = the_export(app)
    other = client_of("nandini")
    other.get("/exports")
    token = other.form("/exports").fields["csrf_token"]
    answers = [other.client.post(f"/exports/{one}/cancel", data={"csrf_token": token}) for one in (job_id, MISSING)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert watch(browser, job_id)["state"] == "queued"


def test_another_kind_of_job_is_no_export(app: Flask, client_of: SignIn):
    with app.app_context():
        sign_below("meera")
        seal = db.session.scalars(select(Job.id)).one()
    assert client_of("meera").get(f"/jobs/{seal}.json").status_code == 404


def test_the_page_takes_as_many_queries_with_ten_exports_as_with_one(
    app: Flask, client_of: SignIn, counting: Callable[[], object]
):
    browser = client_of("meera")
    numbers = []
    for more in (1, 9):
        for _each in range(more):
            started(browser)
        with app.app_context(), counting() as statements:
            browser.get("/exports?edition=1&from_on=2026-01-01&person=asha")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1], statements.seen


@pytest.mark.parametrize("name", ["asha", "janis", "dmitri", "inese", "olga"])
def test_exports_are_for_personnel_alone(app: Flask, client_of: SignIn, name: str):
    browser = client_of(name)
    for address in ("/exports", f"/jobs/{MISSING}.json", f"/exports/{MISSING}.zip"):
        assert browser.get(address).status_code == 403
    token = browser.get("/my-file") and browser.form("/sign-out").fields["csrf_token"]
    assert browser.client.post("/exports", data={"csrf_token": token, "edition": "1"}).status_code == 403
    with app.app_context():
        assert db.session.scalars(select(Job)).all() == []


def started(browser: Visitor) -> Visitor:
    browser.get("/exports")
    browser.submit("/exports", edition="1")
    return browser


def watch(browser: Visitor, job_id: str) -> dict[str, object]:
    return dict(browser.client.get(f"/jobs/{job_id}.json").get_json())


def the_export(app: Flask) -> str:
    with app.app_context():
        end_read()
        return db.session.scalars(select(Job.id).where(Job.kind == SIGNED_PDFS)).one()


def alike(page: str, asked: str) -> str:
    page = re.sub(r'<span class="hash">[0-9A-F]{8}</span>', "NUMBER", page.replace(asked, "ID"))
    return re.sub(r'name="csrf_token" value="[^"]+"', "TOKEN", page)
