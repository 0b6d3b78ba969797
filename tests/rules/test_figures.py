"""The company's figures over editions: what is in force on a day, whose limit it is, and how each row came to be."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from handbook.core import clock, guards
from handbook.core.db import db
from handbook.ledger.verification import verify
from handbook.rules import figure_files, figures, operations, queries
from tests.browser_like import Visitor
from tests.complaints.test_pages import filed
from tests.rules.editing import take_out
from tests.rules.figures import WITH_FIGURES, write_figures
from tests.rules.files import write_tree

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]
PAGE = "/handbook/figures"
SIXTY = WITH_FIGURES.replace("EUR: 50", "EUR: 60")
# The third edition goes back to fifty, takes the supervisor out and promises an answer within 12 hours.
THIRD = (
    WITH_FIGURES.replace(
        "  - id: supervisor\n    where: {en: Supervisor on the shift}\n"
        "    up_to: {EUR: 200}\n    jobs: [shop supervisor]\n",
        "",
    )
    .replace("hours: 24", "hours: 12")
    .replace("within 24 hours", "within 12 hours")
    .replace("24 గంటల్లోపు", "12 గంటల్లోపు")
)


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """The folder of a handbook with figures, which is edition 2 (edition 1 had none)."""
    folder = write_figures(tmp_path / "rules")
    with app.app_context():
        for rule_id in ("greet-every-customer", "never-argue"):
            take_out(rule_id)
    bring_out(app, folder, WITH_FIGURES)
    return folder


def bring_out(app: Flask, folder: Path, frame: str, effective: date | None = None) -> queries.EditionRow:
    """Publish the folder with another handbook.yaml, from this day on."""
    write_tree(folder, {}, frame)
    figure_files.rewrite_folder(folder)
    with app.app_context():
        operations.import_tree("test", folder)
        return operations.publish("test", "Figures.", effective)


def rows_of(browser: Visitor, table: str) -> list[list[str]]:
    """Return the rows of a table of the page, cell by cell."""
    found = browser.tree().xpath(f"//section[@aria-labelledby='{table}']//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("th|td")] for row in found]


def test_the_figures_of_a_day_are_those_of_the_edition_in_force(app: Flask, folder: Path) -> None:
    today, later = clock.now().date(), clock.now().date() + timedelta(days=10)
    bring_out(app, folder, SIXTY, later)
    with app.app_context():
        for day, euros in ((today, 50), (later - timedelta(days=1), 50), (later, 60)):
            found = figures.limit_for("Cashier", day)
            assert found is not None
            assert found.up_to["EUR"] == Decimal(euros)
            assert [row.id for row in figures.limits_on(day)] == ["shop", "supervisor"]
            assert [row.id for row in figures.standards_on(day)] == ["mail", "telephone"]
        assert figures.limit_for("auditor", today) is None
        before = today - timedelta(days=400)
        assert (figures.limits_on(before), figures.standards_on(before), figures.limit_for("cashier", before)) == (
            (),
            (),
            None,
        )


def test_a_standard_is_told_in_the_language_of_the_reader(app: Flask, folder: Path) -> None:
    today = clock.now().date()
    with app.app_context():
        assert figures.standard_words("mail", today, "en") == ["Mail: a person answers within 24 hours"]
        assert figures.standard_words("mail", today, "te") == ["మెయిల్: 24 గంటల్లోపు ఒక మనిషి జవాబిస్తారు"]
        assert figures.standard_words("social", today, "en") == []


def test_a_changed_figure_is_a_changed_rule(app: Flask, folder: Path) -> None:
    write_tree(folder, {}, SIXTY)
    with app.app_context():
        operations.import_tree("test", folder)
        edition = operations.publish("test", "More.")
        found = {line.rule_id: line.change for line in queries.contents(edition, "en")}
        telugu = queries.rule_text(edition, "decide-on-the-spot", "te").html
    assert found == {"decide-on-the-spot": "material", "answer-promptly": "unchanged", "greet-all": "unchanged"}
    assert "€60" in telugu


def test_the_page_shows_both_tables_and_whose_limit_it_is(app: Flask, folder: Path, client_of: SignIn) -> None:
    asha, janis, meera = (client_of(name) for name in ("asha", "janis", "meera"))
    for browser, mine in ((asha, ["shop"]), (janis, ["supervisor"]), (meera, [])):
        browser.get(PAGE + "?lang=en")
        rows = rows_of(browser, "limits")
        assert [row[0] for row in rows] == [
            "Shop: till and floor" + " Your limit" * ("shop" in mine),
            "Supervisor on the shift" + " Your limit" * ("supervisor" in mine),
        ]
        assert rows[0][1:3] == ["€50 (₹2,500)", "an exchange within 30 days"]
    assert [row[:3] for row in rows_of(meera, "standards")] == [
        ["Mail", "a person answers within 24 hours", "90% (of all mails)"],
        ["Telephone", "a person picks up within three rings", "–"],
    ]


def test_the_history_of_a_row_goes_over_three_editions(app: Flask, folder: Path, client_of: SignIn) -> None:
    bring_out(app, folder, SIXTY)
    bring_out(app, folder, THIRD)
    asha = client_of("asha")
    asha.get(PAGE + "?lang=en")
    (shop,), standards = rows_of(asha, "limits"), rows_of(asha, "standards")
    assert shop[1] == "€50 (₹2,500)"
    assert shop[3].startswith("Edition 4, ")
    older = asha.tree().xpath("//section[@aria-labelledby='limits']//table//details//li")
    assert [" ".join(one.text_content().split())[:9] for one in older] == ["Edition 3", "Edition 2"]
    assert [one.xpath("./span")[0].text_content() for one in older] == ["€60 (₹2,500)", "€50 (₹2,500)"]
    assert "a person answers within 24 hours · 90% (of all mails)" in standards[0][3]
    assert "Edition 2, " in standards[1][3]
    assert "Before" not in standards[1][3]
    gone = asha.tree().xpath("//section[@aria-labelledby='limits']/ul/li")
    assert [" ".join(one.xpath("./span")[0].text_content().split()) for one in gone] == ["Supervisor on the shift"]
    assert "taken out" in gone[0].text_content()
    assert "€200" in gone[0].text_content()


def test_words_beside_the_figure_make_no_line_of_its_history(app: Flask, folder: Path, client_of: SignIn) -> None:
    bring_out(
        app, folder, WITH_FIGURES.replace("an exchange within 30 days", "an exchange within 30 days, in the shop")
    )
    asha = client_of("asha")
    asha.get(PAGE + "?lang=en")
    assert rows_of(asha, "limits")[0][3].startswith("Edition 2, ")


def test_what_is_announced_is_told_with_its_day(app: Flask, folder: Path, client_of: SignIn) -> None:
    later = clock.now().date() + timedelta(days=10)
    bring_out(app, folder, SIXTY, later)
    asha = client_of("asha")
    asha.get(PAGE + "?lang=en")
    shop = rows_of(asha, "limits")[0]
    assert shop[1] == "€50 (₹2,500)"
    assert "Announced: Edition 3, " in shop[3]
    assert "€60 (₹2,500)" in shop[3]
    with time_machine.travel(clock.now() + timedelta(days=11)):
        asha = client_of("asha")
        asha.get(PAGE)
        shop = rows_of(asha, "limits")[0]
        assert shop[1] == "€60 (₹2,500)"
        assert "Announced" not in shop[3]


def test_contents_and_rules_lead_to_the_figures_and_back(app: Flask, folder: Path, client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/2/en?lang=en")
    assert asha.link("Limits and service standards") == PAGE
    asha.get("/handbook/2/en/decide-on-the-spot")
    assert asha.link("Your limit, and what the limits were before") == f"{PAGE}#limits"
    asha.get("/handbook/2/en/greet-all")  # leads to the rule with the limits
    assert f"{PAGE}#limits" in asha.page.text
    assert f"{PAGE}#standards" not in asha.page.text
    asha.get(PAGE)
    assert asha.link("Decide on the spot") == "/handbook/2/en/decide-on-the-spot"
    asha.get("/handbook/1/en")
    assert PAGE not in asha.page.text


def test_a_complaint_names_the_standard_of_its_day(app: Flask, folder: Path, client_of: SignIn) -> None:
    frame = WITH_FIGURES.replace("channel: mail", "channel: complaint").replace("{en: Mail,", "{en: Complaints,")
    bring_out(app, folder, frame)
    janis = filed(client_of("janis"))
    assert "Our standard on the day it was recorded: Complaints: a person answers within 24 hours" in janis.words()


def test_an_edition_without_figures_says_so(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get(PAGE + "?lang=en")
    assert "Our handbook names no figures yet" in asha.words()


def test_words_that_are_not_translated_bear_their_language(app: Flask, folder: Path, client_of: SignIn) -> None:
    lakshmi = client_of("lakshmi")
    lakshmi.get(PAGE + "?lang=te")
    heads = lakshmi.tree().xpath("//section[@aria-labelledby='limits']//tbody//th/span[@lang]")
    assert [(one.get("lang"), one.text_content()) for one in heads] == [
        ("te", "షాపు: బిల్లింగ్ కౌంటర్"),
        ("en", "Supervisor on the shift"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE edition_figure SET change = 'changed'",
        "UPDATE edition_figure SET data = replace(data, '2500', '9999')",
        "DELETE FROM edition_figure WHERE row_id = 'shop'",
    ],
)
def test_a_figure_changed_behind_the_programs_back_is_found(app: Flask, folder: Path, change: str) -> None:
    with app.app_context():
        assert verify().faults == []
        with db.engine.begin() as connection:
            guards.remove(connection)
            assert connection.execute(text(change)).rowcount
        assert any("figures" in fault for fault in verify().faults)


def test_the_queries_do_not_grow_with_rows_and_editions(
    app: Flask, folder: Path, client_of: SignIn, counting: Callable[[], object]
) -> None:
    asha, seen = client_of("asha"), []
    for frame in (None, SIXTY, THIRD):
        if frame:
            bring_out(app, folder, frame)
        asha.get(PAGE)
        with app.app_context(), counting() as statements:
            asha.get(PAGE)
        seen.append(len(statements))
    assert len(set(seen)) == 1, seen
