"""A year in a company of three places, lived by the real operations under a moved clock, from a seed."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, update
from time_machine import Traveller

from handbook.acknowledgements import (
    asking,
    audience,
    chosen,
    disputes,
    inviting,
    operations,
    outcomes,
    queries,
    round_list,
    rounds,
)
from handbook.acknowledgements.board_lines import BoardFilters, RoundRow
from handbook.acknowledgements.kinds import Kind
from handbook.acknowledgements.models import Acknowledgement, Invitation
from handbook.acknowledgements.outcomes import ServiceDraft
from handbook.acknowledgements.queries import SignatureContext
from handbook.acknowledgements.readiness import readiness_of
from handbook.company.models import Location
from handbook.core import clock
from handbook.core.actor import Actor
from handbook.core.db import db, new_id
from handbook.core.errors import HandbookError
from handbook.core.transaction import end_read, transaction
from handbook.people.directory import absences, placements
from handbook.people.directory.placements import PlacementDraft
from handbook.people.models import Account, Deputy, Employee, Placement
from handbook.people.queries import find_placed
from handbook.permissions import Role
from handbook.rules import operations as rules
from handbook.rules.models import DraftText
from tests.acknowledgements import answering
from tests.acknowledgements.signing import draft_of, prepare_below, proof_of
from tests.heavy.naive_board import Happening, Life

DAY = timedelta(days=1)
PLACES = (("Banjara Hills", "Asia/Kolkata"), ("Rīga, Centrs", "Europe/Riga"), ("Broadway", "America/New_York"))
FINDINGS = ("stands", "set aside")
STAFF, SUPERVISOR, HR = (frozenset({Role.EMPLOYEE, *more}) for more in ((), (Role.SUPERVISOR,), (Role.HR,)))


class Year:
    """The company as it goes through the year; `lives` is what the clerk writes down beside it."""

    def __init__(self, traveller: Traveller, first_day: date, seed: int) -> None:
        self.traveller, self.chance, self.today = traveller, random.Random(seed), first_day
        self.places: dict[str, str] = {}
        self.bosses: list[str] = []
        self.lives: dict[str, Life] = {}
        self.rounds: list[RoundRow] = []
        self.leaders: list[Actor] = []
        self.standing_in: list[tuple[str, str, date, date]] = []
        self.done: Counter[str] = Counter()

    def begin(self, people: int) -> None:
        """Found the places, the bosses and the first people; who has founded the company counts as well."""
        with transaction() as session:
            for name, zone in PLACES:
                found = session.scalar(select(Location).where(Location.name == name))
                place = found or Location(id=new_id(), name=name, zone=zone)
                session.add(place)
                self.places[place.id] = zone
            ids = dict(session.execute(select(Employee.staff_number, Employee.id)).all())
        self.hr = self.actor(ids["000102"], HR)
        self.bosses = [ids["000201"], ids["000101"]]
        self.bosses += [self._hire(None) for _boss in range(3)]
        for _person in range(people):
            self._hire(self.chance.choice(self.bosses))
        self._note_round()

    def live(self, days: int, publish_on: tuple[int, ...]) -> None:
        """Let so many days go by."""
        for number in range(days):
            for hour in (0, 12):
                self._at(hour, 40)
                inviting.keep_up()
            moments = sorted(self.chance.randrange(24 * 60) for _act in range(self.chance.choice((1, 2, 3, 4))))
            if number in publish_on:
                self._at(9, 0)
                self._publish(number)
            for minute in moments:
                self._at(*divmod(minute, 60))
                self._do_something()
            self.today += DAY

    def actor(self, employee_id: str, roles: frozenset[Role] = STAFF) -> Actor:
        """Return somebody as an operation receives them."""
        account = db.session.scalars(select(Account.id).where(Account.employee_id == employee_id)).one()
        end_read()
        return Actor(account, employee_id, "Somebody", roles, via="test")

    def _at(self, hour: int, minute: int) -> None:
        moment = datetime(self.today.year, self.today.month, self.today.day, hour, minute, tzinfo=UTC)
        self.traveller.move_to(max(moment, clock.now() + timedelta(seconds=1)), tick=False)

    def _do_something(self) -> None:
        acts: dict[Callable[[], None], int] = {
            self._read: 5, self._sign: 9, self._decline: 2, self._ask: 2, self._answer: 3, self._want_paper: 2,
            self._refuse: 2, self._serve: 2, self._dispute: 3, self._find: 3, self._send_slip: 2,
            self._start: 2, self._leave: 1, self._return: 1, self._move: 2, self._go_away: 3, self._stand_in: 1,
            self._choose_round: 1,
        }  # fmt: skip
        act = self.chance.choices(list(acts), list(acts.values()))[0]
        try:
            act()
            self.done[act.__name__] += 1
        except (HandbookError, IndexError):  # it was not the day for this: nobody to do it, or a rule against it
            end_read()

    # What people do.

    def _read(self) -> None:
        who, context = self._reader()
        with transaction():
            operations.mark_read(who, context.edition.id, context.page.language, context.rule_ids[0])
        self._write(who.employee_id, "read")

    def _sign(self) -> None:
        who, context = self._reader()
        with transaction():
            for rule_id in context.rule_ids:
                operations.mark_read(who, context.edition.id, context.page.language, rule_id)
        self._write(who.employee_id, "read")
        agreed = readiness_of(context).has_agreed
        end_read()
        prepare_below(who, context)
        if not agreed:
            self._write(who.employee_id, "agreed")
        draft, proof = draft_of(context, who.name), proof_of(who)
        with transaction():
            signed = operations.sign(who, draft, proof, answering.HERE)
        if signed not in {one.name for one in self.lives[who.employee_id].happenings}:  # to sign twice is to sign once
            self._write(who.employee_id, "signed", signed)

    def _decline(self) -> None:
        who, _context = self._reader()
        shown, proof = answering.shown_to(who), proof_of(who)
        with transaction():
            name = outcomes.decline(who, proof, shown, f"No. {clock.now()}", answering.HERE)
        self._write(who.employee_id, "declined", name)

    def _ask(self) -> None:
        who, _context = self._reader()
        shown = answering.shown_to(who)
        with transaction():
            name = asking.ask(who, shown, f"Why? {clock.now()}", answering.HERE)
        self._write(who.employee_id, "question", name)

    def _want_paper(self) -> None:
        who, context = self._reader()
        with transaction():
            operations.choose_how(who, context, "paper", "en", answering.HERE)
        self._write(who.employee_id, "paper")

    def _answer(self) -> None:
        who, question = self._open("question", "answered")
        with transaction():
            asking.answer(self.hr, question.name, "So it is.")
        self._write(who, "answered", about=question.name, edition=question.edition)

    def _refuse(self) -> None:
        who = self._unsigned()
        first, second = proof_of(self.hr), proof_of(self.actor(self.bosses[0]))
        draft = ServiceDraft("en", None, "")
        with transaction():
            outcomes.record_refusal(self.hr, first, second, self._number(), who, draft, answering.HERE)
        self._write(who, "refused")

    def _serve(self) -> None:
        who, kind = self._unsigned(), self.chance.choice((Kind.SERVED_BY_HAND, Kind.READ_ALOUD))
        proof = proof_of(self.hr)
        draft = ServiceDraft("en", None, "")
        with transaction():
            outcomes.record_service(self.hr, proof, kind, self._number(), who, draft, answering.HERE)
        self._write(who, kind.value)

    def _dispute(self) -> None:
        who, signature = self._open("signed", "disputed")
        receipt = db.session.get_one(Acknowledgement, signature.name).receipt
        end_read()
        with transaction():
            name = disputes.dispute(self.actor(who), receipt, disputes.DisputeDraft("Not me.", ""), answering.HERE)
        self._write(who, "disputed", name, signature.name, signature.edition)

    def _find(self) -> None:
        found = {one.name for life in self.lives.values() for one in life.happenings if one.what in FINDINGS}
        open_ones = [
            (who, one)
            for who, life in self.lives.items()
            for one in life.happenings
            if one.what == "disputed" and f"finding {one.name}" not in found
        ]
        who, dispute = self.chance.choice(open_ones)
        what = self.chance.choice(FINDINGS)
        proof = proof_of(self.hr)
        with transaction():
            disputes.find(self.hr, proof, dispute.name, what, "Looked into it.")
        self._write(who, what, f"finding {dispute.name}", dispute.about, dispute.edition)

    def _send_slip(self) -> None:
        round_ = round_list.find_newest_publication()
        targets = chosen.targets_for(self.hr, round_, chosen.Chosen([], True, BoardFilters(state="not_reachable")))
        one = self.chance.choice(targets)
        end_read()
        with transaction():
            chosen.note_sent(self.hr, [one], chosen.SLIP)
        self.lives[one.employee_id].sent.setdefault(round_.id, []).append(clock.now())

    # What becomes of people.

    def _start(self) -> None:
        self._hire(self.chance.choice(self.bosses), self.today + self.chance.randrange(4) * DAY)

    def _leave(self) -> None:
        who = self._somebody_here()
        last, version = self.today + self.chance.randrange(1, 5) * DAY, self._version(who)
        with transaction():
            placements.leave(self.hr, who, last, version)

    def _return(self) -> None:
        who = self.chance.choice([each for each in self.lives if not self._here(each)])
        self._place(who, self.today + self.chance.randrange(1, 4) * DAY)

    def _move(self) -> None:
        self._place(self._somebody_here(), self.today + self.chance.randrange(1, 5) * DAY)

    def _go_away(self) -> None:
        who, first = self._somebody_here(), self.today + self.chance.randrange(3) * DAY
        days = absences.Days(first, first + self.chance.randrange(1, 21) * DAY)
        version = self._version(who)
        with transaction():
            absences.add_absence(self.hr, who, days, version)

    def _stand_in(self) -> None:
        one, other = self.chance.sample(self.bosses, 2)
        last = self.today + self.chance.randrange(10) * DAY
        with transaction() as session:
            session.add(Deputy(employee_id=one, deputy_id=other, from_on=self.today, to_on=last))

    def _choose_round(self) -> None:
        draft = rounds.RoundDraft(audience.Audience(languages=["lv"]), self.today + 14 * DAY)
        with transaction():
            number = rounds.open_chosen(self.hr, draft)
        self._note_round(number)

    # How it is done.

    def _publish(self, number: int) -> None:
        self._change(number)
        rules.publish("test", f"Change {number}")
        end_read()
        self._note_round()

    def _change(self, number: int) -> None:
        with transaction() as session:
            text = session.scalars(
                select(DraftText).where(DraftText.rule_id == "never-argue", DraftText.language == "en")
            ).one()
            text.source = text.source.rstrip() + f"\n\nThis was added on day {number}.\n"

    def _note_round(self, number: int | None = None) -> None:
        round_ = round_list.round_by_number(number) if number else round_list.find_newest_publication()
        self.rounds.append(round_)
        end_read()

    def _hire(self, boss: str | None, first: date | None = None) -> str:
        """Write somebody new; three of four choose a password at once, the others have no way in yet."""
        who, set_at = new_id(), clock.now() if self.chance.random() < 0.75 else None
        hashed = "x" if set_at else None
        with transaction() as session:
            language = self.chance.choice(("en", "te", "lv"))
            session.add(
                Employee(
                    id=who,
                    staff_number=f"7{len(self.lives):05}",
                    name=f"Person {len(self.lives):03}",
                    language=language,
                )
            )
            session.flush()
            session.add(Account(employee_id=who, password_hash=hashed, password_set_at=set_at))
            session.add(self._placement(who, boss, first or self.today - 30 * DAY))
        self.lives[who] = Life(way_in_since=set_at)
        return who

    def _placement(self, who: str, boss: str | None, first: date) -> Placement:
        place = self.chance.choice(list(self.places))
        return Placement(
            employee_id=who, location_id=place, job="cashier", profile="everyone", supervisor_id=boss, from_on=first
        )

    def _place(self, who: str, first: date) -> None:
        place, boss = self.chance.choice(list(self.places)), self.chance.choice([*self.bosses, None])
        draft = PlacementDraft(first, place, "cashier", "everyone", boss if boss != who else None)
        version = self._version(who)
        with transaction():
            placements.place(self.hr, who, draft, version)

    def _version(self, who: str) -> int:
        found = db.session.scalars(select(Employee.row_version).where(Employee.id == who)).one()
        end_read()
        return found

    def _reader(self) -> tuple[Actor, SignatureContext]:
        """Return somebody who is asked and works today, and the text; who has no password chooses one now."""
        who = self._unsigned()
        if self.lives[who].way_in_since is None:
            now = clock.now()
            with transaction() as session:
                mine = update(Account).where(Account.employee_id == who)
                session.execute(mine.values(password_hash="x", password_set_at=now))
            self.lives[who].way_in_since = now
        actor = self.actor(who)
        context = queries.signature_context(actor, "en")
        end_read()
        return actor, context

    def _unsigned(self) -> str:
        """Return somebody of the newest round who has not signed; the clerk's own list decides."""
        round_ = round_list.find_newest_publication()
        asked = db.session.scalars(select(Invitation.employee_id).where(Invitation.round_id == round_.id)).all()
        end_read()
        return self.chance.choice([who for who in self.lives if who in set(asked)])

    def _open(self, what: str, closed_by: str) -> tuple[str, Happening]:
        """Return something that happened and is not followed up yet, and to whom."""
        done = {one.about for life in self.lives.values() for one in life.happenings if one.what == closed_by}
        waiting = [
            (who, one)
            for who, life in self.lives.items()
            for one in life.happenings
            if one.what == what and one.name not in done
        ]
        return self.chance.choice(waiting)

    def _somebody_here(self) -> str:
        return self.chance.choice([each for each in self.lives if each not in self.bosses and self._here(each)])

    def _here(self, who: str) -> bool:
        found = find_placed(who, self.today) is not None
        end_read()
        return found

    def _number(self) -> int:
        number = round_list.find_newest_publication().number
        end_read()
        return number

    def _write(self, who: str, what: str, name: str = "", about: str = "", edition: str = "") -> None:
        """Write down what happened now; without an edition it is about the newest one."""
        edition = edition or round_list.find_newest_publication().edition_id
        end_read()
        self.lives[who].happenings.append(Happening(clock.now(), what, edition, name, about))
