"""What was said to the customer and by the customer: the contact log, and waiting for an answer."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from flask_babel import gettext as _

from handbook.company.calendars import calendar_of
from handbook.complaints.acts import handled_and_open, of_customer, record, today_at
from handbook.complaints.lifecycle import Channel, EntryKind, Stage, is_answered
from handbook.complaints.models import Complaint, ComplaintEntry
from handbook.complaints.photos import keep_photos
from handbook.complaints.promises import day_after_pause, next_news_day, require_promisable
from handbook.core.actor import Actor
from handbook.core.errors import Conflict, Invalid
from handbook.core.moments import day_words
from handbook.core.transaction import session_of_transaction
from handbook.documents.pictures import Encoded


def note_contact(
    actor: Actor,
    complaint_id: str,
    how: str,
    words: str,
    row_version: int,
    *,
    with_whom: str = "",
    next_on: date | None = None,
) -> None:
    """Write down that the customer was spoken or written to: how, with whom, what was said, and when they hear next.

    Raises Invalid for a next day that has passed, that comes after the answer, or on which nobody works there.
    """
    complaint, _parties = handled_and_open(actor, complaint_id, row_version)
    today = today_at(complaint)
    if next_on is not None and next_on < today:
        raise Invalid(_("Next news: this day has passed."))
    if not is_answered(Stage(complaint.stage)):
        if next_on is not None:
            _require_before_answer(complaint, next_on, today)
        complaint.update_due_on = next_on or next_news_day(complaint, today)
    record(actor, complaint, EntryKind.CONTACT, words, facts={"how": how, "with": with_whom})


def ask_customer(
    actor: Actor, complaint_id: str, words: str, row_version: int, *, how: str = Channel.MAIL.value
) -> None:
    """Ask the customer something; until they answer the clock stands. Raises Conflict once the answer was told."""
    complaint, _parties = handled_and_open(actor, complaint_id, row_version)
    if is_answered(Stage(complaint.stage)):
        raise Conflict(_("The customer has the answer already. Reopen the complaint to ask more."))
    complaint.waiting_since = complaint.waiting_since or today_at(complaint)
    record(actor, complaint, EntryKind.ASKED, words, facts={"how": how})


def note_answer(actor: Actor, complaint_id: str, words: str, row_version: int, *, how: str = "") -> None:
    """Write down what the customer said; the clock goes on."""
    complaint, _parties = handled_and_open(actor, complaint_id, row_version)
    _go_on(complaint)
    record(actor, complaint, EntryKind.HEARD, words, facts={"how": how})


def hear_customer(complaint_id: str, words: str, idempotency_key: str, pictures: Sequence[Encoded] = ()) -> None:
    """Keep what the customer adds by the public page, at any stage; the clock goes on.

    The same form sent twice counts once. `pictures` lie in the store already. Raises NotFound, Invalid for too many
    pictures.
    """
    complaint = of_customer(complaint_id)
    entry_id = sha256(f"{complaint_id} {idempotency_key}".encode()).hexdigest()[:32]
    if session_of_transaction().get(ComplaintEntry, entry_id) is not None:
        return
    complaint.row_version += 1
    _go_on(complaint)
    keep_photos(None, complaint, pictures)
    record(None, complaint, EntryKind.HEARD, words, id=entry_id)


def _require_before_answer(complaint: Complaint, next_on: date, today: date) -> None:
    """Raise Invalid for news that come after the answer: nobody would see that the answer is late."""
    last = max(complaint.due_on, today)
    if next_on > last:
        raise Invalid(
            _(
                "Next news: give a day up to %(day)s, the day of the answer. If the answer takes longer, promise a new "
                "day for it first.",
                day=day_words(last),
            )
        )
    require_promisable(_("Next news"), complaint.location_id, today, next_on)


def _go_on(complaint: Complaint) -> None:
    """End the waiting; the promised day moves on by the working days that the clock stood."""
    if complaint.waiting_since is None:
        return
    today, calendar = today_at(complaint), calendar_of(complaint.location_id)
    # A day that had passed before anybody asked stays missed.
    if complaint.due_on >= complaint.waiting_since:
        complaint.due_on = day_after_pause(calendar, complaint.due_on, complaint.waiting_since, today)
    complaint.waiting_since = None
    complaint.update_due_on = next_news_day(complaint, today)
