"""This was not me: who may say it, who may examine it, and what a finding changes and leaves as it is."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import current_app
from sqlalchemy import select, update

from handbook.acknowledgements import disputed, disputes, operations
from handbook.acknowledgements.disputes import DisputeDraft
from handbook.acknowledgements.models import Acknowledgement, Dispute, DisputeFinding, Invitation, SectionRead
from handbook.acknowledgements.notice import NOT_NOTIFIED, SIGNED, notice_of
from handbook.acknowledgements.queries import find_acknowledgement
from handbook.acknowledgements.standing import SET_ASIDE, STANDS
from handbook.acknowledgements.waiting import waiting_for
from handbook.core import clock, jobs
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import end_read, transaction
from handbook.ledger.appending import record_evidence
from handbook.people.models import CredentialEvent, Deputy, Employee, Placement
from handbook.people.sign_in import BY_PASSWORD
from tests.acknowledgements import answering
from tests.acknowledgements.signing import draft_of, proof_of, read_below, sign_below
from tests.factories import PEOPLE, actor, person_id, placement

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("context")]


def test_anybody_with_the_receipt_can_say_it_and_it_does_not_count_meanwhile():
    signed = sign_below("asha")
    assert notice_of("never-argue", person_id("asha"), clock.now()).answer == SIGNED
    row = answering.dispute_row(answering.dispute(signed))
    assert (row.employee_id, row.by_employee_id, row.contact) == (person_id("asha"), None, "+371 2000 0000")
    notice = notice_of("never-argue", person_id("asha"), clock.now())
    assert (notice.answer, notice.doubt) == (NOT_NOTIFIED, "disputed")


def test_an_unknown_receipt_is_not_there():
    with pytest.raises(NotFound), transaction():
        disputes.dispute(None, "AAAA-BBBB-CCCC", DisputeDraft("x", "y"), answering.HERE)


def test_one_dispute_at_a_time():
    signed = sign_below("asha")
    answering.dispute(signed, "asha")
    with pytest.raises(Conflict, match="being examined"):
        answering.dispute(signed)
    assert answering.count(Dispute) == 1


def test_once_it_stands_only_the_person_can_say_so_again():
    signed = sign_below("asha")
    answering.find("meera", answering.dispute(signed), STANDS)
    assert notice_of("never-argue", person_id("asha"), clock.now()).answer == SIGNED
    for name in (None, "ravi"):
        with pytest.raises(Conflict, match="the signature stands"):
            answering.dispute(signed, name)
    assert answering.dispute(signed, "asha")


def test_set_aside_it_never_counted_and_the_person_reads_and_signs_anew():
    signed = sign_below("asha")
    paper = db.session.get_one(Acknowledgement, signed)
    edition_id = paper.edition_id
    answering.find("meera", answering.dispute(signed, "asha"))
    notice = notice_of("never-argue", person_id("asha"), clock.now())
    assert (notice.answer, notice.doubt) == (NOT_NOTIFIED, "set aside")
    assert find_acknowledgement(edition_id, person_id("asha")) is None
    read = select(SectionRead.rule_id).where(SectionRead.employee_id == person_id("asha"))
    assert db.session.scalars(read).all() == []
    asked = select(Invitation.reason).where(Invitation.employee_id == person_id("asha"))
    assert sorted(db.session.scalars(asked)) == ["publication", "set aside"]
    again = sign_below("asha")
    assert again != signed
    assert notice_of("never-argue", person_id("asha"), clock.now()).acknowledgement_id == again
    with pytest.raises(Conflict, match="set aside"):
        answering.dispute(signed, "asha")


def test_of_a_dispute_about_an_earlier_signature_a_later_one_is_untouched():
    signed = sign_below("asha")
    answering.find("meera", answering.dispute(signed, "asha"))
    again = sign_below("asha")
    answering.find("meera", answering.dispute(again, "asha"), STANDS)
    assert notice_of("never-argue", person_id("asha"), clock.now()).acknowledgement_id == again


def test_who_works_here_no_longer_is_not_asked_again():
    signed = sign_below("asha")
    with transaction() as session:
        gone = update(Placement).where(Placement.employee_id == person_id("asha"))
        session.execute(gone.values(to_on=clock.now().date() - timedelta(days=2)))
    answering.find("meera", answering.dispute(signed, "asha"))
    asked = select(Invitation.reason).where(Invitation.employee_id == person_id("asha"))
    assert db.session.scalars(asked).all() == ["publication"]


def test_a_dispute_is_decided_once_with_one_of_two_words():
    disputed_id = answering.dispute(sign_below("asha"))
    with pytest.raises(Invalid, match="Finding"):
        answering.find("meera", disputed_id, "perhaps")
    answering.find("meera", disputed_id, STANDS)
    with pytest.raises(Conflict, match="decided this dispute meanwhile"):
        answering.find("nandini", disputed_id, SET_ASIDE)
    assert answering.count(DisputeFinding) == 1


def test_the_examiner_is_proven():
    disputed_id = answering.dispute(sign_below("asha"))
    who, other = actor("meera"), proof_of(actor("nandini"))
    with pytest.raises(Refused), transaction():
        disputes.find(who, other, disputed_id, STANDS, "I say so.")


@pytest.mark.parametrize("name", ["janis", "asha", "olga", "inese"])
def test_who_may_not_examine_finds_nothing_there(name: str):
    disputed_id = answering.dispute(sign_below("lakshmi"))
    with pytest.raises(NotFound):
        disputed.dispute_for(actor(name), disputed_id)
    with pytest.raises(Refused):
        answering.find(name, disputed_id)


def sees(name: str, dispute_id: str) -> str:
    """Return why somebody cannot examine a dispute, or nothing; the list and the act must agree with the page."""
    listed = dispute_id in [row.id for row in disputed.disputes_for(actor(name), disputed.OPEN, 1).rows]
    counted = waiting_for(actor(name)).disputes
    try:
        disputed.dispute_for(actor(name), dispute_id)
    except Refused as why:
        assert (listed, counted) == (False, 0)
        with pytest.raises(Refused, match="Somebody else examines it"):
            answering.find(name, dispute_id)
        return str(why)
    assert (listed, counted) == (True, 1)
    return ""


def test_the_signer_is_involved():
    disputed_id = answering.dispute(sign_below("meera"))
    assert "your own signature" in sees("meera", disputed_id)
    assert sees("dmitri", disputed_id) != ""  # her supervisor
    assert sees("nandini", disputed_id) == ""


def test_whoever_handed_out_the_way_in_is_involved():
    disputed_id = answering.dispute(_signed_with_slip_of("lakshmi", "meera"))
    assert "handed out the way in" in sees("meera", disputed_id)
    assert sees("nandini", disputed_id) == ""


def test_todays_supervisor_and_that_days_are_involved():
    noon = (clock.now() + timedelta(days=1)).replace(hour=12)
    with time_machine.travel(noon, tick=True) as hand:
        disputed_id = answering.dispute(sign_below("ravi"))
        hand.shift(timedelta(days=1))
        _move("ravi", boss="nandini")
        assert "the supervisor" in sees("dmitri", disputed_id)
        assert "the supervisor" in sees("nandini", disputed_id)
        assert sees("meera", disputed_id) == ""


def test_who_stands_in_for_the_supervisor_is_involved():
    disputed_id = answering.dispute(sign_below("asha"))
    today = clock.now().date()
    with transaction() as session:
        session.add(Deputy(employee_id=person_id("janis"), deputy_id=person_id("nandini"), from_on=today, to_on=today))
        session.add(Deputy(employee_id=person_id("dmitri"), deputy_id=person_id("meera"), from_on=today, to_on=today))
    assert "the supervisor" in sees("nandini", disputed_id)
    assert sees("meera", disputed_id) == ""


def test_whoever_reported_it_is_involved():
    disputed_id = answering.dispute(sign_below("asha"), "nandini")
    assert "You reported" in sees("nandini", disputed_id)
    assert sees("meera", disputed_id) == ""


def test_witnesses_of_the_same_invitation_are_involved():
    answering.refuse("asha", "meera", "nandini")
    disputed_id = answering.dispute(sign_below("asha"))
    assert "recorded or witnessed" in sees("meera", disputed_id)
    assert "recorded or witnessed" in sees("nandini", disputed_id)
    assert sees("dmitri", disputed_id) == ""


def test_whoever_wrote_down_the_signers_mail_address_is_involved():
    with transaction() as session:
        mine = update(Employee).where(Employee.id == person_id("asha"))
        session.execute(mine.values(email_set_by=person_id("nandini")))
    disputed_id = answering.dispute(sign_below("asha"))
    assert "wrote down the mail address" in sees("nandini", disputed_id)
    assert sees("meera", disputed_id) == ""


def test_whoever_acted_on_the_signers_ways_in_within_thirty_days_before_is_involved():
    _act_on_ways_in("asha", by="meera")
    with time_machine.travel(clock.now() + timedelta(days=2), tick=True) as hand:
        _act_on_ways_in("asha", by="nandini")
        hand.shift(timedelta(days=29))
        signed = sign_below("asha")
        _act_on_ways_in("asha", by="dmitri")
        disputed_id = answering.dispute(signed)
        assert "ways in shortly before" in sees("nandini", disputed_id)
        assert sees("meera", disputed_id) == ""  # 31 days before the signature
        assert sees("dmitri", disputed_id) == ""  # after the signature


def test_two_who_are_not_involved_set_it_aside_together_and_both_are_named():
    found = answering.find("meera", answering.dispute(sign_below("ravi"), "asha"), second="nandini")
    row = db.session.get_one(DisputeFinding, found)
    assert (row.by_name, row.second_id, row.second_name) == ("Meera Nair", person_id("nandini"), PEOPLE["nandini"].name)
    assert row.second_method == BY_PASSWORD


def test_one_is_enough_where_the_signer_said_so_signed_in_and_where_it_stands():
    own = answering.find("meera", answering.dispute(sign_below("asha"), "asha"))
    stands = answering.find("meera", answering.dispute(sign_below("lakshmi")), STANDS)
    for found in (own, stands):
        assert db.session.get_one(DisputeFinding, found).second_id is None


def test_examiners_who_are_not_involved_and_the_signer_are_told_by_mail_without_a_name():
    for name in ("asha", "meera", "nandini", "dmitri", "janis"):
        with transaction() as session:
            person = session.scalars(select(Employee).where(Employee.id == person_id(name))).one()
            person.email, person.language = f"{name}@lotus.example", "en"
    disputed_id = answering.dispute(sign_below("asha"), "nandini")
    jobs.work_off()
    assert _mailed("A signature is disputed") == {"meera"}
    assert not any("Asha" in text for text in _mails("A signature is disputed"))
    assert _mailed("is being examined") == {"asha"}
    answering.find("meera", disputed_id, second="dmitri")
    jobs.work_off()
    assert _mailed("Your signature was examined") == {"asha"}
    (told,) = _mails("Your signature was examined")
    assert "set aside" in told
    assert answering.REASONS[:40] in " ".join(told.replace("=\n", "").split())


def test_where_all_of_hr_are_involved_the_decision_maker_is_told():
    for name in ("meera", "nandini", "dmitri"):
        with transaction() as session:
            person = session.scalars(select(Employee).where(Employee.id == person_id(name))).one()
            person.email, person.language = f"{name}@lotus.example", "en"
    answering.refuse("asha", "meera", "nandini")
    answering.dispute(sign_below("asha"))
    jobs.work_off()
    assert _mailed("A signature is disputed") == {"dmitri"}


def test_the_page_shows_what_else_was_signed_on_that_device_that_hour():
    for name in ("lakshmi", "ravi"):
        sign_below(name)
    page = disputed.dispute_for(actor("meera"), answering.dispute(sign_below("asha")))
    assert {other.name for other in page.others} == {"లక్ష్మీ దేవి", "Ravi Kumar"}
    assert (page.signature.device, page.session, page.finding) == ("a test", None, None)


def _signed_with_slip_of(name: str, issuer: str) -> str:
    """Let somebody sign with a password chosen after a slip of this person."""
    who = actor(name)
    context = read_below(who)
    proof = replace(
        proof_of(who), credential_issued_at=clock.now() - timedelta(days=3), credential_issued_by=person_id(issuer)
    )
    draft = draft_of(context, who.name)
    with transaction():
        return operations.sign(who, draft, proof, answering.HERE)


def _act_on_ways_in(name: str, by: str) -> None:
    """Write that somebody printed a slip for this person."""
    row = CredentialEvent(
        id=new_id(), employee_id=person_id(name), what="slip printed", by_employee_id=person_id(by), by_name="", told=[]
    )
    end_read()
    with transaction():
        record_evidence(row)


def _move(name: str, boss: str) -> None:
    """End somebody's placement yesterday and begin one with another supervisor today."""
    today = clock.now().date()
    with transaction() as session:
        old = session.scalars(select(Placement).where(Placement.employee_id == person_id(name))).one()
        old.to_on = today - timedelta(days=1)
        session.add(placement(person_id(name), old.location_id, old.job, person_id(boss), today))


def _mails(words: str) -> list[str]:
    folder = current_app.extensions["handbook.settings"].data_dir / "mail"
    return [text for path in folder.glob("*.eml") if words in (text := path.read_text(encoding="utf-8"))]


def _mailed(words: str) -> set[str]:
    return {text.partition("To: ")[2].partition("@")[0] for text in _mails(words)}
