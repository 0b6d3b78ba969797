"""Exporting over HTTP: start, watch, take away, cancel; and nobody sees the export of another."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.core import jobs
from handbook.core.access_log import AccessEntry
from handbook.core.db import db
from handbook.core.jobs import Job
from handbook.core.transaction import end_read
from handbook.exports.operations import SIGNED_PDFS, file_of
from tests import factories
from tests.acknowledgements.signing import sign_below
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


def test_who_took_what_is_written_down_at_the_start(app: Flask, client_of: SignIn):
    browser = client_of("meera")
    browser.get("/exports")
    browser.submit("/exports", edition="1")
    with app.app_context():
        found = db.session.scalars(select(AccessEntry)).all()
        assert [(one.kind, one.purpose) for one in found] == [("export", "exported the signed PDFs of edition 1")]


@pytest.mark.parametrize("value", ["", "7", "one", "-1", "9" * 30, "1; DROP TABLE job"])
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


def test_before_it_is_ready_there_is_no_file(app: Flask, client_of: SignIn):
    browser = started(client_of("meera"))
    assert browser.get(f"/exports/{the_export(app)}.zip").status_code == 404
    assert "This export is not ready yet." in browser.words()


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
    progress = jobs.JobRun.progress

    def look(run: jobs.JobRun, done: int, total: int) -> None:
        seen.append(file_of(job_id).exists())
        progress(run, done, total)

    monkeypatch.setattr(jobs.JobRun, "progress", look)
    with app.app_context():
        jobs.work_off()
        assert seen == [False, False]
        assert [path.name for path in file_of(job_id).parent.iterdir()] == [f"{job_id}.zip"]


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
