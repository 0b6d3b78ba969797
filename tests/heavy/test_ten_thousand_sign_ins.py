"""Ten thousand tries to sign in, from many addresses at many numbers, at the real web server: staff still get in."""

import http.client
import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from handbook.app import create_app
from handbook.core.actor import Actor
from handbook.core.clock import now
from handbook.core.db import db
from handbook.core.transaction import transaction
from handbook.people import credentials
from handbook.people.attempts import PER_ADDRESS, PER_NUMBER
from handbook.people.models import SignInAttempt
from handbook.people.queries import account_id, employee_by_number, roles_of
from handbook.settings import Settings
from tests.installation import Installation, SignIn, installation, load_demo

TRIES = 10_000
ATTACKERS = 16
KNOWN_NUMBERS = 6
MADE_UP_NUMBERS = 14
IDLE = 5.0


@dataclass
class Browser:
    """A browser at one address of this machine, over a connection that stays open."""

    port: int
    source: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    used: float = 0.0

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=60, source_address=(self.source, 0)
        )

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, str, str]:
        """Send a request and return status, location and text; cookies are kept, redirects are not followed."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if method == "POST":
            body = urlencode(fields | {"csrf_token": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self.used > IDLE:
            self.connection.close()  # as a browser does, before the server does; the next request opens it anew
        self.used = time.monotonic()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
        self.token = found[1] if found else self.token
        return answer.status, answer.headers.get("Location", ""), text

    def sign_in(self, number: str, password: str) -> tuple[int, float]:
        """Open the page and send the form; return the status and the seconds of both together."""
        begun = time.monotonic()
        self.ask("GET", "/sign-in?lang=en")
        status, _location, _text = self.ask("POST", "/sign-in", staff_number=number, password=password)
        return status, time.monotonic() - begun


@dataclass(frozen=True)
class Siege:
    """An installation under attack, and who belongs there: one left alone, one attacked, one to be switched off."""

    here: Installation
    attacked: list[SignIn]
    calm: SignIn
    leaver: SignIn
    hr: SignIn


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    data = tmp_path_factory.mktemp("siege")
    people = load_demo(data)
    staff = [one for one in people if one.role == "employee"]
    others = [one for one in people if one.role not in ("employee", "hr")]
    hr = next(one for one in people if one.role == "hr")
    with installation(data) as here:
        here.start("web")
        yield Siege(here, [staff[0], *others][:KNOWN_NUMBERS], staff[1], staff[2], hr)


def test_ten_thousand_tries_cost_few_hashes_and_keep_nobody_out(siege: Siege):
    since = now()
    leaver = Browser(siege.here.port, "127.0.0.1")
    assert leaver.sign_in(siege.leaver.staff_number, siege.leaver.password)[0] == 302
    owner = Browser(siege.here.port, "127.0.0.1")
    victim = siege.attacked[0]
    assert owner.sign_in(victim.staff_number, victim.password)[0] == 302, "the browser is known from now on"
    numbers = [one.staff_number for one in siege.attacked] + [f"77{n:04}" for n in range(MADE_UP_NUMBERS)]
    begun = time.monotonic()
    with ThreadPoolExecutor(ATTACKERS + 1) as crowd:
        attacks = [crowd.submit(attack, siege.here.port, n, numbers) for n in range(ATTACKERS)]
        visits: list[tuple[int, float]] = []
        while not all(one.done() for one in attacks):
            visits.append(Browser(siege.here.port, "127.0.0.1").sign_in(siege.calm.staff_number, siege.calm.password))
            owner.cookies.pop("handbook")  # closed and opened again: the session is gone, the browser is the same
            visits.append(owner.sign_in(victim.staff_number, victim.password))
            time.sleep(0.25)
        answers = sum((one.result() for one in attacks), Counter[int]())
    lasted = time.monotonic() - begun
    checked, right = counted(siege.here, since)
    times = sorted(seconds for _status, seconds in visits)
    print(
        f"\n{TRIES} tries from {ATTACKERS} addresses at {len(numbers)} numbers in {lasted:.0f} s: {dict(answers)}; "
        f"{checked} wrong ones were hashed (at most {len(numbers) * PER_NUMBER}); meanwhile {len(times)} sign-ins of "
        f"staff, page and form together: median {median(times):.2f} s, worst {times[-1]:.2f} s"
    )
    assert sum(answers.values()) == TRIES
    assert set(answers) == {400, 429}
    assert checked <= min(len(numbers) * PER_NUMBER, ATTACKERS * PER_ADDRESS)
    assert {status for status, _seconds in visits} == {302}, "staff get in, also at a number that is under attack"
    assert right == len(visits) + 2
    assert len(visits) > 4
    switch_off(siege)
    status, location, _text = leaver.ask("GET", "/my-file")
    assert (status, location.partition("?")[0]) == (302, "/sign-in"), "the next request of who was switched off"


def attack(port: int, which: int, numbers: list[str]) -> Counter[int]:
    """Try so many passwords from an address of one's own; return how often each status came back."""
    browser = Browser(port, f"127.0.1.{which + 1}")
    browser.ask("GET", "/sign-in?lang=en")
    answers: Counter[int] = Counter()
    for at, number in enumerate(islice(cycle(numbers[which % 3 :] + numbers), TRIES // ATTACKERS)):
        status, _location, _text = browser.ask("POST", "/sign-in", staff_number=number, password=f"guess-number-{at}")
        answers[status] += 1
    return answers


def counted(here: Installation, since: datetime) -> tuple[int, int]:
    """Return how many tries reached the check since a moment: wrong ones and right ones."""
    with _application(here).app_context():
        count = select(SignInAttempt.succeeded, func.count()).where(SignInAttempt.at >= since)
        rows = db.session.execute(count.group_by(SignInAttempt.succeeded))
        found = dict(rows.all())
        db.engine.dispose()
    assert None not in found, "no try is left in the middle of its check"
    return found.get(False, 0), found.get(True, 0)


def switch_off(siege: Siege) -> None:
    """Let HR switch an account off, as the page does."""
    with _application(siege.here).app_context():
        hr, leaver = (employee_by_number(one.staff_number) for one in (siege.hr, siege.leaver))
        actor = Actor(account_id(hr.id), hr.id, hr.name, roles_of(hr.id, now().date()))
        with transaction():
            credentials.disable(actor, leaver.id, "Has left.")
        db.engine.dispose()


def _application(here: Installation):
    return create_app(Settings(handbook_data=Path(here.data), handbook_base_url=here.url))
