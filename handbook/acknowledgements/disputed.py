"""Reading disputes: the list for those who examine, and what they see of a disputed signature."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, and_, func, or_, select

from handbook.acknowledgements.involvement import NOT_INVOLVED, involvement
from handbook.acknowledgements.models import Acknowledgement, Dispute, DisputeFinding
from handbook.acknowledgements.policy import needs_second_examiner, why_involved
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import NotFound, Refused
from handbook.core.pagination import Paged
from handbook.people import queries as people
from handbook.people.models import SharedDevice, SignInSession
from handbook.permissions import Permission
from handbook.rules.models import Edition

PAGE = 50
OPEN, EXAMINED = "open", "examined"
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ListedDispute:
    """One dispute as the list shows it; `finding` is empty while it is open."""

    id: str
    name: str
    edition: int
    signed_at: datetime
    zone: str
    filed_at: datetime
    finding: str | None


@dataclass(frozen=True, slots=True)
class DisputeList(Paged):
    """One page of disputes, and how many are open and examined."""

    size = PAGE
    rows: list[ListedDispute]
    open: int
    examined: int
    page: int
    total: int


@dataclass(frozen=True, slots=True)
class Other:
    """Another signature that was given on the same device within an hour."""

    name: str
    at: datetime
    edition: int


@dataclass(frozen=True, slots=True)
class DisputePage:
    """A dispute with the facts of the signature and of the session in which it was given."""

    dispute: Dispute
    signature: Acknowledgement
    edition: int
    finding: DisputeFinding | None
    session: SignInSession | None
    shared_device: str | None
    names: dict[str, str]
    others: list[Other]

    @property
    def needs_second(self) -> bool:
        """Whether setting aside takes a second examiner."""
        return needs_second_examiner(self.dispute.by_employee_id, self.dispute.employee_id)


def disputes_for(actor: Actor, show: str, page: int) -> DisputeList:
    """Return one page of the disputes in which the actor is not involved, open ones oldest first (two queries)."""
    answered = DisputeFinding.id.is_not(None)
    counts = {OPEN: 0, EXAMINED: 0}
    counting = _joined(select(answered.label("answered"), func.count().label("number")))
    for row in db.session.execute(counting.where(_not_involved(actor)).group_by(answered)):
        counts[EXAMINED if row.answered else OPEN] = row.number
    query = _joined(
        select(
            Dispute.id,
            Acknowledgement.name,
            Edition.number,
            Acknowledgement.recorded_at,
            Acknowledgement.zone,
            Dispute.recorded_at,
            DisputeFinding.finding,
        )
    ).join(Edition, Edition.id == Acknowledgement.edition_id)
    query = query.where(_not_involved(actor), answered if show == EXAMINED else ~answered)
    order = DisputeFinding.recorded_at.desc() if show == EXAMINED else Dispute.recorded_at
    rows = db.session.execute(query.order_by(order, Dispute.id).limit(PAGE).offset((page - 1) * PAGE))
    return DisputeList([ListedDispute(*row) for row in rows], counts[OPEN], counts[EXAMINED], page, counts[show])


def open_disputes(actor: Actor) -> Select[int]:
    """Return the SELECT of how many open disputes there are in which the actor is not involved."""
    return _joined(select(func.count())).where(_not_involved(actor), DisputeFinding.id.is_(None))


def dispute_for(actor: Actor, dispute_id: str) -> DisputePage:
    """Return a dispute to somebody who may examine it; raise NotFound, or Refused for whoever is involved in it."""
    query = select(Dispute, Acknowledgement, Edition.number, DisputeFinding, SignInSession, SharedDevice.name)
    row = db.session.execute(
        _joined(query.add_columns(involvement(actor.employee_id).label("involvement")))
        .join(Edition, Edition.id == Acknowledgement.edition_id)
        .join(SignInSession, SignInSession.id == Acknowledgement.session_id, isouter=True)
        .join(SharedDevice, SharedDevice.id == SignInSession.shared_device_id, isouter=True)
        .where(Dispute.id == dispute_id)
    ).one_or_none()
    if row is None or not actor.may(Permission.DISPUTE_EXAMINE):
        raise NotFound(_("There is no such dispute."))
    why = why_involved(row.involvement)
    if why is not None:
        raise Refused(why)
    dispute, signature, edition, finding, session, shared_device, _involvement = row
    wanted = [signature.credential_issued_by, dispute.by_employee_id]
    names = people.names([each for each in wanted if each])
    return DisputePage(
        dispute, signature, edition, finding, session, shared_device, names, _others_on_device(signature)
    )


def involvement_of(employee_id: str, dispute_id: str) -> str:
    """Return how a person is involved in a dispute, as involvement() says it; raise NotFound."""
    query = _joined(select(involvement(employee_id)))
    found = db.session.scalar(query.where(Dispute.id == dispute_id))
    if found is None:
        raise NotFound(_("There is no such dispute."))
    return found


def _others_on_device(signature: Acknowledgement) -> list[Other]:
    """Return who else signed on the same device within an hour before or after (one query)."""
    same = and_(Acknowledgement.device == signature.device, Acknowledgement.address == signature.address)
    if signature.shared_device is not None:
        same = or_(same, Acknowledgement.shared_device == signature.shared_device)
    if signature.session_id is not None:
        same = or_(same, Acknowledgement.session_id == signature.session_id)
    hour = Acknowledgement.recorded_at.between(signature.recorded_at - AN_HOUR, signature.recorded_at + AN_HOUR)
    query = select(Acknowledgement.name, Acknowledgement.recorded_at, Edition.number)
    query = query.join(Edition, Edition.id == Acknowledgement.edition_id)
    rows = db.session.execute(
        query.where(same, hour, Acknowledgement.id != signature.id).order_by(Acknowledgement.recorded_at).limit(PAGE)
    )
    return [Other(*row) for row in rows]


def _not_involved(actor: Actor) -> Any:
    return involvement(actor.employee_id) == NOT_INVOLVED


def _joined(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(Dispute)
        .join(Acknowledgement, Acknowledgement.id == Dispute.acknowledgement_id)
        .join(DisputeFinding, DisputeFinding.dispute_id == Dispute.id, isouter=True)
    )
