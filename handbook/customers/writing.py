"""Writing to a customer: the values of a letter, its text, and the act of sending it together with what it moves."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from flask_babel import gettext as _
from sqlalchemy import select

from handbook.company.queries import company
from handbook.complaints import operations as complaints
from handbook.complaints.models import Complaint
from handbook.complaints.operations import Channel
from handbook.complaints.queries import Stage
from handbook.core import clock, jobs
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Invalid
from handbook.core.markup import blocks_of, parse
from handbook.core.moments import day_words
from handbook.core.transaction import session_of_transaction
from handbook.customers.letter_queries import find_address, find_letter_by_key
from handbook.customers.lifecycle import TEMPLATES, LetterKind, Manner, move_of
from handbook.customers.models import CustomerLetter
from handbook.customers.pages import LetterHead
from handbook.documents.letters import LetterText, language_of_letter, letter
from handbook.ledger.appending import record_evidence

MAIL_LETTER = "customers.mail_letter"
# In the log of contacts a way of sending stands as the channel that it is.
_CHANNELS = {
    Manner.MAIL: Channel.MAIL,
    Manner.HANDED_OVER: Channel.COUNTER,
    Manner.POST: Channel.LETTER,
    Manner.PAGE: Channel.DOOR,
}


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """What the form of a letter hands over. `words` and `remedy` are free text; `due_on` is a new promised day."""

    idempotency_key: str
    kind: LetterKind
    manner: Manner
    words: str
    row_version: int
    remedy: str = ""
    due_on: date | None = None


def written(actor: Actor, head: LetterHead, draft: LetterDraft) -> LetterText:
    """Write a letter out (outside a transaction: its Markdown is read in the limited child).

    In the customer's language where there is a text in it, else in English; `language` of the result says which.
    """
    language = language_of_letter(head.language, TEMPLATES[draft.kind])
    values = {
        "today": day_words(clock.today(head.zone), language),
        "company": company().name,
        "contact": company().contact,
        "reference": head.reference,
        "customer": head.customer,
        "location": head.location,
        "happened_on": day_words(head.happened_on, language),
        "handler": actor.name,
        "due_on": day_words(head.due_on, language),
        "new_due_on": day_words(draft.due_on, language) if draft.due_on else "",
        "words": _paragraphs(draft.words),
        "remedy": _paragraphs(draft.remedy),
        "recourse": _paragraphs(head.recourse),
    }
    return letter(language, TEMPLATES[draft.kind], values)


def hash_of(text: LetterText) -> str:
    """Return the SHA-256 of a letter as the reader sees it: title, language and body."""
    return sha256("\n".join((text.title, text.language, text.html)).encode()).hexdigest()


def send_letter(actor: Actor, complaint_id: str, draft: LetterDraft, text: LetterText) -> str:
    """Keep a letter as evidence, move the complaint as the letter says, and let a mail leave; return the letter's id.

    The same form sent twice is one letter. Raises NotFound and Refused for whoever does not handle the complaint,
    Conflict where it has moved on, Invalid where no mail address is known or a new day is missing.
    """
    session = session_of_transaction()
    locked = select(Complaint).where(Complaint.id == complaint_id).with_for_update(key_share=True)
    complaint = session.scalar(locked.execution_options(populate_existing=True))
    earlier = find_letter_by_key(complaint_id, draft.idempotency_key)
    if complaint is None or earlier is not None:
        return earlier or ""
    _carry_out(actor, complaint, draft, text)
    if draft.manner is Manner.MAIL and find_address(complaint_id) is None:
        raise Invalid(_("How it reaches the customer: no mail address is known."))
    kept = CustomerLetter(
        id=new_id(),
        complaint_id=complaint_id,
        reference=complaint.reference,
        idempotency_key=draft.idempotency_key,
        kind=draft.kind.value,
        language=text.language,
        title=text.title,
        words=words_of(text),
        html=text.html,
        html_sha256=hash_of(text),
        manner=draft.manner.value,
        due_on=draft.due_on,
        by_id=actor.employee_id,
        by_name=actor.name,
    )
    record_evidence(kept)
    if draft.manner is Manner.MAIL:
        jobs.enqueue(MAIL_LETTER, kept.id, {"letter_id": kept.id})
    return kept.id


def words_of(text: LetterText) -> str:
    """Return the paragraphs of a letter as plain text, parted by an empty line, as a mail carries them."""
    return "\n\n".join(blocks_of(parse(text.html)))


def _carry_out(actor: Actor, complaint: Complaint, draft: LetterDraft, text: LetterText) -> None:
    """Do to the complaint what the letter says of it; each way checks the handler and leaves its entry."""
    move, version = move_of(draft.kind, Stage(complaint.stage)), draft.row_version
    told, how = _("Letter to the customer: %(title)s", title=text.title), _CHANNELS[draft.manner].value
    if move is not None:
        complaints.move(actor, complaint.id, move, told, version)
    elif draft.kind is LetterKind.QUESTIONS:
        complaints.ask_customer(actor, complaint.id, draft.words, version, how=how)
    elif draft.kind is LetterKind.LATE:
        if draft.due_on is None:
            raise Invalid(_("The new day: give the day by which the customer has our answer."))
        complaints.promise_anew(actor, complaint.id, draft.due_on, draft.words, version)
    elif draft.kind is LetterKind.APOLOGY:
        complaints.record_apology(actor, complaint.id, draft.words, how, version)
    else:
        complaints.note_contact(actor, complaint.id, how, told, version)


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of what somebody typed: an empty line parts two."""
    parts = text.replace("\r\n", "\n").split("\n\n")
    return [part.strip() for part in parts if part.strip()]
