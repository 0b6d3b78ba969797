"""What the tests of the ways in share: evidence, mails, a slip from page to page, codes of a telephone."""

import email
import re
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default

import pyotp
from flask import Flask
from sqlalchemy import select, update

from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.installation import current_settings
from handbook.core.transaction import transaction
from handbook.ledger.models import Leaf
from handbook.people import second_step
from handbook.people.models import Account, CredentialEvent, Employee
from handbook.people.sign_in import BY_PASSWORD, Proof
from tests import factories
from tests.browser_like import Visitor

NEW = "violet-harbour-lantern-7"


def events(name: str) -> list[str]:
    """Return what happened to somebody's ways in, oldest first."""
    query = select(CredentialEvent.what).where(CredentialEvent.employee_id == factories.person_id(name))
    return list(db.session.scalars(query.join(Leaf, Leaf.record_id == CredentialEvent.id).order_by(Leaf.index)))


def newest_event(name: str) -> CredentialEvent:
    """Return the newest event of somebody."""
    query = select(CredentialEvent).where(CredentialEvent.employee_id == factories.person_id(name))
    found = db.session.scalar(query.order_by(CredentialEvent.recorded_at.desc()).limit(1))
    assert found is not None
    return found


def mails(app: Flask) -> list[EmailMessage]:
    """Do what waits, and return every mail that has left, oldest first."""
    with app.app_context():
        jobs.work_off()
        folder = current_settings().data_dir / "mail"
    paths = sorted(folder.glob("*.eml")) if folder.exists() else []
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in paths]


def words_of(mail: EmailMessage) -> str:
    """Return the plain words of a mail, blanks folded."""
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def token_in(mail: EmailMessage) -> str:
    """Return the token of the link in a mail."""
    found = re.search(r"/welcome/([\w-]+)", words_of(mail))
    assert found, words_of(mail)
    return found[1]


def reached_by(name: str, mail: str | None = None, mobile: str | None = None) -> None:
    """Put somebody's address and telephone on file."""
    with transaction() as session:
        values = {"email": mail, "mobile": mobile}
        session.execute(update(Employee).where(Employee.id == factories.person_id(name)).values(**values))


def without_password(name: str) -> None:
    """Let somebody be new: an account that nobody has ever used."""
    with transaction() as session:
        who = Account.employee_id == factories.person_id(name)
        session.execute(update(Account).where(who).values(password_hash=None, password_set_at=None))


def account(name: str) -> Account:
    """Return somebody's account as it stands in the database now."""
    db.session.rollback()
    found = db.session.scalar(select(Account).where(Account.employee_id == factories.person_id(name)))
    assert found is not None
    return found


def proof_of(name: str) -> Proof:
    """Return what typing the password gives, without the work of hashing it."""
    now, one = (
        clock.now(),
        db.session.scalars(select(Account).where(Account.employee_id == factories.person_id(name))).one(),
    )
    return Proof(one.id, one.employee_id, now, BY_PASSWORD, one.password_set_at or now, one.issued_at, one.issued_by)


def held_by(name: str, holder: str | None) -> None:
    """Let somebody's mail address have been written down by somebody else, long ago."""
    with transaction() as session:
        values = {
            "email_set_at": clock.now() - timedelta(days=400),
            "email_set_by": holder and factories.person_id(holder),
        }
        session.execute(update(Employee).where(Employee.id == factories.person_id(name)).values(**values))


def code_on(page: Visitor) -> str:
    """Return the code of the one slip on the page seen last."""
    return str(page.tree().xpath("string(//*[contains(@class, 'slip-code')])")).strip()


def come_to_choose(app: Flask, name: str, code: str) -> Visitor:
    """Type number and code of a slip, and return the browser with the form for a password."""
    browser = Visitor(app)
    browser.get("/sign-in/slip?lang=en")
    browser.submit("/sign-in/slip", staff_number=factories.KNOWN[name].number, code=code)
    assert browser.page is not None
    assert browser.page.request.path == "/sign-in/choose"
    return browser


def come_in_by_slip(app: Flask, name: str, code: str, password: str = NEW, **more: str) -> Visitor:
    """Type number and code of a slip, choose a password, and return the browser as it is then."""
    browser = come_to_choose(app, name, code)
    browser.submit("/sign-in/choose", password=password, **more)
    return browser


def sign_in_with_code(app: Flask, name: str, secret: str, password: str = factories.PASSWORD) -> Visitor:
    """Sign somebody in by password and code, and return the browser as it is then."""
    browser = Visitor(app)
    browser.get("/sign-in?lang=en")
    browser.submit("/sign-in", staff_number=factories.KNOWN[name].number, password=password)
    browser.submit("/sign-in/code", code=code_now(secret))
    return browser


def set_up_second_step(name: str) -> str:
    """Let somebody's second step count; return its secret."""
    who = factories.actor(name)
    with transaction():
        second_step.begin_set_up(who)
    secret = second_step.pending_secret(who)
    assert secret is not None
    with transaction():
        second_step.confirm_set_up(who, code_now(secret, -1))
    return secret


def code_now(secret: str, steps: int = 0) -> str:
    """Return the code that a telephone shows now, or so many steps of thirty seconds away."""
    return str(pyotp.TOTP(secret).at(int(clock.now().timestamp()) + 30 * steps))


def in_session(name: str, session_id: str) -> Actor:
    """Return somebody as they act in this session."""
    return replace(factories.actor(name), session_id=session_id)
