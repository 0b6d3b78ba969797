"""The draft at a glance: begun with the starter handbook or an own rule, states of all texts, what checks find."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.publishing import overview_checks
from handbook.rules import checks, drafts
from handbook.settings import ROOT
from tests import factories
from tests.browser_like import Visitor
from tests.publishing.desks import ARGUE, add, save

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]


@pytest.fixture
def meera_alone(bare_app: Flask) -> Visitor:
    """Meera's browser in an installation without draft and edition."""
    browser = Visitor(bare_app)
    browser.get("/sign-in?lang=en")
    browser.send("/sign-in", staff_number=factories.KNOWN["meera"].number, password=factories.PASSWORD)
    return browser


def test_an_empty_draft_begins_with_the_starter_handbook(bare_app: Flask, meera_alone: Visitor):
    meera_alone.get("/handbook/draft")
    assert "The draft is empty" in meera_alone.words()
    meera_alone.submit("starter")
    assert "The starter handbook is your draft now." in meera_alone.words()
    with bare_app.app_context():
        there = {(one.rule_id, one.language): one for one in drafts.rows()}
    shipped = {(path.stem, path.parent.name) for path in (ROOT / "rules").glob("*/*.md")}
    assert set(there) == shipped
    assert {one.changed_by for one in there.values()} == {"Meera Nair, HR"}


def test_a_second_start_changes_nothing(client_of: SignIn, app: Flask):
    meera = client_of("meera")
    meera.get("/handbook/draft")
    token = meera.form("/sign-out").fields["csrf_token"]
    with app.app_context():
        before = drafts.draft().fingerprint
    answer = meera.client.post("/handbook/draft/starter", data={"csrf_token": token}, follow_redirects=True)
    assert "There is a draft already." in answer.text
    with app.app_context():
        assert drafts.draft().fingerprint == before


def test_an_empty_draft_begins_with_an_own_rule_in_an_own_language(bare_app: Flask, meera_alone: Visitor):
    meera_alone.get("/handbook/draft")
    meera_alone.submit("begin", language="lv")
    meera_alone.submit(
        "draft/new", title="Sveicini katru", sentence="Sveicini katru, kas ienāk.", severity="minor", owner="vadītāja"
    )
    with bare_app.app_context():
        (only,) = drafts.rows()
        assert (only.rule_id, only.language) == ("sveicini-katru", "lv")
        assert drafts.draft().outline().source == "lv"


def test_pages_of_an_empty_draft_lead_nowhere_but_to_its_beginning(meera_alone: Visitor):
    for place in ("new", "frame", "en/never-argue", "en/never-argue/remove"):
        assert meera_alone.get(f"/handbook/draft/{place}").status_code == 404
    assert "The draft is empty" in (meera_alone.get("/handbook/draft/checks"), meera_alone.words())[1]


def test_every_text_stands_with_its_state(client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    add(meera, "One more line.")
    meera.get("/handbook/draft")
    lines = {
        tr.xpath(".//th//a")[0].text_content(): [" ".join(td.text_content().split()) for td in tr.xpath("./td")]
        for tr in meera.tree().xpath("//tbody/tr")
    }
    assert lines["Never argue with a customer"] == ["Changed", "Unchanged Lags behind"]
    assert lines["Greet every customer"] == ["Unchanged", "Not translated"]


def test_filters_keep_the_other_rules_out(client_of: SignIn):
    meera = client_of("meera")
    meera.get("/handbook/draft?state=not_translated")
    assert [a.text_content() for a in meera.tree().xpath("//tbody//th//a")] == ["Greet every customer"]
    meera.get("/handbook/draft?state=changed")
    assert "No rule is in this state" in meera.words()


def test_the_checks_say_what_the_command_says(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get(ARGUE)
    add(meera, "See [nothing](no-such-rule).")
    meera.get("/handbook/draft/checks")
    assert "The link no-such-rule leads nowhere" in meera.words()
    assert "The translation lags" in meera.words()
    assert meera.link("Never argue with a customer") == ARGUE
    assert "తెలుగు: 1 rule" in meera.words()
    with app.app_context():
        draft = drafts.draft()
        texts = {}
        for one in draft.sources():
            texts.setdefault(one.language, []).append(one)
        assert {one.words for one in overview_checks.faults_of_draft(draft)} == {
            one.words for one in checks.check_whole(texts, draft.outline())
        }


def test_a_draft_that_was_looked_through_is_not_rendered_again(app: Flask, client_of: SignIn):
    meera = client_of("meera")
    meera.get("/handbook/draft/checks")
    with app.app_context():
        first = overview_checks.faults_of_draft(drafts.draft())
        assert overview_checks.faults_of_draft(drafts.draft()) is first
    meera.get(ARGUE)
    add(meera, "One more line.")
    with app.app_context():
        assert overview_checks.faults_of_draft(drafts.draft()) is not first


def test_the_number_of_queries_does_not_grow_with_the_rules(
    app: Flask, client_of: SignIn, counting: Callable[[], object]
):
    meera, numbers = client_of("meera"), []
    for more in range(2):
        meera.get("/handbook/draft")
        with app.app_context(), counting() as statements:
            meera.get("/handbook/draft")
        numbers.append(len(statements))
        for number in range(5 if not more else 0):
            meera.get("/handbook/draft/new")
            fields = {"sentence": "Words.", "severity": "minor", "owner": "nobody"}
            meera.submit("draft/new", title=f"Rule {number}", **fields)
    assert numbers[0] == numbers[1], statements.seen


def test_the_starter_handbook_is_saved_unchanged_by_the_editor(meera_alone: Visitor, bare_app: Flask):
    meera_alone.get("/handbook/draft")
    meera_alone.submit("starter")
    with bare_app.app_context():
        places = [(one.language, one.rule_id) for one in drafts.rows()]
    for language, rule_id in [*places[:4], *places[-4:]]:
        meera_alone.get(f"/handbook/draft/{language}/{rule_id}")
        save(meera_alone)
        assert "Nothing was changed." in meera_alone.words(), rule_id
