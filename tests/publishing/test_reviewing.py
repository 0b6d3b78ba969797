"""Reviews that come due: on the start page and by mail of whoever holds the owner's job, of HR where nobody does."""

from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from handbook.core import jobs
from handbook.core.installation import current_settings
from handbook.core.transaction import end_read, transaction
from handbook.people.models import Employee, Placement
from handbook.publishing import reviewing
from tests import factories
from tests.browser_like import Visitor
from tests.rules.editing import add, publish, take_out
from tests.rules.files import rule

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]
DAY = datetime(2026, 12, 1, 9, tzinfo=UTC)
OWNER = "head of personnel"  # meera's job


def with_rules(**owners: str) -> None:
    """Publish a rule for each name, to be reviewed on 20 December, with its owner; give meera and asha an address."""
    bodies = {name: f"# Rule {name}\n\nDo it well.\n" for name in owners}
    dated = {"review_on": "2026-12-20"}
    add([rule(name, bodies[name], number=60 + at, owner=owners[name], **dated) for at, name in enumerate(owners)])
    publish("Rules to look at.")
    for name in ("meera", "nandini", "asha"):
        with transaction() as session:
            mine = Employee.staff_number == factories.KNOWN[name].number
            session.execute(update(Employee).where(mine).values(email=f"{name}@lotus-linden.example"))


def gets_job(name: str, job: str) -> None:
    """Let somebody hold a job."""
    who = factories.person_id(name)
    end_read()
    with transaction() as session:
        session.execute(update(Placement).where(Placement.employee_id == who).values(job=job))


def mails() -> dict[str, list[str]]:
    """Return the mails about reviews sent so far: address to their texts."""
    found: dict[str, list[str]] = {}
    for path in sorted((current_settings().data_dir / "mail").glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = mail.get_body(("plain",))
        if "/handbook/reviews" in (text := str(body.get_content())):
            found.setdefault(str(mail["To"]), []).append(text)
    return found


def told() -> int:
    """Let the hourly look happen and the mails go out; return how many mails there are."""
    reviewing.remind()
    end_read()
    jobs.work_off()
    return sum(len(texts) for texts in mails().values())


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(DAY, tick=True):
        yield


def test_whoever_holds_the_owners_job_gets_one_mail_for_a_day_of_review(context: Flask):
    with_rules(one=OWNER.upper(), two=OWNER)
    assert told() == 1
    ((address, (text,)),) = mails().items()
    assert address == "meera@lotus-linden.example"
    assert "please look at 2 rules of the handbook again by 20 December 2026" in " ".join(text.split())
    assert "/handbook/reviews" in text


def test_nobody_is_told_twice(context: Flask):
    with_rules(one=OWNER)
    assert told() == told() == told() == 1


def test_where_nobody_holds_the_job_all_of_hr_is_told(context: Flask):
    with_rules(one="the founder's aunt")
    told()
    assert set(mails()) == {"meera@lotus-linden.example", "nandini@lotus-linden.example"}


def test_nobody_is_told_more_than_thirty_days_before(context: Flask):
    with_rules(one=OWNER)
    with time_machine.travel(datetime(2026, 11, 19, 9, tzinfo=UTC)):
        assert told() == 0
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        assert told() == 1


def test_the_owner_sees_the_own_rules_and_hr_all(app: Flask, client_of: SignIn):
    with app.app_context():
        with_rules(hers="shoe specialist", other="the founder's aunt")
        gets_job("asha", "Shoe Specialist")
    asha, meera, lakshmi = client_of("asha"), client_of("meera"), client_of("lakshmi")
    asha.get("/?lang=en")
    assert "1 rule is due for review" in asha.words()
    asha.get(asha.link("See which rules"))
    assert "Rule hers" in asha.words()
    assert "Rule other" not in asha.words()
    meera.get("/?lang=en")
    assert "2 rules are due for review" in meera.words()
    meera.get("/handbook/reviews")
    assert "Rule hers" in meera.words()
    assert "Rule other" in meera.words()
    lakshmi.get("/?lang=en")
    assert "due for review" not in lakshmi.words()
    lakshmi.get("/handbook/reviews")
    assert "No review is due." in lakshmi.words()


def test_a_rule_that_is_gone_needs_no_review(context: Flask):
    with_rules(one=OWNER)
    take_out("one")
    publish("Gone.")
    assert told() == 0
