"""The verbs of disputing: anybody says "this was not me", and somebody not involved finds what it was."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import delete, select

from handbook.acknowledgements import rounds
from handbook.acknowledgements.disputed import involvement_of
from handbook.acknowledgements.models import Acknowledgement, Dispute, DisputeFinding, RightAnswer, SectionRead
from handbook.acknowledgements.own_invitation import find_invitation, hold_person
from handbook.acknowledgements.policy import why_involved
from handbook.acknowledgements.receipt_lookup import Receipt, find_receipt
from handbook.acknowledgements.second_examiner import second_examiner
from handbook.acknowledgements.standing import SET_ASIDE, STANDS, stands
from handbook.acknowledgements.surroundings import Surroundings
from handbook.acknowledgements.telling import TELL_DISPUTE, TELL_FINDING
from handbook.core import jobs
from handbook.core.actor import Actor
from handbook.core.db import new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import session_of_transaction
from handbook.ledger.appending import record_evidence
from handbook.people.queries import find_placed_today
from handbook.people.sign_in import Proof
from handbook.permissions import Permission
from handbook.rules import queries as rules

ASKED_AGAIN = "set aside"


@dataclass(frozen=True, slots=True)
class DisputeDraft:
    """What somebody says of a signature, and how to reach them."""

    words: str
    contact: str


def dispute(actor: Actor | None, receipt: str, draft: DisputeDraft, where: Surroundings) -> str:
    """Write down that a signature is said not to be the person's own; return the dispute's id.

    `actor` is None for somebody who is not signed in. Raises NotFound for an unknown receipt, Conflict while one is
    being examined, once it is set aside, and where it was found to stand and the person themself does not say so.
    """
    found = find_receipt(receipt)
    if found is None:
        raise NotFound(_("There is no receipt with this code. Check the code on the paper or in the mail."))
    hold_person(found.employee_id)  # two reports or findings about one person stand in line here
    found = find_receipt(receipt) or found
    why = why_not(actor, found)
    if why is not None:
        raise Conflict(why)
    row = Dispute(
        id=new_id(),
        acknowledgement_id=found.id,
        employee_id=found.employee_id,
        words=draft.words,
        contact=draft.contact,
        by_employee_id=actor.employee_id if actor else None,
        device=where.device,
        address=where.address,
    )
    record_evidence(row)
    jobs.enqueue(TELL_DISPUTE, row.id, {"dispute_id": row.id})
    return row.id


def why_not(actor: Actor | None, receipt: Receipt) -> str | None:
    """Return why this signature cannot be disputed (again) by this person, or None."""
    if not receipt.stands:
        return _("This signature was set aside. It does not count.")
    if receipt.is_disputed:
        return _(
            "Somebody has said: this was not me. It is being examined, and the signature does not count meanwhile."
        )
    if receipt.was_examined and (actor is None or actor.employee_id != receipt.employee_id):
        return _("This was examined, and the signature stands. If you gave it and know something new, sign in first.")
    return None


def find(actor: Actor, proof: Proof, dispute_id: str, finding: str, reasons: str, second: Proof | None = None) -> str:
    """Record what the actor found about a disputed signature; return the finding's id.

    A signature that is set aside never counted: the person is asked again, and what was read in their name is
    forgotten. Nothing about the signature itself is changed. Raises NotFound, Refused for whoever is involved or not
    proven, Invalid for another word than STANDS or SET_ASIDE and where a second examiner is needed (see
    second_examiner), Conflict where somebody else was faster.
    """
    if proof.employee_id != actor.employee_id or not actor.may(Permission.DISPUTE_EXAMINE):
        raise Refused(_("Only somebody who may examine disputes can do this, with the own password."))
    why = why_involved(involvement_of(actor.employee_id, dispute_id))
    if why is not None:
        raise Refused(why)
    if finding not in (STANDS, SET_ASIDE):
        raise Invalid(_("Finding: choose whether the signature stands or is set aside."))
    session = session_of_transaction()
    disputed = session.get_one(Dispute, dispute_id)
    hold_person(disputed.employee_id)
    if session.scalar(select(DisputeFinding.id).where(DisputeFinding.dispute_id == dispute_id)) is not None:
        raise Conflict(_("Somebody else has decided this dispute meanwhile."))
    other = second_examiner(actor.employee_id, second, disputed, finding)
    row = DisputeFinding(
        id=new_id(),
        dispute_id=dispute_id,
        acknowledgement_id=disputed.acknowledgement_id,
        finding=finding,
        reasons=reasons,
        by_employee_id=actor.employee_id,
        by_name=actor.name,
        by_method=proof.method,
        second_id=other.employee_id if other else None,
        second_name=other.name if other else "",
        second_method=second.method if other and second else "",
    )
    record_evidence(row)
    if finding == SET_ASIDE:
        _ask_again(session.get_one(Acknowledgement, disputed.acknowledgement_id))
    jobs.enqueue(TELL_FINDING, row.id, {"finding_id": row.id}, actor.employee_id)
    return row.id


def _ask_again(signature: Acknowledgement) -> None:
    """Forget what was read and answered in the person's name, and ask the person to sign the newest edition.

    Who works here no longer is not asked, nor who has another signature under the newest edition or is asked already.
    """
    session, who = session_of_transaction(), signature.employee_id
    for table in (SectionRead, RightAnswer):
        read = (table.employee_id == who, table.edition_id == signature.edition_id)
        session.execute(delete(table).where(*read))
    edition = rules.newest_edition()
    if edition is None or find_placed_today(who) is None:
        return
    if not _has_another(signature, edition.id) and find_invitation(edition.id, who) is None:
        rounds.open_for(edition.id, who, ASKED_AGAIN)


def _has_another(signature: Acknowledgement, edition_id: str) -> bool:
    """Tell whether the signer has another signature under this edition that stands."""
    mine = (Acknowledgement.employee_id == signature.employee_id, Acknowledgement.edition_id == edition_id)
    query = select(Acknowledgement.id).where(*mine, Acknowledgement.id != signature.id, stands()).limit(1)
    return session_of_transaction().scalar(query) is not None
