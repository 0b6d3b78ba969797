"""Delta first: who signed before reads what is new to them, and signs the whole."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from handbook.acknowledgements.delta import EDITORIAL, MATERIAL, Delta, delta_of, kind_of, words_changed
from handbook.acknowledgements.models import Acknowledgement, Dispute, DisputeFinding
from handbook.acknowledgements.reading import progress_of
from handbook.core.db import db, new_id
from handbook.core.transaction import transaction
from handbook.ledger.appending import record_evidence
from handbook.people.models import Placement
from handbook.rules import operations as rules
from handbook.rules import queries as editions
from handbook.rules.models import DraftText, Edition
from handbook.rules.queries import Step
from tests import factories
from tests.acknowledgements.signing import (
    change_rule,
    has_signing_form,
    publish_change,
    read_and_sign,
    read_everything,
    sign_below,
    signature_of,
)
from tests.browser_like import Visitor
from tests.conftest import TEXTS
from tests.rules.files import rule

pytestmark = pytest.mark.database

SignIn = Callable[[str], Visitor]
ARGUE, GREET = "never-argue", "greet-every-customer"


def test_a_first_signature_reads_everything(context: Flask):
    assert delta("asha") == Delta(None, (GREET, ARGUE))


def test_who_signed_before_reads_what_changed_and_no_more(context: Flask):
    sign_below("asha")
    publish_change()
    found = delta("asha")
    assert (found.since, found.required) == (1, (ARGUE,))
    assert [(line.rule_id, line.kind) for line in found.lines] == [(ARGUE, MATERIAL)]
    assert delta("ravi").required == (GREET, ARGUE)


def test_the_words_that_changed_are_those_between_the_text_signed_and_the_new_one(context: Flask):
    sign_below("asha")
    publish_change()
    change_rule(ARGUE, "supervisor at once", "supervisor at last")
    rules.publish("test", "Once more.")
    found = delta("asha", number=3)
    (change,) = words_changed(editions.edition(3), "en", found).values()
    parts = [(part.kind, part.text) for block in change.blocks for part in block if part.kind != "same"]
    assert parts == [("removed", "early"), ("added", "at last")]


def test_another_language_is_read_as_a_whole_but_for_what_stands_in_the_same_words(context: Flask):
    sign_below("asha", "en")
    publish_change()
    found = delta("asha", language="te")
    assert [(line.rule_id, line.kind) for line in found.lines] == [(ARGUE, "other language")]
    assert found.required == (ARGUE,)  # the other rule is not translated: its English text was signed


def test_a_signature_that_was_set_aside_covers_nothing(context: Flask):
    sign_below("asha")
    set_aside("asha")
    publish_change()
    assert delta("asha").since is None


def test_new_and_removed_rules_are_named(app: Flask, client_of: SignIn, tmp_path: Path):
    with app.app_context():
        sign_below("asha")
        tree = shutil.copytree(TEXTS, tmp_path / "texts")
        (tree / "en" / f"{GREET}.md").unlink()
        (tree / "en" / "new-rule.md").write_text(rule("new-rule", number=7), encoding="utf-8")
        rules.import_tree("test", tree)
        with transaction() as session:
            session.execute(delete(DraftText).where(DraftText.rule_id == GREET))
        rules.publish("test", "One rule for another.")
    browser = client_of("asha")
    browser.get("/sign?lang=en")
    words = browser.words()
    assert "2 things changed since you signed" in words
    assert "New for you" in words
    assert "No longer part of your handbook." in words
    assert browser.tree().xpath("//strong[text()='Greet every customer']")


def test_only_wording_is_listed_and_need_not_be_read():
    steps = [Step(2, ARGUE, "unchanged", "a"), Step(3, ARGUE, EDITORIAL, "b"), Step(4, ARGUE, "unchanged", "b")]
    assert kind_of("a", steps) == EDITORIAL
    assert kind_of("a", [*steps, Step(5, ARGUE, MATERIAL, "c")]) == MATERIAL
    assert kind_of("a", [*steps, Step(5, ARGUE, "unchanged", "c")]) == MATERIAL  # a translation alone was changed
    assert kind_of("a", [Step(3, ARGUE, "new", "b")]) == MATERIAL


def test_the_signing_page_shows_what_changed_and_ticks_what_was_read(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_and_sign(browser, "asha")
    with app.app_context():
        publish_change()
    browser.get("/sign?lang=en")
    words = browser.words()
    assert "1 thing changed since you signed" in words
    assert "You signed edition 1 on" in words
    assert "1 section is still unread." in words
    assert browser.tree().xpath("//del")[0].text_content().endswith("early")
    assert browser.tree().xpath("//ins")[0].text_content().endswith("at once")
    read_everything(browser)
    assert has_signing_form(browser)
    assert "Never argue with a customer, read" in browser.words()


def test_reading_counts_and_leads_along_what_is_required(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_and_sign(browser, "asha")
    with app.app_context():
        publish_change()
    browser.get(f"/handbook/2/en/{GREET}")
    assert "0 of 1 read" in " ".join(browser.page.text.split())
    assert "Next rule" in browser.page.text
    browser.submit("/handbook/read")
    assert browser.page.request.path == f"/handbook/2/en/{ARGUE}"
    assert "Go on to sign" in browser.page.text
    browser.submit("/handbook/read")
    assert browser.page.request.path == "/sign/questions"


def test_the_record_says_what_was_required_and_signs_the_whole(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_and_sign(browser, "asha")
    with app.app_context():
        publish_change()
    read_and_sign(browser, "asha")
    assert "The one changed section of 2 since edition 1, signed before, in English" in browser.words()
    with app.app_context():
        found = newest_of("asha")
        edition = editions.edition(2)
        assert (found.signed_before, found.sections_required, found.sections_total) == (1, 1, 2)
        assert (found.sections_read, found.questions_right, found.questions_total) == (1, 1, 1)
        assert found.manifest_sha256 == edition.manifest_sha256


def test_where_nothing_that_binds_the_reader_changed_the_signature_is_one_step_away(app: Flask, client_of: SignIn):
    browser = client_of("asha")
    read_and_sign(browser, "asha")
    with app.app_context():
        publish_change()
    read_and_sign(browser, "asha")
    with app.app_context():
        change_rule(ARGUE, "నెమ్మదిగా", "మెల్లగా", "te")
        rules.publish("test", "A word of the Telugu text.")
    browser.get("/sign?lang=en")
    assert has_signing_form(browser)
    assert "No rule of yours changed since you signed" in browser.words()


def test_what_was_compared_once_costs_no_query_again(app: Flask, client_of: SignIn, counting: Callable[[], object]):
    browser = client_of("asha")
    read_and_sign(browser, "asha")
    with app.app_context():
        publish_change()
    address = f"/handbook/2/en/{ARGUE}"
    browser.client.get(address)
    with app.app_context(), counting() as statements:
        browser.client.get(address)
    assert len(statements) == 4, "\n".join(statements.seen)


def test_a_change_of_job_brings_its_own_rules(context: Flask):
    sign_below("asha")
    with transaction() as session:
        session.execute(
            update(Placement).where(Placement.employee_id == factories.person_id("asha")).values(profile="counter")
        )
    publish_change()
    assert delta("asha").required == (ARGUE,)  # an unknown profile reads as everyone


def delta(name: str, language: str = "en", number: int | None = None) -> Delta:
    edition = editions.edition(number) if number else editions.newest_edition()
    assert edition is not None
    page = editions.page(edition.id, "everyone", language)
    return delta_of(edition, page, progress_of(factories.person_id(name), edition.id, language).earlier)


def newest_of(name: str) -> Acknowledgement:
    query = select(Acknowledgement).join(Edition, Edition.id == Acknowledgement.edition_id)
    mine = query.where(Acknowledgement.employee_id == factories.person_id(name))
    return db.session.scalars(mine.order_by(Edition.number.desc())).first()


def set_aside(name: str) -> None:
    """Set somebody's signature aside, as an examined dispute does."""
    row = signature_of(name)
    about = {"acknowledgement_id": row.id}
    dispute = Dispute(
        id=new_id(), **about, employee_id=row.employee_id, words="Not me.", contact="", device="", address=""
    )
    finding = DisputeFinding(
        id=new_id(),
        dispute_id=dispute.id,
        **about,
        finding="set aside",
        reasons="She was on leave.",
        by_employee_id=factories.person_id("nandini"),
        by_name="नंदिनी राव",
        by_method="password typed again",
    )
    with transaction():
        record_evidence(dispute)
        record_evidence(finding)
