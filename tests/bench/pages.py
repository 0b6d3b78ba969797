"""The handbook page and its 304 against a Flask that says hello: in one process, and under the web server."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder

from tests.bench.company import Company, company
from tests.bench.hello import app as hello
from tests.bench.row import Row, ratio_of_pairs
from tests.installation import ROOT, free_port, installation, procfile

COMMAND = "python -m tests.bench pages"
PAIRS, CALLS = 60, 20
ROUNDS, SECONDS = 3, 3


def run() -> list[Row]:
    """Measure the page that a signed-in employee reads."""
    with company(12) as place:
        path, cookie = _enter(place)
        page, again = _both(place.app, path, cookie)
        greeting = _caller(hello, "/hello", {}, 200)
        rows = [
            _in_process("handbook page against hello, in one process", page, greeting, 0.30),
            _in_process("304 against hello, in one process", again, greeting, 0.30),
        ]
        rows += _under_the_server(place, path, cookie)
    return rows


def _enter(place: Company) -> tuple[str, str]:
    """Sign the employee in and return the address of the handbook page and the session's cookie."""
    person = next(one for one in place.sign_ins if one.role == "employee")
    client = place.app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)
    assert token
    fields = {"csrf_token": token[1], "staff_number": person.staff_number, "password": person.password}
    assert client.post("/sign-in", data=fields).status_code == 302
    seen = client.get("/handbook?lang=en", follow_redirects=True)
    assert seen.status_code == 200
    cookie = client.get_cookie("handbook", domain="localhost")
    assert cookie
    return seen.request.path, f"handbook={cookie.value}"


def _both(app: Flask, path: str, cookie: str) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return a caller of the whole page and one of its 304."""
    headers = {"Cookie": cookie}
    tag = app.test_client(use_cookies=False).get(path, headers=headers).headers["ETag"]
    return _caller(app, path, headers, 200), _caller(app, path, headers | {"If-None-Match": tag}, 304)


def _caller(app: Flask, path: str, headers: dict[str, str], status: int) -> Callable[[], None]:
    """Return a function that asks for the page as a server would, below any network."""
    ready = EnvironBuilder(path=path, base_url="http://localhost", headers=headers).get_environ()
    answers: list[str] = []

    def start_response(line: str, _headers: Any, _fault: Any = None) -> Callable[[bytes], object]:
        answers.append(line)
        return len

    def call() -> None:
        body: Iterable[bytes] = app.wsgi_app(ready | {"wsgi.input": BytesIO()}, start_response)
        b"".join(body)
        close = getattr(body, "close", None)
        if close:
            close()

    call()
    assert answers[-1].startswith(str(status)), f"{path} answers {answers[-1]}, not {status}"
    return call


def _in_process(what: str, ours: Callable[[], None], hello: Callable[[], None], goal: float) -> Row:
    pairs = [(_timed(ours), _timed(hello)) for _ in range(PAIRS)]
    mine, theirs = zip(*pairs, strict=True)
    ratio = ratio_of_pairs(theirs, mine)
    return Row(what, _micro(mine), _micro(theirs), ratio, f">= {goal:.2f}", ratio >= goal, COMMAND)


def _timed(call: Callable[[], None]) -> float:
    started = time.perf_counter()
    for _ in range(CALLS):
        call()
    return (time.perf_counter() - started) / CALLS


def _micro(seconds: tuple[float, ...]) -> str:
    return f"{sorted(seconds)[len(seconds) // 2] * 1e6:.0f} us"


def _under_the_server(place: Company, path: str, cookie: str) -> list[Row]:
    """Measure both through the web server of the Procfile by wrk; nothing where wrk is not installed."""
    wrk = shutil.which("wrk")
    if not wrk:
        return []
    data = Path(place.app.extensions["handbook.settings"].data_dir)
    with installation(data) as here:
        here.start("web")
        port = free_port()
        command = procfile()["web"].replace("wsgi:app", "tests.bench.hello:app").removeprefix("exec ").strip()
        environment = here.environment(PORT=str(port))
        other = subprocess.Popen(["/bin/sh", "-c", f"exec {command}"], cwd=ROOT, env=environment)
        try:
            time.sleep(3)
            rounds = [
                (_load(wrk, f"{here.url}{path}", cookie), _load(wrk, f"http://127.0.0.1:{port}/hello", cookie))
                for _ in range(ROUNDS)
            ]
        finally:
            other.terminate()
            other.wait(30)
    mine, theirs = zip(*rounds, strict=True)
    ratio = ratio_of_pairs(mine, theirs)
    what = "handbook page against hello, under the web server, 16 connections"
    words = [f"{sorted(values)[len(values) // 2]:.0f} a second" for values in (mine, theirs)]
    return [Row(what, words[0], words[1], ratio, "printed", True, f"wrk -t1 -c16 -d{SECONDS}s")]


def _load(wrk: str, url: str, cookie: str) -> float:
    command = [wrk, "-t1", "-c16", f"-d{SECONDS}s", "-H", f"Cookie: {cookie}", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ).stdout
    assert "Non-2xx" not in said, said
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]  # wrk always says it
