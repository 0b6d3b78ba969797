"""A small shop for journeys: the people of tests/factories.py and the short handbook of tests/texts, in force."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import time_machine
from playwright.sync_api import Browser
from sqlalchemy import update

from handbook.app import create_app
from handbook.core import clock
from handbook.core.db import db
from handbook.core.transaction import transaction
from handbook.people.models import Employee
from handbook.rules import operations as rules
from handbook.settings import Settings
from handbook.setup.operations import bring_up_to_date
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.browser.walking import Walker, phone_of, walker_of
from tests.conftest import TEXTS
from tests.installation import Installation, SignIn

HOST = "http://127.0.0.1"
SIGN_INS = [
    SignIn("employee", one.number, factories.PASSWORD, one.name, one.language) for one in factories.KNOWN.values()
]
WITH_MAIL = ("asha", "ravi", "stranger", "janis", "meera", "nandini", "dmitri", "inese")
COUNTER = '  - id: counter\n    title: {en: at the counter, te: "కౌంటర్‌లో"}\n    reads: [everyone, counter]\n'


@dataclass
class Shop:
    """A running installation, and the browsers of its people."""

    here: Installation
    browser: Browser

    def enter(self, name: str) -> Walker:
        """Sign somebody in on a phone, in English."""
        return walker_of(self.browser, self.here.url, SIGN_INS)(factories.KNOWN[name].number)

    def phone(self, person: SignIn) -> Walker:
        """Give somebody a phone on which nobody is signed in."""
        return phone_of(self.browser, self.here.url, person)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Let what follows happen below the pages, in this process."""
        with _app(self.here.data, self.here.url):
            yield

    def mails_to(self, name: str) -> list[str]:
        """Return the mails that somebody has got so far: subject and text."""
        address = mail_of(name)
        found = [_mail(path) for path in sorted((self.here.data / "mail").glob("*.eml"))]
        return [f"{mail['Subject']}\n{_text(mail)}" for mail in found if mail["To"] == address]

    def wait_for(self, holds: Callable[[], bool], walker: Walker) -> None:
        """Wait until something holds that the worker does; fail after two minutes with its last words."""
        for _each in range(480):
            if holds():
                return
            walker.page.wait_for_timeout(250)
        raise AssertionError(f"it did not come; the worker says:\n{self.here.log('worker')[-3000:]}")


def mail_of(name: str) -> str:
    """Return the mail address of somebody."""
    return f"{name}@lotus-linden.example"


def found_shop(folder: Path) -> None:
    """Fill a folder: edition 1 stands since twenty days, and Milda signed it before she left."""
    with _app(folder, HOST):
        with _days_ago(20):
            bring_up_to_date()
        factories.found_company()
        with transaction() as session:
            for name in WITH_MAIL:
                number = factories.KNOWN[name].number
                session.execute(update(Employee).where(Employee.staff_number == number).values(email=mail_of(name)))
        with _days_ago(20):
            rules.import_tree("test", texts_with_counter(folder / "texts"))
            rules.publish("test", "The first edition.")
            sign_below("milda")


def texts_with_counter(folder: Path) -> Path:
    """Copy the short handbook and let it know people at the counter."""
    shutil.copytree(TEXTS, folder)
    outline = folder / "handbook.yaml"
    words = outline.read_text(encoding="utf-8")
    outline.write_text(re.sub(r"(profiles:\n(?:  .*\n)+)", rf"\1{COUNTER}", words), encoding="utf-8")
    return folder


@contextmanager
def _app(folder: Path, url: str) -> Iterator[None]:
    app = create_app(Settings(handbook_data=folder, handbook_base_url=url))
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


@contextmanager
def _days_ago(days: int) -> Iterator[None]:
    with time_machine.travel(clock.now() - timedelta(days=days), tick=True):
        yield


def _mail(path: Path) -> EmailMessage:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
