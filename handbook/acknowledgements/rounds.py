"""Opening rounds: with each publication for everybody whom it concerns, by choice for an audience, for one person."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from handbook.acknowledgements import inviting
from handbook.acknowledgements.as_of import is_over
from handbook.acknowledgements.audience import Audience, people_asked
from handbook.acknowledgements.board_people import zones
from handbook.acknowledgements.concerned import people_concerned, proposed_by
from handbook.acknowledgements.models import Invitation, SigningRound
from handbook.core import clock, locks
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Invalid, NotFound
from handbook.core.transaction import session_of_transaction
from handbook.rules import operations as rules
from handbook.rules import queries as editions

TIME_TO_SIGN = timedelta(days=14)
PUBLICATION, CHOSEN, OWN_WISH = "publication", "chosen", "own wish"


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """What HR asks for: whom, until when, and a few words that go with the invitation."""

    audience: Audience
    deadline_on: date
    note: str = ""


def install() -> None:
    """Let every publication open a round."""
    rules.after_publish(open_round)


def open_round(edition_id: str) -> str:
    """Ask everybody who works today and whom this edition asks something; return the round's id (in a transaction).

    Who has signed all of the own page before, but for its wording, is not asked again.
    """
    round_ = _new_round(edition_id, PUBLICATION, (clock.now() + TIME_TO_SIGN).date())
    inviting.invite(round_.id, people_concerned(proposed_by(edition_id)), PUBLICATION)
    inviting.send_invitations(round_.id, None)
    return round_.id


def open_chosen(actor: Actor, draft: RoundDraft) -> int:
    """Ask an audience to sign the newest edition; return the round's number (inside a transaction).

    Raises NotFound before the first edition, Invalid for a day that has been and where nobody fits.
    """
    edition = editions.newest_edition()
    if edition is None:
        raise NotFound(_("No handbook is published yet. HR publishes the first edition."))
    _refuse_past(draft.deadline_on)
    people = people_asked(draft.audience, edition.id)
    if not people:
        raise Invalid(_("Nobody fits this choice today. Leave a field empty to ask everybody there."))
    round_ = _new_round(edition.id, CHOSEN, draft.deadline_on)
    round_.audience, round_.note, round_.opened_by = draft.audience.as_lists(), draft.note, actor.employee_id
    inviting.invite(round_.id, people, CHOSEN)
    inviting.send_invitations(round_.id, actor.employee_id)
    return round_.number


def change_deadline(number: int, day: date) -> None:
    """Move the last day of a round; individual deadlines stay (inside a transaction). Raises Invalid for a past day."""
    _refuse_past(day)
    session_of_transaction().execute(update(SigningRound).where(SigningRound.number == number).values(deadline_on=day))


def own_wish(edition_id: str, employee_id: str) -> Invitation:
    """Invite one person who was not asked but wishes to sign: a new hire, or somebody who came back."""
    return open_for(edition_id, employee_id, OWN_WISH)


def open_for(edition_id: str, employee_id: str, reason: str) -> Invitation:
    """Open a round of one person for this reason and return the invitation (inside a transaction)."""
    session = session_of_transaction()
    round_ = _new_round(edition_id, reason, (clock.now() + TIME_TO_SIGN).date())
    invitation = Invitation(
        id=new_id(), round_id=round_.id, employee_id=employee_id, reason=reason, invited_at=round_.opened_at
    )
    session.add(invitation)
    session.flush()
    return invitation


def _new_round(edition_id: str, reason: str, deadline: date) -> SigningRound:
    session = session_of_transaction()
    locks.hold_round_numbers()
    number = (session.scalar(select(func.max(SigningRound.number))) or 0) + 1
    round_ = SigningRound(
        id=new_id(),
        number=number,
        edition_id=edition_id,
        reason=reason,
        audience={},
        deadline_on=deadline,
        opened_at=clock.now(),
    )
    session.add(round_)
    session.flush()
    return round_


def _refuse_past(day: date) -> None:
    if is_over(day, zones()):
        raise Invalid(_("Last day to sign: this day has been. Choose today or a later day."))
