"""A company in which there is everything that a route can name: of oneself, of the own people, of others."""

import io
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select, update

from handbook.acknowledgements.models import Acknowledgement, Invitation, SigningRound
from handbook.acknowledgements.rounds import open_round
from handbook.adjustments import operations as adjustments
from handbook.adjustments.operations import AgreementDraft
from handbook.core import clock, jobs
from handbook.core.db import Base, db, new_id
from handbook.core.jobs import Job
from handbook.core.transaction import end_read, transaction
from handbook.exports import operations as exports
from handbook.exports.selection import Selection
from handbook.people.importing import files, receiving
from handbook.people.importing import operations as importing
from handbook.people.models import Absence, Account, Deputy, JobTitle, Placement, RoleGrant, SharedDevice, SignInSession
from handbook.permissions import Role
from handbook.publishing import consulting, remarks
from handbook.publishing.publication import PUBLISH
from handbook.rules import queries as rules
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.architecture.doors import answers as doors
from tests.architecture.objects import arranged, cases, copied, followed, packed, voiced
from tests.architecture.objects.relations import FOREIGN, OWN, SELF, TEAM
from tests.exports.standing import dispute

Values = dict[str, str]
PEOPLE = {
    doors.EMPLOYEE: "asha",
    doors.SUPERVISOR: "janis",
    doors.HR: "meera",
    doors.DECISION_MAKER: "dmitri",
    doors.ADMINISTRATOR: "inese",
    doors.AUDITOR: "olga",
    doors.FORMER: "milda",
    doors.GUEST: "viktor",
}
TEAMS = {doors.SUPERVISOR: "lakshmi", doors.HR: "nandini", doors.DECISION_MAKER: "janis"}
# Placed with none of those who ask, but for dmitri, of whose people asha is not.
STRANGERS = dict.fromkeys(doors.ROLES, "ravi") | {doors.DECISION_MAKER: "asha"}
SIGNERS = ("asha", "lakshmi", "ravi", "janis", "meera", "nandini", "dmitri", "inese", "olga", "milda")
LATER = timedelta(days=60)
PEOPLE_FILE = b"staff number,name,job,location\n000777,Anna Kalna,cashier,Banjara Hills\n"


def subject_of(relation: str, role: str) -> str | None:
    """Return about whom an object in this relation to this role is, or None where there is nobody."""
    if relation == SELF:
        return PEOPLE.get(role)
    if relation == TEAM:
        return TEAMS.get(role)
    return STRANGERS[role] if relation == FOREIGN else None


class World:
    """Everything there is, by kind. `find` gives the values of the variables of an address."""

    def __init__(self) -> None:
        self._promote("stranger")
        with _working("milda"):
            _open_round()
            self.signed = {name: sign_below(name) for name in SIGNERS}
            self.copied = copied.Copied(SIGNERS)
            self.cases = cases.Cases()
            self.packed = packed.Packed(self.cases)
            self.arranged = arranged.Arranged(self.cases)
            self.followed = followed.Followed()
            self.voiced = voiced.Voiced(SIGNERS)
            self.agreed = {name: _agreed(name, None) for name in SIGNERS}
            self.was_agreed = {name: _agreed(name, clock.now().date() - LATER / 2) for name in SIGNERS}
            jobs.work_off()
        self.disputes = {name: dispute(self.signed[name], name) for name in SIGNERS if name != "milda"}
        self.exports = {name: _export(name) for name in ("meera", "nandini")}
        self.remarks = _remarks()
        jobs.work_off()
        self.publications = {name: _publication(name) for name in ("meera", "nandini")}
        self.rows = {name: _rows_of(name) for name in (*SIGNERS, "viktor")}
        self.questions = {name: cases.question(name) for name in SIGNERS}
        self.seal = db.session.scalars(select(Job.id).where(Job.kind != exports.SIGNED_PDFS).limit(1)).one()
        end_read()

    def find(self, kind: str, relation: str, role: str) -> Values | None:
        """Return the object of this kind that stands so to this role, or None where there is none."""
        if kind in self.cases.KINDS:
            return self.cases.find(kind, relation, role)
        if kind in self.packed.KINDS:
            return self.packed.find(kind, relation, role)
        if kind in self.arranged.KINDS:
            return self.arranged.find(kind, relation, role)
        if kind in self.followed.KINDS:
            return self.followed.find(kind, relation, role)
        if kind in self.voiced.KINDS:
            return self.voiced.find(kind, relation, subject_of(relation, role))
        if kind in self.copied.KINDS:
            return self.copied.find(kind, subject_of(relation, role))
        makers: dict[str, Callable[[str, str], Values | None]] = {"export": self._export, "session": self._session}
        makers |= {"import": self._import, "seen import": self._seen_import, "publication": self._publication}
        if kind in makers:
            return makers[kind](relation, role)
        if kind in ("location", "job title", "device", "round"):
            return _thing(kind) if relation == FOREIGN else None
        if kind == "other job":
            return {"job_id": self.seal} if relation == FOREIGN else None
        subject = subject_of(relation, role)
        return self._of_person(kind, subject) if subject else None

    def _of_person(self, kind: str, name: str) -> Values | None:
        person = factories.person_id(name)
        if kind == "person":
            return {"employee_id": person}
        if kind in ("placement", "absence", "deputy", "grant"):
            row = self.rows[name].get(kind)
            return {"employee_id": person, **row} if row else None
        if kind == "adjustment":
            return {"adjustment_id": self.agreed[name]} if name in self.agreed else None
        if kind == "adjustment that is over":
            return {"adjustment_id": self.was_agreed[name]} if name in self.was_agreed else None
        if kind == "remark":
            return {"remark_id": self.remarks[name]} if name in self.remarks else None
        if kind == "question":
            return {"outcome_id": self.questions[name]} if name in self.questions else None
        if kind == "dispute":
            return {"dispute_id": self.disputes[name]} if name in self.disputes else None
        if name not in self.signed:
            return None
        if kind == "signature":
            return {"acknowledgement_id": self.signed[name]}
        return {"receipt": self._receipt(name)} if kind == "receipt" else self._asked(kind, name)

    def _receipt(self, name: str) -> str:
        wanted = Acknowledgement.id == self.signed[name]
        return db.session.scalars(select(Acknowledgement.receipt).where(wanted)).one()

    def _asked(self, kind: str, name: str) -> Values:
        """Return the invitation that this person's signature answered, or the person as one of those asked."""
        signed = Acknowledgement.id == self.signed[name]
        invitation = db.session.scalars(select(Acknowledgement.invitation_id).where(signed)).one()
        of_it = SigningRound.id == select(Invitation.round_id).where(Invitation.id == invitation).scalar_subquery()
        number = str(db.session.scalars(select(SigningRound.number).where(of_it)).one())
        ids = {"invitation_id": invitation} if kind == "invitation" else {"employee_id": factories.person_id(name)}
        return {"number": number, **ids}

    def _export(self, relation: str, role: str) -> Values | None:
        owners = {OWN: "meera" if role == doors.HR else None, FOREIGN: "nandini"}
        owner = owners.get(relation)
        return {"job_id": self.exports[owner]} if owner else None

    def _publication(self, relation: str, role: str) -> Values | None:
        owners = {OWN: "meera" if role == doors.HR else None, FOREIGN: "nandini"}
        owner = owners.get(relation)
        return {"job_id": self.publications[owner]} if owner else None

    def _import(self, relation: str, role: str) -> Values | None:
        """Return an import that was just brought: each time another, since some of these routes end it."""
        name = PEOPLE.get(role) if relation == OWN else "nandini" if relation == FOREIGN else None
        if name is None or (role not in (doors.HR, doors.ADMINISTRATOR) and relation == OWN):
            return None
        end_read()
        received = receiving.receive(io.BytesIO(PEOPLE_FILE))
        with transaction():
            return {"import_id": importing.keep(factories.person_id(name), "people.csv", received)}

    def _seen_import(self, relation: str, role: str) -> Values | None:
        """Return an import with its lists of what was found and done."""
        made = self._import(relation, role)
        if made is not None:
            for name in (files.FINDINGS, files.REPORT):
                (files.folder(made["import_id"]) / name).write_text("")
        return made

    def _session(self, relation: str, role: str) -> Values | None:
        name = PEOPLE.get(role) if relation == OWN else STRANGERS[role] if relation == FOREIGN else None
        return self.rows[name]["session"] if name and name in self.rows else None

    def _promote(self, name: str) -> None:
        """Give HR a third officer, so that a case can be kept by two of whom neither is meera."""
        who = factories.actor(name)
        with transaction() as session:
            session.add(RoleGrant(account_id=who.account_id, role=Role.HR.value, from_on=clock.now().date() - LATER))


class _working:  # noqa: N801  # reads as a phrase: with _working("milda")
    """Let somebody who has left still be at work while the company's past is told."""

    def __init__(self, name: str) -> None:
        self.mine = Placement.employee_id == factories.person_id(name)
        self.left_on = db.session.scalars(select(Placement.to_on).where(self.mine)).one()
        end_read()

    def __enter__(self) -> None:
        self._until(None)

    def __exit__(self, *_why: object) -> None:
        self._until(self.left_on)

    def _until(self, day: object) -> None:
        with transaction() as session:
            session.execute(update(Placement).where(self.mine).values(to_on=day))


def _open_round() -> None:
    edition = rules.newest_edition()
    end_read()
    assert edition
    with transaction():
        open_round(edition.id)


def _export(name: str) -> str:
    actor = factories.actor(name)
    end_read()
    with transaction():
        return exports.start(actor, Selection(1))


def _publication(name: str) -> str:
    """Write down a publication that was not made, since somebody had changed the draft."""
    row = Job(kind=PUBLISH, key=new_id(), payload={}, state="done", result={"refused": "The draft was changed."})
    row.owner_id = factories.person_id(name)
    end_read()
    return _written(row)


def _agreed(name: str, last: date | None) -> str:
    """Let HR write down what is agreed with somebody until a day, open if none is given; return its id."""
    person, by = factories.person_id(name), factories.actor("nandini" if name == "meera" else "meera")
    draft = AgreementDraft(1, "never-argue", f"As agreed with {name}.", "en", clock.now().date() - LATER, last)
    end_read()
    with transaction():
        return adjustments.record(by, person, draft)


def _remarks() -> dict[str, str]:
    """Let everybody say something about the draft; return the remarks' ids."""
    staff, today = {name: factories.actor(name) for name in SIGNERS}, clock.now().date()
    end_read()
    with transaction():
        consulting.open_consultation(staff["meera"], today + LATER, "")
    with transaction():
        return {name: remarks.remark(who, None, "en", f"I am {name}.", today) for name, who in staff.items()}


def _rows_of(name: str) -> dict[str, Values]:
    """Write a future placement, an absence, a deputy, a role and a session of somebody; return them by kind."""
    person, today = factories.person_id(name), clock.now().date()
    account = db.session.scalars(select(Account.id).where(Account.employee_id == person)).one()
    place = db.session.scalars(select(Placement.location_id).limit(1)).one()
    deputy = factories.person_id("janis" if name != "janis" else "meera")
    later, end = today + LATER, today + 2 * LATER
    placed = factories.placement(person, place, "cashier", None, later)
    absent = Absence(employee_id=person, from_on=later, to_on=end)
    stands_in = Deputy(employee_id=person, deputy_id=deputy, from_on=later, to_on=end)
    grant = RoleGrant(account_id=account, role=Role.AUDITOR.value, from_on=later)
    rows: dict[str, tuple[str, Base]] = {
        "placement": ("placement_id", placed),
        "absence": ("absence_id", absent),
        "deputy": ("row_id", stands_in),
        "grant": ("grant_id", grant),
        "session": ("session_id", _session(account)),
    }
    if name == "viktor":  # who will be placed somewhere is a guest no longer
        del rows["placement"]
    return {kind: {variable: _written(row)} for kind, (variable, row) in rows.items()}


def _session(account_id: str) -> SignInSession:
    now = clock.now()
    made = {"token_hash": bytes.fromhex(new_id() * 2), "device": "a test", "created_at": now}
    return SignInSession(account_id=account_id, ends_at=now + timedelta(hours=1), **made)


def _thing(kind: str) -> Values:
    """Return what belongs to nobody; a device or a job is a new one each time, since some of these routes end it."""
    place = db.session.scalars(select(Placement.location_id).limit(1)).one()
    meera, fresh = factories.person_id("meera"), new_id()
    if kind == "device":
        row = SharedDevice(name="Till 3", location_id=place, token_hash=bytes.fromhex(fresh * 2), enrolled_by=meera)
        return {"device_id": _written(row)}
    if kind == "job title":
        return {"job_id": _written(JobTitle(title=f"till keeper {fresh}"))}
    return {"location_id": place} if kind == "location" else {"number": "1"}


def _written(row: Base) -> str:
    row.id = new_id()  # type: ignore[attr-defined]  # every table here has an id
    written: str = row.id  # type: ignore[attr-defined]
    with transaction() as session:
        session.add(row)
    return written
