"""What a supervisor's board never tells: that somebody asked, disputed a signature, and what was found.

Each combination of what can have come of an invitation before is lived by a person of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from handbook.acknowledgements import boards, round_list
from handbook.acknowledgements.board_lines import BoardFilters
from handbook.acknowledgements.board_states import by_group
from handbook.acknowledgements.models import Invitation, SectionRead
from handbook.company.models import Location
from handbook.core import clock
from handbook.core.db import db, new_id
from handbook.core.transaction import end_read, transaction
from handbook.ledger.appending import record_evidence
from handbook.ledger.models import Evidence
from handbook.people.models import Absence, Employee
from tests import factories
from tests.acknowledgements import board_stories as story

pytestmark = pytest.mark.database

KINDS = ("served_by_hand", "read_aloud", "refused", "declined", "question", "paper")
EARLIER = [*chain.from_iterable(combinations(KINDS, size) for size in range(len(KINDS) + 1))]
LIVES = [(kinds, opened, backwards) for kinds in EARLIER for opened in (True, False) for backwards in (True, False)]


@dataclass(frozen=True)
class Told:
    """What was told on the way: to the supervisor at each step, and to HR while the dispute is open."""

    before: dict[str, str]
    signed: dict[str, str]
    disputed: dict[str, str]
    found: dict[str, str]
    known_to_hr: dict[str, str]


class Crew:
    """People of one supervisor, all invited; `lives` says of each, by id, what came before."""

    def __init__(self) -> None:
        self.lives: dict[str, tuple[tuple[str, ...], bool, bool]] = {}
        self.invitations: dict[str, Invitation] = {}
        self.round = round_list.find_newest_publication()
        self.janis, self.meera = factories.actor("janis"), factories.actor("meera")
        place = db.session.scalars(select(Location.id).where(Location.name == "Banjara Hills")).one()
        end_read()
        with transaction() as session:
            for number, life in enumerate(LIVES):
                who = Employee(id=new_id(), staff_number=f"8{number:05}", name=f"Person {number}", email="x@y.example")
                self.lives[who.id] = life
                session.add(who)
                session.flush()
                work = factories.placement(who.id, place, "cashier", self.janis.employee_id, date(2020, 1, 1))
                invitation = Invitation(id=new_id(), round_id=self.round.id, employee_id=who.id)
                session.add_all([work, invitation])
                if life[1]:
                    session.add(
                        SectionRead(employee_id=who.id, edition_id=self.round.edition_id, language="en", rule_id="x")
                    )
        for invitation in db.session.scalars(select(Invitation).where(Invitation.employee_id.in_(list(self.lives)))):
            self.invitations[invitation.employee_id] = invitation
            db.session.expunge(invitation)
        end_read()

    def live(self, kinds: tuple[str, ...] = KINDS) -> None:
        """Let everything of these kinds happen that a life names: one kind after another, or the other way about."""
        for backwards in (True, False):
            for kind in kinds[::-1] if backwards else kinds:
                self.record(
                    story.outcome(self.invitations[who], self.round.edition_id, kind)
                    for who, life in self.lives.items()
                    if kind in life[0] and life[2] is backwards
                )

    def record(self, rows: Iterator[Evidence]) -> None:
        """Write rows of evidence a moment later."""
        with time_machine.travel(clock.now() + timedelta(seconds=2), tick=False), transaction():
            for row in rows:
                record_evidence(row)

    def board(self, whose: str = "janis") -> dict[str, str]:
        """Return the states of these people as somebody is told now; the counts add up to them."""
        actor = self.janis if whose == "janis" else self.meera
        with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
            counts = boards.counts_for(actor, self.round, BoardFilters())
            lines = list(boards.all_lines(actor, self.round, BoardFilters()))
        end_read()
        assert sum(by_group(counts).values()) == len(lines)
        return {line.employee_id: line.state.value for line in lines if line.employee_id in self.lives}


@pytest.fixture
def crew(context: Flask) -> Crew:
    """People of Jānis to whom nothing has happened yet."""
    return Crew()


def test_a_dispute_changes_nothing_on_the_board_of_the_supervisor(crew: Crew):
    told = disputed_to_the_end(crew)
    assert set(told.signed.values()) == {"signed"}
    assert told.disputed == told.signed
    acts = {"served_by_hand", "read_aloud", "refused"}
    assert {told.known_to_hr[who] for who, life in crew.lives.items() if not acts & set(life[0])} == {"disputed"}
    assert set(told.known_to_hr.values()) == acts | {"disputed"}


def test_once_it_is_set_aside_everything_is_as_before_the_signature(crew: Crew):
    told = disputed_to_the_end(crew)
    assert told.found == {who: "not_opened" if state == "opened" else state for who, state in told.before.items()}
    assert not {"disputed", "set_aside", "question"} & {*told.before.values(), *told.found.values()}


def test_a_question_changes_nothing_on_the_board_of_the_supervisor(crew: Crew):
    others = tuple(kind for kind in KINDS if kind != "question")
    crew.live(others)
    away = [who for place, who in enumerate(crew.lives) if place % 3 == 0]
    today = clock.now().date()
    with transaction() as session:
        days = {"from_on": today - timedelta(days=1), "to_on": today + timedelta(days=2)}
        session.add_all(Absence(employee_id=who, **days) for who in away)
    before = crew.board()
    crew.live(("question",))
    assert crew.board() == before
    asked = {who for who, life in crew.lives.items() if "question" in life[0]}
    assert {who for who, state in crew.board("meera").items() if state == "question"} <= asked
    assert {before[who] for who in asked} >= {"on_leave", "opened", "not_opened", "declined", "paper", "refused"}


def disputed_to_the_end(crew: Crew) -> Told:
    """Let everybody live, sign and dispute it; the signature is set aside."""
    crew.live()
    before = crew.board()
    signatures = {who: story.signature(asked, crew.round.edition_id) for who, asked in crew.invitations.items()}
    ids = {who: row.id for who, row in signatures.items()}
    crew.record(iter(signatures.values()))
    signed = crew.board()
    disputes = {who: story.dispute(ids[who], who) for who in ids}
    named = {who: row.id for who, row in disputes.items()}
    crew.record(iter(disputes.values()))
    disputed, known = crew.board(), crew.board("meera")
    hr = crew.meera.employee_id
    crew.record(story.what_was_found(named[who], ids[who], "set aside", hr) for who in ids)
    return Told(before, signed, disputed, crew.board(), known)
