"""A ladder is proposed by one person, confirmed by another, and counts from its day on; the past keeps its own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from handbook.company.models import Location
from handbook.core.db import db, new_id
from handbook.core.errors import Conflict, Invalid, NotFound, Refused
from handbook.core.transaction import end_read, transaction
from handbook.corrective_actions.ladders import queries
from handbook.corrective_actions.ladders.ladder import Rung, Step
from handbook.corrective_actions.ladders.models import LadderVersion
from handbook.corrective_actions.ladders.packs import pack
from handbook.corrective_actions.ladders.queries import ladder_of_country, ladder_on
from tests import factories
from tests.browser_like import Visitor
from tests.corrective_actions.ladders.stories import confirm, decline, link, nine_months, propose, today

pytestmark = pytest.mark.database

DAY = timedelta(days=1)


def test_without_a_change_the_ladder_of_the_program_counts(context: Flask):
    assert ladder_on(today()) == ladder_on(date(2001, 1, 1), location("Banjara Hills")) == pack("")


def test_a_confirmed_ladder_counts_from_its_first_day_on(context: Flask):
    first = today() + 10 * DAY
    confirm(propose(nine_months(first)))
    assert ladder_on(first - DAY) == pack("")
    assert ladder_on(first).rung(Step.WRITTEN).months == 9
    assert ladder_on(first).from_on == first


def test_a_proposal_alone_changes_nothing(context: Flask):
    propose(nine_months(today()))
    assert ladder_on(today()) == pack("")
    assert [change.country for change in queries.waiting_changes()] == [""]


def test_who_proposed_a_ladder_never_confirms_it_under_whatever_record(context: Flask):
    change = propose(nine_months(today()))
    with pytest.raises(Refused, match="You proposed this ladder"):
        confirm(change, "meera")
    link("meera", "nandini")
    with pytest.raises(Refused, match="You proposed this ladder"):
        confirm(change, "nandini")
    confirm(change, "dmitri")


def test_only_what_was_shown_is_confirmed_and_only_once(context: Flask):
    change = propose(nine_months(today()))
    with pytest.raises(Conflict, match="not the ladder that was shown"):
        confirm(change, sha256="0" * 64)
    confirm(change)
    with pytest.raises(Conflict, match="meanwhile"):
        confirm(change)
    with pytest.raises(Conflict, match="meanwhile"):
        decline(change)
    with pytest.raises(NotFound):
        confirm("0" * 32, sha256="0" * 64)


@pytest.mark.parametrize("name", ["janis", "asha", "inese", "olga"])
def test_others_change_no_ladder(context: Flask, name: str):
    change = propose(nine_months(today()))
    for act in (
        lambda: propose(nine_months(today()), name),
        lambda: confirm(change, name),
        lambda: decline(change, name),
    ):
        with pytest.raises(Refused, match="change the ladder"):
            act()


def test_the_past_is_never_given_another_ladder(context: Flask):
    with pytest.raises(Invalid, match="never for the past"):
        propose(nine_months(today() - DAY))
    change = propose(nine_months(today()))
    with time_machine.travel(datetime.now().astimezone() + 3 * DAY), pytest.raises(Invalid, match="never for the past"):
        confirm(change)


def test_a_ladder_below_the_law_of_the_product_is_not_even_proposed(context: Flask):
    weak = replace(pack(""), rungs=(*pack("").rungs[:-1], Rung(Step.DISMISSAL, None, 1)), from_on=today())
    with pytest.raises(Invalid, match="from 2 to 5 others approve"):
        propose(weak)


def test_a_ladder_that_says_the_same_is_no_change(context: Flask):
    with pytest.raises(Invalid, match="Nothing differs"):
        propose(replace(pack(""), from_on=today()))


def test_the_same_form_sent_twice_is_one_proposal_and_a_second_one_waits_its_turn(context: Flask):
    key = new_id()
    assert propose(nine_months(today()), key=key) == propose(nine_months(today()), key=key)
    with pytest.raises(Conflict, match="Another proposal waits"):
        propose(replace(nine_months(today()), reply_days=9))
    propose(replace(pack("LV"), from_on=today()))


def test_a_proposal_can_be_declined_or_taken_back_and_says_why(context: Flask):
    for name in ("dmitri", "meera"):
        change = propose(nine_months(today()))
        with pytest.raises(Invalid, match="give the reason"):
            decline(change, name, " ")
        decline(change, name, "Six months are enough.")
        shown = queries.change_page(change)
        assert shown.declined is not None
        assert (shown.declined.by_id, shown.declined.reason) == (factories.person_id(name), "Six months are enough.")
    assert ladder_on(today()) == pack("")


def test_of_two_ladders_from_one_day_the_later_word_counts(context: Flask):
    confirm(propose(nine_months(today())))
    confirm(propose(replace(nine_months(today()), reply_days=9)))
    assert ladder_on(today()).reply_days == 9
    rows, total = queries.versions("", 1)
    assert (total, [row.content["reply_days"] for row in rows]) == (2, [9, 5])


def test_a_country_has_its_own_ladder_and_all_others_the_company_s(context: Flask):
    settle("Rīga, Centrs", "LV")
    settle("Banjara Hills", "IN")
    confirm(propose(replace(pack("LV"), from_on=today())))
    confirm(propose(nine_months(today() + 5 * DAY)))
    later = today() + 5 * DAY
    assert ladder_on(later, location("Rīga, Centrs")).steps == (Step.WRITTEN, Step.FINAL, Step.DISMISSAL)
    assert ladder_on(later, location("Banjara Hills")).rung(Step.WRITTEN).months == 9
    assert ladder_on(today(), location("Banjara Hills")) == pack("")
    assert ladder_on(today(), "0" * 32) == pack("")
    assert queries.ladder_places() == ["", "IN", "LV"]
    assert queries.country_of(location("Rīga, Centrs")) == "LV"
    assert queries.country_of(location("Banjara Hills")) == ""


def test_evidence_keeps_both_people_and_the_whole_ladder(context: Flask):
    ladder = nine_months(today())
    confirm(propose(ladder))
    row = db.session.scalars(select(LadderVersion)).one()
    assert (row.proposed_by_name, row.by_name, row.reason) == ("Meera Nair", "Dmitrijs Liepa", "As agreed.")
    assert ladder_of_country(today(), "") == ladder


def test_a_ladder_is_changed_by_two_people_on_its_pages_and_read_by_everybody(client_of: Callable[[str], Visitor]):
    meera, dmitri, asha = (client_of(name) for name in ("meera", "dmitri", "asha"))
    assert "From " not in asha.get("/ladder").text.partition("<h2")[0]
    meera.get("/ladder/change")
    filled = {"written-months": "9", "reason": "Six months were too short.", "password": factories.PASSWORD}
    meera.submit("/ladder/change", **{**filled, "dismissal-approvers": "1"}, expect=400)
    assert "Dismissal: from 2 to 5 others approve." in meera.words()
    meera.submit("/ladder/change", **{**filled, "dismissal-approvers": "2"})
    assert "Another person has to confirm it." in meera.words()
    dmitri.get("/ladder")
    dmitri.get(dmitri.link("Look at what Meera Nair proposes"))
    dmitri.submit("/confirm", **{"confirm-password": "wrong"}, expect=400)
    dmitri.submit("/confirm", **{"confirm-password": factories.PASSWORD})
    assert "It is confirmed." in dmitri.words()
    page = asha.get("/ladder").text
    assert "9 months" in page
    assert "Proposed by Meera Nair, confirmed by Dmitrijs Liepa" in page
    assert "Change the ladder" not in page


def test_the_ladder_of_a_country_begins_with_what_comes_with_the_program(client_of: Callable[[str], Visitor]):
    meera = client_of("meera")
    meera.get("/ladder/change")
    meera.get(meera.link("Latvia"))
    fields = dict(meera.form("/ladder/change").form_values())
    assert (fields["limitation_days"], fields["suspension_place"]) == ("28", "off")
    assert "verbal-used" not in fields
    meera.submit("/ladder/change", reason="We opened in Riga.", password=factories.PASSWORD)
    assert "A proposed ladder, from" in meera.words()
    assert "Labour Law, section 90" in meera.words()


def test_the_page_costs_the_same_queries_with_a_long_history(
    client_of: Callable[[str], Visitor], app: Flask, counting: Callable[[], object]
):
    asha = client_of("asha")
    with app.app_context(), counting() as few:
        asha.get("/ladder")
    with app.app_context():
        for days in range(5):
            confirm(propose(nine_months(today() + days * DAY, months=7 + days)))
    with app.app_context(), counting() as many:
        assert "From" in asha.get("/ladder").text
    assert len(many) <= len(few)


def location(name: str) -> str:
    return db.session.scalars(select(Location.id).where(Location.name == name)).one()


def settle(name: str, country: str) -> None:
    end_read()
    with transaction() as session:
        session.execute(update(Location).where(Location.name == name).values(country=country))
