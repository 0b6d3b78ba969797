"""The company's figures in the draft: one row in a form, every table follows, two people at once lose nothing."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import Invalid
from handbook.core.transaction import end_read, transaction
from handbook.publishing import kinds
from handbook.publishing.concerned import concerned
from handbook.publishing.pending import pending
from handbook.rules import drafts, operations
from handbook.rules.figure_rows import Within
from handbook.rules.models import DraftWriter
from handbook.rules.outline import Outline
from tests import factories
from tests.acknowledgements.signing import sign_below
from tests.browser_like import Visitor
from tests.publishing.desks import row, save, words_of
from tests.rules.editing import take_out
from tests.rules.figures import PROMPT, SPOT, spot, write_figures

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
FIGURES = "/handbook/draft/figures"
SHOP, MAIL = f"{FIGURES}/limits/shop", f"{FIGURES}/standards/mail"


@pytest.fixture(autouse=True)
def figures(app: Flask, tmp_path: Path) -> None:
    """Let the draft and edition 2 hold figures and the rules that show them."""
    with app.app_context():
        for rule_id in ("greet-every-customer", "never-argue"):
            take_out(rule_id)
        operations.import_tree("test", write_figures(tmp_path / "figures"))
        operations.publish("test", "Figures.")


@pytest.fixture
def meera(client_of: SignIn) -> Visitor:
    return client_of("meera")


def frame(app: Flask) -> Outline:
    """Return the frame of the draft as it stands."""
    with app.app_context():
        return drafts.draft().outline()


def text(app: Flask, language: str = "en", rule_id: str = SPOT) -> str:
    """Return a text of the draft."""
    return row(app, rule_id, language).source


def test_the_page_lists_both_tables_and_the_rules_that_change_with_them(meera: Visitor):
    meera.get("/handbook/draft")
    meera.get(meera.link("Limits and standards"))
    assert meera.page.request.path == FIGURES
    assert meera.link("Shop: till and floor") == SHOP
    assert meera.link("Mail") == MAIL
    words = meera.words()
    assert "This rule shows the table and changes with it: Decide on the spot" in words
    assert "Look whether they still fit: Greet all" in words


def test_a_changed_amount_stands_in_every_text_and_translations_follow(app: Flask, meera: Visitor):
    before = {language: row(app, SPOT, language).row_version for language in ("en", "te")}
    untouched = row(app, PROMPT).row_version
    meera.get(SHOP)
    meera.submit("shop", **{"amount-EUR": "60", "amount-INR": "3000"})
    assert "Saved, in every text of the draft that shows the table." in meera.words()
    assert frame(app).limits[0].up_to == {"EUR": Decimal(60), "INR": Decimal(3000)}
    assert "| Shop: till and floor | €60 (₹3,000) |" in text(app)
    assert "| షాపు: బిల్లింగ్ కౌంటర్ | €60 (₹3,000) |" in text(app, "te")
    assert "follows: 2" in text(app, "te")
    for language in ("en", "te"):
        assert row(app, SPOT, language).row_version == before[language] + 1
        assert row(app, SPOT, language).changed_by == "Meera Nair, HR"
    assert row(app, PROMPT).row_version == untouched
    with app.app_context():
        written = db.session.execute(select(DraftWriter.rule_id, DraftWriter.language, DraftWriter.after_edition))
        assert sorted(map(tuple, written)) == [(SPOT, "en", 2), (SPOT, "te", 2)]
        assert drafts.frame_row().changed_by == "Meera Nair, HR"


def test_a_changed_figure_asks_those_who_signed_and_is_never_mere_wording(app: Flask, meera: Visitor):
    meera.get(SHOP)
    meera.submit("shop", **{"amount-EUR": "60"})
    with app.app_context():
        who, seen = factories.actor("meera"), pending()
        beside = seen.besides[SPOT]
        assert list(seen.besides) == [SPOT]
        end_read()
        with pytest.raises(Invalid, match="always material"), transaction():
            kinds.say(who, seen, SPOT, "editorial", beside.seen_sha256)
    meera.get("/handbook/draft/publish")
    assert "Always material: severity, kind, readers or figures change." in meera.words()


def test_a_mended_example_may_be_mere_wording(app: Flask, meera: Visitor):
    meera.get(SHOP)
    meera.submit("shop", **{"examples-en": "an exchange, within 30 days"})
    with app.app_context():
        assert pending().besides[SPOT].may_be_editorial


def test_a_standard_is_changed_in_words_and_as_data(app: Flask, meera: Visitor):
    meera.get(MAIL)
    fields = {"amount": "2", "unit": "hours", "counts": "open_hours", "target": "", "measured-en": "each one"}
    words = {"standard-en": "a person answers within 2 hours", "standard-te": "2 గంటల్లో జవాబు"}
    meera.submit("mail", **fields, **words)
    mail = frame(app).standards[0]
    assert (mail.within, mail.target) == (Within(2, "hours", "open_hours"), None)
    assert "| Mail | a person answers within 2 hours | each one |" in text(app, rule_id=PROMPT)


def test_a_row_is_added_at_its_place_and_taken_out_again(app: Flask, meera: Visitor):
    meera.get(f"{FIGURES}/limits")
    fields = {"where-en": "Restaurant: at the table", "amount-EUR": "30", "new_currency": "usd", "new_amount": "32,50"}
    meera.submit("limits", **fields, place="1")
    added = frame(app).limits[0]
    assert (added.id, added.up_to) == ("restaurant-at-the-table", {"EUR": Decimal(30), "USD": Decimal("32.5")})
    assert "| Restaurant: at the table | €30 (US$32.50) |  |\n| Shop" in text(app)
    assert "| Restaurant: at the table | €30" in text(app, "te"), "words that lack stand in the source language"
    meera.get(f"{FIGURES}/limits/{added.id}")
    meera.submit("remove")
    assert [one.id for one in frame(app).limits] == ["shop", "supervisor"]
    assert "Restaurant" not in text(app)


def test_saving_what_stands_there_changes_nothing(app: Flask, meera: Visitor):
    before = frame(app).text
    for address in (SHOP, MAIL):
        meera.get(address)
        meera.submit(address.rpartition("/")[2])
        assert "Nothing was changed." in meera.words()
    assert frame(app).text == before


@pytest.mark.parametrize(
    ("address", "fields", "words"),
    [
        (SHOP, {"amount-EUR": "2,500.00"}, "Write the amount in digits alone"),
        (SHOP, {"amount-EUR": "", "amount-INR": ""}, "Say up to how much, in at least one currency."),
        (SHOP, {"new_currency": "GOLD", "new_amount": "1"}, "This is not the code of a currency"),
        (SHOP, {"new_amount": "5"}, "Name the currency of this amount."),
        (SHOP, {"where-en": ""}, "Say for which work the limit is."),
        (
            SHOP,
            {"jobs": "shop supervisor"},
            "The job shop supervisor has its limit in the row “Supervisor on the shift”.",
        ),
        (SHOP, {"place": "0"}, "Place: a whole number from 1 to 60."),
        (MAIL, {"amount": "48"}, "The words name another number than 48."),
        (MAIL, {"amount": "0"}, "Only days can be 0: that is the same day."),
        (MAIL, {"target": "101"}, "A share in percent: 1 to 100."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    app: Flask, meera: Visitor, address: str, fields: dict[str, str], words: str
):
    before = frame(app)
    meera.get(address)
    form = meera.form(address)
    values = [pair for pair in form.form_values() if pair[0] not in fields] + list(fields.items())
    meera.page = meera.client.post(form.action, data=dict(values))
    assert meera.page.status_code == 400
    assert words in meera.words()
    assert frame(app) == before


def test_the_last_row_stays_while_a_rule_shows_the_table(app: Flask, meera: Visitor):
    meera.get(f"{FIGURES}/limits/supervisor")
    meera.submit("remove")
    meera.get(SHOP)
    meera.submit("remove", 400)
    assert "This is the last row. Take the table out of “Decide on the spot” first" in meera.words()
    assert len(frame(app).limits) == 1


def test_the_second_is_shown_both_rows_and_loses_nothing(app: Flask, meera: Visitor, client_of: SignIn):
    nandini = client_of("nandini")
    for browser in (meera, nandini):
        browser.get(SHOP)
    meera.submit("shop", **{"amount-EUR": "60"})
    nandini.submit("shop", 409, **{"amount-EUR": "70", "examples-en": "an exchange"})
    assert "Somebody else has changed this row while you were writing." in nandini.words()
    assert any("60" in one.text_content() for one in nandini.tree().xpath("//del"))
    assert any("70" in one.text_content() for one in nandini.tree().xpath("//ins"))
    assert frame(app).limits[0].up_to["EUR"] == Decimal(60)
    nandini.submit("shop")
    assert frame(app).limits[0].up_to["EUR"] == Decimal(70)
    assert "| €70 (₹2,500) | an exchange |" in text(app)


def test_two_people_who_change_different_rows_do_not_meet(app: Flask, meera: Visitor, client_of: SignIn):
    nandini = client_of("nandini")
    meera.get(SHOP)
    nandini.get(MAIL)
    meera.submit("shop", **{"amount-EUR": "60"})
    nandini.submit("mail", target="95")
    assert (frame(app).limits[0].up_to["EUR"], frame(app).standards[0].target) == (Decimal(60), 95)


def test_a_row_that_was_taken_out_meanwhile_can_be_put_back(app: Flask, meera: Visitor, client_of: SignIn):
    nandini = client_of("nandini")
    for browser in (meera, nandini):
        browser.get(SHOP)
    meera.submit("remove")
    nandini.submit("shop", 409, **{"amount-EUR": "70"})
    assert "Somebody else has taken this row out while you were writing." in nandini.words()
    nandini.submit("shop")
    assert frame(app).limits[0].up_to["EUR"] == Decimal(70)


def test_nobody_takes_out_a_row_that_changed_meanwhile(app: Flask, meera: Visitor, client_of: SignIn):
    nandini = client_of("nandini")
    for browser in (meera, nandini):
        browser.get(SHOP)
    meera.submit("shop", **{"amount-EUR": "60"})
    nandini.submit("remove", 409)
    assert len(frame(app).limits) == 2


def test_who_edits_the_text_meanwhile_is_told(app: Flask, meera: Visitor, client_of: SignIn):
    nandini = client_of("nandini")
    nandini.get(f"/handbook/draft/en/{SPOT}")
    meera.get(SHOP)
    meera.submit("shop", **{"amount-EUR": "60"})
    save(nandini, 409, body=words_of(nandini).replace("Now.", "At once."))
    save(nandini, 400)
    assert "This table says something else here than limits in handbook.yaml" in nandini.words()
    save(nandini, body=words_of(nandini).replace("€50", "€60"))
    assert "At once." in text(app)


def test_a_marked_heading_gets_its_table_from_the_editor(app: Flask, meera: Visitor):
    meera.get(f"/handbook/draft/en/{SPOT}")
    save(meera, body=spot("").replace("HR sets it", "HR sets them"))
    assert "| Shop: till and floor | €50 (₹2,500) |" in text(app)


def test_a_rule_that_comes_back_brings_the_figures_of_today(app: Flask, meera: Visitor):
    with app.app_context():
        take_out(SPOT)
    meera.get(SHOP)
    meera.submit("shop", **{"amount-EUR": "60"})
    meera.get("/handbook/draft")
    meera.submit(f"{SPOT}/bring-back")
    assert "€60 (₹2,500)" in text(app)
    assert "€60 (₹2,500)" in text(app, "te")


@pytest.mark.parametrize("address", [f"{FIGURES}/prices", f"{FIGURES}/prices/shop", f"{FIGURES}/limits/nothing"])
def test_what_is_not_there_is_not_found(meera: Visitor, address: str):
    assert meera.get(address).status_code == 404
    assert "There is no such row in the draft." in meera.words()


def test_who_signed_the_rule_before_is_asked_again_for_it_alone(app: Flask, meera: Visitor):
    with app.app_context():
        sign_below("asha")
    meera.get(SHOP)
    meera.submit("shop", **{"amount-EUR": "60"})
    with app.app_context():
        seen = pending()
        assert seen.book is not None
        assert concerned(seen.book, seen.besides, {}).by_rule == {SPOT: 1}
