"""What happens to invited people, written as rows, so that a board can be asked about any day of it."""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select, update

from handbook.acknowledgements import boards, round_list
from handbook.acknowledgements.board_lines import BoardFilters
from handbook.acknowledgements.models import (
    Acknowledgement,
    Answer,
    Consent,
    Dispute,
    DisputeFinding,
    Invitation,
    Outcome,
    SectionRead,
    Sending,
)
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.transaction import end_read, transaction
from handbook.ledger.appending import record_evidence
from handbook.people.models import Absence, Account, Placement
from tests import factories

NOTHING = sha256(b"").hexdigest()


def noon(day: date) -> datetime:
    """Return the middle of a day, UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def invitation_of(name: str) -> Invitation:
    """Return somebody's invitation to the newest round of a publication."""
    round_ = round_list.find_newest_publication()
    mine = (Invitation.employee_id == factories.person_id(name), Invitation.round_id == round_.id)
    found = db.session.scalars(select(Invitation).where(*mine)).one()
    end_read()
    return found


def signs(name: str, **more: Any) -> str:
    """Write a signature under the newest round's edition; return its id."""
    return _record(signature(invitation_of(name), round_list.find_newest_publication().edition_id, **more))


def signature(invitation: Invitation, edition_id: str, **more: Any) -> Acknowledgement:
    """Return a signature that answers this invitation."""
    now = clock.now()
    return Acknowledgement(
        id=new_id(),
        invitation_id=invitation.id,
        employee_id=invitation.employee_id,
        edition_id=edition_id,
        receipt=new_id(),
        idempotency_key=new_id(),
        **dict.fromkeys(("staff_number", "name", "typed_name", "job", "location", "statement", "device"), ""),
        **dict.fromkeys(("manifest_sha256", "pdf_sha256", "html_sha256"), NOTHING),
        **dict.fromkeys(("shown_at", "proven_at", "credential_set_at"), now),
        **dict.fromkeys(("sections_read", "sections_required", "sections_total"), 1),
        **dict.fromkeys(("questions_right", "questions_total"), 0),
        zone="UTC",
        profile="everyone",
        language="en",
        translation_lagged=False,
        rules_in_source_language=[],
        signed_before=None,
        method="password",
        **({"soon_after_reset": False, "address": "", "program_version": ""} | more),
    )


def says(name: str, kind: str) -> str:
    """Write an outcome, by the person or about them; return its id."""
    return _record(outcome(invitation_of(name), round_list.find_newest_publication().edition_id, kind))


def outcome(invitation: Invitation, edition_id: str, kind: str) -> Outcome:
    """Return an outcome of this invitation, by the person or about them."""
    return Outcome(
        id=new_id(),
        invitation_id=invitation.id,
        employee_id=invitation.employee_id,
        edition_id=edition_id,
        kind=kind,
        happened_at=clock.now(),
        zone="UTC",
        profile="everyone",
        language="en",
        manifest_sha256=NOTHING,
        words="",
        until_on=None,
        by_employee_id=invitation.employee_id,
        by_name="",
        by_method="password",
    )


def answers(outcome_id: str) -> None:
    """Write an answer to a question."""
    meera = factories.person_id("meera")
    _record(Answer(id=new_id(), outcome_id=outcome_id, words="So it is.", by_employee_id=meera, by_name="Meera Nair"))


def agrees(name: str, choice: str = "electronic") -> None:
    """Write how somebody wishes to sign."""
    who = factories.person_id(name)
    _record(Consent(id=new_id(), employee_id=who, choice=choice, words="", language="en", session_id=None))


def disputes(signature: str, name: str) -> str:
    """Write that somebody says of a signature: this was not me."""
    return _record(dispute(signature, factories.person_id(name)))


def dispute(signature: str, who: str) -> Dispute:
    """Return that the signer (an employee's id) says of a signature: this was not me."""
    return Dispute(
        id=new_id(),
        acknowledgement_id=signature,
        employee_id=who,
        words="",
        contact="",
        by_employee_id=who,
        device="",
        address="",
    )


def finds(dispute: str, signature: str, finding: str) -> None:
    """Write what was found about a dispute: stands, or set aside."""
    _record(what_was_found(dispute, signature, finding, factories.person_id("meera")))


def what_was_found(dispute: str, signature: str, finding: str, by: str) -> DisputeFinding:
    """Return what somebody (an employee's id) found about a dispute."""
    return DisputeFinding(
        id=new_id(),
        dispute_id=dispute,
        acknowledgement_id=signature,
        finding=finding,
        reasons="",
        by_employee_id=by,
        by_name="",
        by_method="password",
    )


def opens(name: str) -> None:
    """Write that somebody went on from a section."""
    edition = round_list.find_newest_publication().edition_id
    row = SectionRead(
        employee_id=factories.person_id(name), edition_id=edition, language="en", rule_id="x", read_at=clock.now()
    )
    end_read()
    with transaction() as session:
        session.add(row)


def goes_on_leave(name: str, from_on: date, to_on: date) -> None:
    """Write days of leave."""
    who = factories.person_id(name)
    with transaction() as session:
        session.add(Absence(employee_id=who, from_on=from_on, to_on=to_on))


def leaves(name: str, last: date) -> None:
    """End somebody's placement."""
    who = factories.person_id(name)
    with transaction() as session:
        session.execute(update(Placement).where(Placement.employee_id == who).values(to_on=last))


def loses_password(name: str) -> None:
    """Leave somebody without any way in."""
    who = factories.person_id(name)
    nothing = {"password_hash": None, "password_set_at": None}
    with transaction() as session:
        session.execute(update(Account).where(Account.employee_id == who).values(**nothing))


def is_sent(name: str, kind: str = "invitation", channel: str = "slip") -> None:
    """Write that a slip or mail left."""
    invitation = invitation_of(name)
    with transaction() as session:
        session.add(Sending(invitation_id=invitation.id, kind=kind, channel=channel, at=clock.now()))


def board(name: str, **narrowed: Any) -> dict[str, str]:
    """Return who is in which state, by staff number, as somebody sees the newest round."""
    filters = BoardFilters(**narrowed)
    seen = boards.board_for(factories.actor(name), round_list.find_newest_publication(), filters)
    if not (filters.states or filters.page > 1):
        assert sum(seen.groups.values()) == seen.all == len(seen.lines)
    end_read()
    return {line.staff_number: line.state.value for line in seen.lines}


def state_of(name: str, day: date | None = None) -> str | None:
    """Return the state of one person as HR sees it, or None where the person is on no board that day."""
    return board("meera", day=day).get(factories.KNOWN[name].number)


def _record(row: Any) -> str:
    wanted = row.id
    end_read()
    with transaction():
        record_evidence(row)
    return str(wanted)
