"""Asking before publishing: the days on which staff may remark, who else was asked, and how that is put into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound
from handbook.core.moments import day_words, locale_of
from handbook.core.transaction import session_of_transaction
from handbook.people.identity import LANGUAGES
from handbook.publishing.models import ChangeKind, Consultation, ConsultedParty, DraftRemark


@dataclass(frozen=True, slots=True)
class Counts:
    """The remarks on the draft as it will be published: how many, and how many of them have no answer yet."""

    remarks: int
    unanswered: int


def is_open(consultation: Consultation, today: date) -> bool:
    """Tell whether remarks are taken on this day."""
    return consultation.closed_at is None and consultation.edition_id is None and consultation.ends_on >= today


def newest() -> Consultation | None:
    """Return the newest consultation about the draft, open or over, or None where nobody was asked (one query)."""
    query = select(Consultation).where(Consultation.edition_id.is_(None))
    return db.session.scalar(query.order_by(Consultation.opened_at.desc(), Consultation.id).limit(1))


def find_open(today: date) -> Consultation | None:
    """Return the consultation in which staff may remark today, or None."""
    found = newest()
    return found if found is not None and is_open(found, today) else None


def counts() -> Counts:
    """Return how many remarks there are about the draft (one query)."""
    unanswered = func.count().filter(DraftRemark.answered_at.is_(None))
    query = (
        select(func.count(), unanswered)
        .select_from(DraftRemark)
        .join(Consultation, Consultation.id == DraftRemark.consultation_id)
        .where(Consultation.edition_id.is_(None))
    )
    return Counts(*db.session.execute(query).one())


def parties() -> Sequence[ConsultedParty]:
    """Return who was asked about the draft beside the staff, by the day they were heard (one query)."""
    query = (
        select(ConsultedParty)
        .join(Consultation, Consultation.id == ConsultedParty.consultation_id)
        .where(Consultation.edition_id.is_(None))
    )
    return db.session.scalars(query.order_by(ConsultedParty.heard_on, ConsultedParty.noted_at)).all()


def open_consultation(actor: Actor, ends_on: date, note: str) -> str:
    """Let staff remark on the draft through a day; return the consultation's id (inside a transaction).

    Raises Invalid for a day that has been, Conflict where staff are asked already.
    """
    today = clock.now().date()
    if ends_on < today:
        raise Invalid(_("Last day: this day has been. Choose today or a later day."))
    session = session_of_transaction()
    last = session.scalar(
        select(Consultation)
        .where(Consultation.edition_id.is_(None), Consultation.closed_at.is_(None), Consultation.ends_on >= today)
        .with_for_update(key_share=True)
        .limit(1)
    )
    if last is not None:
        raise Conflict(_("Staff are asked already. Close that first, or let it come to its end."))
    row = Consultation(id=new_id(), note=note, opened_by=actor.employee_id, ends_on=ends_on)
    session.add(row)
    session.flush()
    return row.id


def close(row_version: int) -> None:
    """Take no more remarks from now on (inside a transaction); raise Conflict where somebody was faster."""
    session = session_of_transaction()
    query = select(Consultation).where(Consultation.edition_id.is_(None)).order_by(Consultation.opened_at.desc())
    row = session.scalar(query.limit(1).with_for_update(key_share=True))
    if row is None or row.row_version != row_version or row.closed_at is not None:
        raise Conflict(_("Somebody else has changed this meanwhile. Look at it again."))
    row.closed_at, row.row_version = clock.now(), row.row_version + 1
    session.flush()


def note_party(actor: Actor, who: str, words: str, heard_on: date) -> None:
    """Write down who was asked beside the staff and what they said (inside a transaction).

    Raises NotFound where nobody has been asked about this draft yet, Invalid for a day that is still to come.
    """
    about = newest()
    if about is None:
        raise NotFound(_("Nobody has been asked about this draft yet. Ask the staff first, be it for a day."))
    if heard_on > clock.now().date():
        raise Invalid(_("Day: this day is still to come. Write down what was said, once it was said."))
    session_of_transaction().add(
        ConsultedParty(consultation_id=about.id, who=who, words=words, heard_on=heard_on, noted_by=actor.employee_id)
    )
    session_of_transaction().flush()


def in_words(language: str) -> str:
    """Return who was consulted and what they said, as an edition keeps it, in a language (two queries)."""
    found, said = counts(), parties()
    with force_locale(locale_of(language if language in LANGUAGES else "en")):
        lines = []
        if found.remarks:
            lines = [_remarks_words(found.remarks)]
        elif newest() is not None:
            lines = [_("The staff were asked; nobody remarked on anything.")]
        lines += [
            _("%(who)s, %(day)s: %(words)s", who=one.who, day=day_words(one.heard_on), words=one.words) for one in said
        ]
    return "\n".join(lines)


def _remarks_words(count: int) -> str:
    return ngettext("%(num)s remark from staff, answered.", "%(num)s remarks from staff, all answered.", count)


def settle(edition_id: str) -> None:
    """End what belonged to the draft that is published now (inside its transaction).

    Raises Conflict where a remark has no answer yet: whoever was asked is answered before.
    """
    waiting = counts().unanswered
    if waiting:
        raise Conflict(waiting_words(waiting))
    session, now = session_of_transaction(), clock.now()
    ended = {"edition_id": edition_id, "closed_at": func.coalesce(Consultation.closed_at, now)}
    session.execute(
        update(Consultation)
        .where(Consultation.edition_id.is_(None))
        .values(**ended)
        .execution_options(synchronize_session=False)
    )
    session.execute(delete(ChangeKind).execution_options(synchronize_session=False))


def waiting_words(count: int) -> str:
    """Say that so many remarks wait for an answer."""
    return ngettext(
        "%(num)s remark of the staff has no answer yet. Answer it first.",
        "%(num)s remarks of the staff have no answer yet. Answer them first.",
        count,
    )
