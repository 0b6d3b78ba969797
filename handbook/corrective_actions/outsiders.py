"""Inviting somebody from outside to one thing where nobody here may do it: to approve, hear, or take complaints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select

from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db
from handbook.core.errors import Conflict, Invalid, Refused
from handbook.core.transaction import session_of_transaction
from handbook.corrective_actions.acts import by_columns, proof_columns, require_proven
from handbook.corrective_actions.cases import policy as cases_policy
from handbook.corrective_actions.cases.models import Case, CasePart
from handbook.corrective_actions.cases.operations import end_part, give_part
from handbook.corrective_actions.cases.parts import Part
from handbook.corrective_actions.cases.policy import CaseParties
from handbook.corrective_actions.cases.queries import humans, not_found, visible_to, works_on
from handbook.corrective_actions.ladders.models import OutsiderEnded, OutsiderInvited
from handbook.corrective_actions.one_hand import case_to_invite, no_hearer_words
from handbook.ledger.appending import record_evidence
from handbook.people.operations import Guest, GuestDraft, end_guest, invite_guest
from handbook.people.sign_in import Proof
from handbook.permissions import Permission

LONGEST = timedelta(days=366)
SHOWN = 50


class Asked(StrEnum):
    """To what somebody from outside is invited."""

    APPROVER = "approver"
    HEARER = "hearer"
    COMPLAINTS = "complaints"


PARTS = {Asked.APPROVER: Part.APPROVER, Asked.HEARER: Part.HEARER}


@dataclass(frozen=True, slots=True)
class InvitationDraft:
    """What a form hands over. `ties`: what is known of ties between the guest and those concerned."""

    idempotency_key: str
    guest: GuestDraft
    organisation: str
    asked: Asked
    ties: str
    reason: str


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An invitation as lists show it; `ended` None: it lasts through its last day. `opens`: the case opens as well."""

    row: OutsiderInvited
    ended: OutsiderEnded | None
    opens: bool

    def lasts(self, day: date) -> bool:
        """Tell whether the guest can still come in on this day."""
        return self.ended is None and self.row.to_on >= day


def invite(actor: Actor, proof: Proof, draft: InvitationDraft, case_id: str | None) -> Guest | None:
    """Invite somebody from outside to a case, or to the complaints that nobody here may handle; None: was done before.

    The guest sees nothing but that. Raises Refused for whoever may not invite to it, NotFound for a case that the actor
    may not see, Invalid for days and facts, and for somebody who is concerned or has another part in it.
    """
    require_proven(actor, proof)
    if not actor.may(Permission.OUTSIDER_INVITE):
        raise Refused(_("Only HR and the decision-makers invite somebody from outside."))
    session = session_of_transaction()
    same = select(OutsiderInvited.id).where(OutsiderInvited.idempotency_key == draft.idempotency_key)
    if session.scalar(same) is not None:
        return None
    _check(draft, case_id)
    case = case_to_invite(actor, case_id) if case_id else None
    if case and not (case.to_hear if draft.asked is Asked.HEARER else case.to_approve):
        raise Refused(no_hearer_words() if draft.asked is Asked.HEARER else _("You bring nobody in who approves here."))
    guest = invite_guest(actor, draft.guest)
    if case:
        _require_free(guest, case.parties, draft.asked)
        give_part(actor, case.id, guest.employee_id, PARTS[draft.asked])
    record_evidence(
        OutsiderInvited(
            employee_id=guest.employee_id,
            name=guest.name,
            organisation=draft.organisation,
            part=draft.asked.value,
            case_id=case_id,
            without_part=case is not None and not case.has_part,
            from_on=draft.guest.from_on,
            to_on=draft.guest.to_on,
            ties=draft.ties,
            reason=draft.reason,
            idempotency_key=draft.idempotency_key,
            **proof_columns(actor, proof),
        )
    )
    return guest


def end_invitation(actor: Actor, invitation_id: str, reason: str) -> None:
    """End an invitation at once, with everything that it opened.

    Raises NotFound for one that the actor may not see, Invalid without a reason, Conflict where it has ended already,
    Refused for who decides the case: the guest approves that decision, or hears an appeal against it.
    """
    line = invitation_for(actor, invitation_id)
    if not reason.strip():
        raise Invalid(_("Why it ends: write the reason."))
    if line.ended is not None:
        raise Conflict(_("This invitation has ended already."))
    if line.row.case_id:
        _refuse_decider(actor, line.row.case_id)
    asked = Asked(line.row.part)
    if line.row.case_id and asked in PARTS:
        end_part(line.row.case_id, line.row.employee_id, PARTS[asked])
    end_guest(actor, line.row.employee_id)
    record_evidence(OutsiderEnded(invitation_id=invitation_id, reason=reason.strip(), **by_columns(actor)))


def has_part_in_case(actor: Actor) -> bool:
    """Tell whether the actor has a part in some case now (one query)."""
    return db.session.scalar(select(CasePart.id).where(*works_on(actor)).limit(1)) is not None


def invitation_for(actor: Actor, invitation_id: str) -> InvitationLine:
    """Return an invitation that concerns the actor; raise NotFound, the same for a foreign and a missing one."""
    found = db.session.execute(_invitations(actor).where(OutsiderInvited.id == invitation_id)).first()
    if found is None:
        raise not_found()
    return InvitationLine(found[0], found[1], bool(found[2]))


def invitations_for(actor: Actor, page: int) -> tuple[Sequence[InvitationLine], int]:
    """Return a page of the invitations that concern the actor, newest first, and how many there are (two queries)."""
    query = _invitations(actor)
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    newest = query.order_by(OutsiderInvited.recorded_at.desc(), OutsiderInvited.id)
    rows = db.session.execute(newest.limit(SHOWN).offset((page - 1) * SHOWN))
    return [InvitationLine(row, ended, bool(opens)) for row, ended, opens in rows], total


def _invitations(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Return the SELECT of what the actor made, of what belongs to no case, and of the cases that they work on."""
    works_on = select(Case.id).where(visible_to(actor))
    mine = or_(
        OutsiderInvited.by_id == actor.employee_id,
        OutsiderInvited.case_id.is_(None),
        OutsiderInvited.case_id.in_(works_on),
    )
    joined = select(OutsiderInvited, OutsiderEnded, OutsiderInvited.case_id.in_(works_on))
    return joined.join(OutsiderEnded, OutsiderEnded.invitation_id == OutsiderInvited.id, isouter=True).where(mine)


def _refuse_decider(actor: Actor, case_id: str) -> None:
    """Raise Refused for who decides this case, by whichever of their records."""
    decider_id = session_of_transaction().get_one(Case, case_id).decider_id
    if actor.employee_id in humans([decider_id])[decider_id]:
        raise Refused(_("Who decides a case ends no invitation to it. Ask a colleague."))


def _check(draft: InvitationDraft, case_id: str | None) -> None:
    days, today = draft.guest, clock.now().date()
    faults = []
    if days.from_on < today - timedelta(days=1):
        faults.append(_("First day: it has been. Choose today or a later day."))
    if days.to_on < days.from_on:
        faults.append(_("Last day: it lies before the first day."))
    elif days.to_on - days.from_on > LONGEST:
        faults.append(_("Last day: an invitation lasts a year at most."))
    if (draft.asked in PARTS) != (case_id is not None):
        faults.append(_("For what: approving and hearing belong to a case, complaints do not."))
    if faults:
        raise Invalid(*faults)


def _require_free(guest: Guest, parties: CaseParties, asked: Asked) -> None:
    """Raise Invalid where the guest is concerned by the case or, asked to hear an appeal, ever had a part in it."""
    human = humans([guest.employee_id])[guest.employee_id]
    reason = cases_policy.why_not(human, parties, PARTS[asked])
    if reason is None and human & parties.ever_ids:
        reason = _("This person has or had another part in the case.")
    if reason is not None:
        raise Invalid(reason)
