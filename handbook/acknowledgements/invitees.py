"""Reading one invited person: the invitation, the text shown, and the line of everything that came of it."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import exists, or_, select

from handbook.acknowledgements.kinds import ANSWERED_QUESTION
from handbook.acknowledgements.models import Acknowledgement, Invitation, Outcome, SectionRead, SigningRound
from handbook.acknowledgements.policy import may_read_questions, may_record_about
from handbook.acknowledgements.standing import stands
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound
from handbook.people.models import Employee, Placement
from handbook.people.queries import Placed, find_placed_today, on_day, own_people_today
from handbook.rules import queries as rules
from handbook.rules.queries import LARGEST, EditionRow


@dataclass(frozen=True, slots=True)
class Invitee:
    """One person and one round. `placed` is today's placement, None for somebody who works nowhere today."""

    invitation_id: str
    round_number: int
    edition_id: str
    invited_at: datetime
    opened_at: datetime | None
    deadline_on: date
    employee_id: str
    staff_number: str
    name: str
    language: str
    placed: Placed | None
    signed: str | None
    newest_edition: EditionRow

    @property
    def profile(self) -> str:
        """The profile in which the person reads."""
        return self.placed.profile if self.placed else "everyone"

    @property
    def zone(self) -> str:
        """The clocks by which the person lives."""
        return self.placed.zone if self.placed else "UTC"

    @property
    def is_superseded(self) -> bool:
        """Whether a newer edition stands."""
        return self.edition_id != self.newest_edition.id


def invitee_for(actor: Actor, number: int, employee_id: str) -> Invitee:
    """Return a person invited to a round, to those who may record outcomes about them today; raise NotFound."""
    own = own_people_today(actor.employee_id)
    edition = rules.newest_edition()
    if number > LARGEST or edition is None or not may_record_about(actor, employee_id, own):
        raise NotFound(_("There is no such invitation."))
    row = db.session.execute(
        select(
            Invitation.id.label("invitation_id"),
            SigningRound.number.label("round_number"),
            SigningRound.edition_id,
            Invitation.invited_at,
            Invitation.opened_at,
            Invitation.deadline_on,
            Invitation.deadline_reason,
            SigningRound.deadline_on.label("of_all"),
            Employee.id.label("employee_id"),
            Employee.staff_number,
            Employee.name,
            Employee.language,
        )
        .join(SigningRound, SigningRound.id == Invitation.round_id)
        .join(Employee, Employee.id == Invitation.employee_id)
        .where(SigningRound.number == number, Invitation.employee_id == employee_id)
    ).one_or_none()
    if row is None:
        raise NotFound(_("There is no such invitation."))
    values = dict(row._mapping)
    own_day, of_all, reason = (values.pop(name) for name in ("deadline_on", "of_all", "deadline_reason"))
    is_told = reason != ANSWERED_QUESTION or may_read_questions(actor)
    values["deadline_on"] = own_day if own_day and is_told else of_all
    signed = _standing_signature(row.edition_id, employee_id)
    return Invitee(**values, placed=find_placed_today(employee_id), signed=signed, newest_edition=edition)


def placed_since(employee_id: str, day: date) -> date | None:
    """Return when the placement of this day began, or None where there is none (one query)."""
    query = select(Placement.from_on).where(Placement.employee_id == employee_id, on_day(Placement, day))
    return db.session.scalar(query.order_by(Placement.from_on.desc()).limit(1))


def has_opened(edition_id: str, employee_id: str) -> bool:
    """Tell whether the person has opened any section of an edition (one query)."""
    read = exists().where(SectionRead.edition_id == edition_id, SectionRead.employee_id == employee_id)
    opened = exists(
        select(Invitation.id)
        .join(SigningRound, SigningRound.id == Invitation.round_id)
        .where(SigningRound.edition_id == edition_id, Invitation.employee_id == employee_id)
        .where(Invitation.opened_at.is_not(None))
    )
    return bool(db.session.scalar(select(or_(read, opened))))


def find_own_outcome(edition_id: str, employee_id: str) -> Outcome | None:
    """Return what came last of all invitations of a person to an edition, signatures left out, or None."""
    query = select(Outcome).where(Outcome.edition_id == edition_id, Outcome.employee_id == employee_id)
    return db.session.scalar(query.order_by(Outcome.recorded_at.desc(), Outcome.id).limit(1))


def newest_outcome(invitation_id: str) -> Outcome | None:
    """Return what came of an invitation last, signatures left out, or None."""
    query = select(Outcome).where(Outcome.invitation_id == invitation_id)
    return db.session.scalar(query.order_by(Outcome.recorded_at.desc(), Outcome.id).limit(1))


def _standing_signature(edition_id: str, employee_id: str) -> str | None:
    mine = (Acknowledgement.edition_id == edition_id, Acknowledgement.employee_id == employee_id, stands())
    return db.session.scalar(select(Acknowledgement.id).where(*mine).limit(1))
