"""What happens before a test: a customer tells something at the public door, meera takes it on and looks into it."""

import io
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from PIL import Image

from handbook.company.models import Location
from handbook.company.queries import locations
from handbook.complaints import operations as complaints
from handbook.complaints.finding import FindingDraft
from handbook.complaints.lifecycle import Finding, Move
from handbook.complaints.models import Complaint
from handbook.complaints.operations import Channel, ComplaintDraft, Confidentiality
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.transaction import end_read, transaction
from handbook.customers import letter_queries, operations, queries, writing
from handbook.customers.lifecycle import LetterKind, Manner
from handbook.customers.writing import LetterDraft
from tests import factories

WORDS = "I waited for twenty minutes, and then she said: learn to count first."
MAIL = "anna.kalna@example.org"


def place(name: str = "Banjara Hills") -> Location:
    """Return a location by its name."""
    return next(one for one in locations() if one.name == name)


def draft(**changes: object) -> ComplaintDraft:
    """Return what a customer tells of a moment ago in Banjara Hills."""
    values: dict[str, object] = {
        "idempotency_key": new_id(),
        "words": WORDS,
        "location_id": place().id,
        "place": "till 3",
        "happened_at": clock.now() - timedelta(minutes=5),
        "customer_name": "Anna Kalna",
        "customer_contact": MAIL,
        "customer_language": "en",
        "channel": Channel.DOOR,
        "confidentiality": Confidentiality.KEPT_BACK,
    }
    return ComplaintDraft(**(values | changes))  # type: ignore[arg-type]


def complain(**changes: object) -> str:
    """Let a customer complain; return the code."""
    told = draft(**changes)
    end_read()
    with transaction():
        return operations.complain(told)


def complaint_of(code: str) -> Complaint:
    """Return the complaint behind a code, as it stands."""
    return db.session.get_one(Complaint, queries.complaint_of(code), populate_existing=True)


def version_of(code: str) -> int:
    """Return the row version of the complaint behind a code."""
    return complaint_of(code).row_version


def taken_on(code: str, by: str = "meera") -> str:
    """Let HR take the complaint on; return its id."""
    complaint_id, actor, version = complaint_of(code).id, factories.actor(by), version_of(code)
    end_read()
    with transaction():
        complaints.take_on(actor, complaint_id, version)
    return complaint_id


def name_person(code: str, name: str, by: str = "meera") -> None:
    """Let the handler name a person."""
    complaint_id, actor, version = complaint_of(code).id, factories.actor(by), version_of(code)
    person = factories.person_id(name)
    end_read()
    with transaction():
        complaints.name_person(actor, complaint_id, person, version)


def move(code: str, *steps: Move, by: str = "meera") -> None:
    """Let the handler move the complaint on."""
    for step in steps:
        complaint_id, actor, version = complaint_of(code).id, factories.actor(by), version_of(code)
        end_read()
        with transaction():
            complaints.move(actor, complaint_id, step, "Looked into it.", version)


def answered(by: str = "meera") -> str:
    """Return the code of a complaint that was looked into and answered."""
    code = complain()
    taken_on(code, by)
    move(code, Move.ASSESS, Move.INVESTIGATE, by=by)
    find(code, by)
    move(code, Move.RESPOND, by=by)
    return code


def find(code: str, by: str = "meera") -> None:
    """Let the handler write down what was found out."""
    complaint_id, actor, version = complaint_of(code).id, factories.actor(by), version_of(code)
    end_read()
    with transaction():
        complaints.find(actor, complaint_id, FindingDraft(Finding.UNABLE_TO_DETERMINE, "Nobody remembers it."), version)


def letter(
    code: str, kind: LetterKind, words: str = "We asked everybody who was there.", by: str = "meera", **changes: object
) -> str:
    """Let the handler send a letter; return its id."""
    values: dict[str, object] = {
        "idempotency_key": new_id(),
        "kind": kind,
        "manner": Manner.PAGE,
        "words": words,
        "row_version": version_of(code),
    }
    wanted = LetterDraft(**(values | changes))  # type: ignore[arg-type]
    actor, complaint_id = factories.actor(by), complaint_of(code).id
    text = writing.written(actor, letter_queries.letter_head(actor, complaint_id), wanted)
    end_read()
    with transaction():
        return writing.send_letter(actor, complaint_id, wanted, text)


def photo() -> io.BytesIO:
    """Return a small photograph as a browser sends it."""
    made = io.BytesIO()
    Image.effect_noise((40, 30), 60).convert("RGB").save(made, "JPEG")
    made.seek(0)
    return made


def mails(app: Flask) -> list[str]:
    """Return the mails that have left, oldest first, as a person reads them."""
    folder = Path(urlsplit(app.extensions["handbook.settings"].mail).path)
    read = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml"))]
    return [f"To: {mail['To']}\nSubject: {mail['Subject']}\n\n{_plain(mail)}" for mail in read]


def _plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
