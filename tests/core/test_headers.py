"""What every answer tells the browser: what it may load, keep, frame and pass on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from handbook.app import create_app
from handbook.settings import Settings
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

PAGES = ("/sign-in", "/verify", "/healthz", "/no-such-page", "/", "/my-file", "/sign", "/people", "/jobs/none.json")


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_headers(client_of: Callable[[str], Visitor], address: str):
    headers = client_of("meera").client.get(address).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("address", [*PAGES, "/exports", "/complaints", "/ledger", "/team"])
def test_no_page_but_the_handbook_is_kept(client_of: Callable[[str], Visitor], address: str):
    assert client_of("meera").client.get(address).headers["Cache-Control"] == "no-store"


def test_the_handbook_may_be_kept_by_its_reader_who_must_ask_each_time(client_of: Callable[[str], Visitor]):
    page = client_of("asha").get("/handbook/1/en")
    kept = {word.strip() for word in page.headers["Cache-Control"].split(",")}
    assert {"private", "no-cache"} <= kept
    assert page.headers["ETag"]


def test_the_cookie_is_for_this_site_and_no_script(app: Flask):
    cookie = app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_under_https_the_cookie_is_bound_to_the_host_and_the_browser_stays_there(app: Flask, tmp_path: Path):
    data = app.extensions["handbook.settings"].data_dir
    url = app.extensions["handbook.settings"].database_url
    settings = Settings(handbook_data=data, database_url=url, handbook_base_url="https://handbook.example")
    answer = create_app(settings).test_client().get("/sign-in", base_url="https://handbook.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-handbook=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_foreign_host_is_refused(app: Flask):
    answer = app.test_client().get("/sign-in", base_url="http://evil.example")
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


def test_no_page_loads_anything_from_outside(client_of: Callable[[str], Visitor]):
    browser = client_of("meera")
    for address in ("/", "/handbook", "/my-file", "/exports", "/people", "/verify"):
        browser.get(address)
        loaded = browser.tree().xpath("//link/@href | //script/@src | //img/@src | //use/@href | //iframe/@src")
        assert loaded
        assert [one for one in loaded if not one.startswith(("/", "#", "data:"))] == []
        assert [one for one in loaded if one.startswith("//")] == []


def test_no_page_carries_code_of_its_own(client_of: Callable[[str], Visitor]):
    browser = client_of("meera")
    for address in ("/", "/handbook", "/sign", "/my-file", "/exports", "/complaints/new"):
        browser.get(address)
        assert browser.tree().xpath("//script[not(@src)] | //*[@style] | //style | //*[@onclick]") == []
