"""The copy for the pen: the last page in the person's language, and the published PDF of their text."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.rules import queries as rules
from tests import factories
from tests.browser_like import Visitor

pytestmark = pytest.mark.database


def test_the_last_page_is_in_the_language_of_the_person_and_names_the_text(
    app: Flask, client_of: Callable[[str], Visitor]
):
    with app.app_context():
        asha, edition = factories.person_id("asha"), rules.edition(1)
        page = rules.page(edition.id, "everyone", "te")
    browser = client_of("meera")
    answer = browser.get(f"/rounds/1/people/{asha}/paper")
    assert answer.status_code == 200
    sheet = browser.tree().xpath("//article[@lang='te']")[0]
    words = " ".join(sheet.text_content().split())
    assert page.statement in words
    assert "000512" in words
    assert edition.manifest_sha256 in words.replace(" ", "")


def test_the_pdf_is_the_published_one_of_the_person(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        asha, edition = factories.person_id("asha"), rules.edition(1)
        published = rules.pdf(rules.page(edition.id, "everyone", "te"))
    answer = client_of("janis").get(f"/rounds/1/people/{asha}/handbook.pdf")
    assert answer.data == published
    assert answer.mimetype == "application/pdf"


@pytest.mark.parametrize("what", ["paper", "handbook.pdf"])
def test_a_supervisor_prints_for_the_own_people_alone(app: Flask, client_of: Callable[[str], Visitor], what: str):
    with app.app_context():
        ravi = factories.person_id("ravi")
    assert client_of("janis").get(f"/rounds/1/people/{ravi}/{what}").status_code == 404
