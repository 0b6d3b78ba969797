"""HR changes one sentence and a comma; the comma is confirmed by another person; only those concerned are asked."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.core import jobs
from handbook.ledger.verification import verify
from handbook.rules import queries as editions
from tests import factories
from tests.acknowledgements.signing import has_signing_form, sign_below
from tests.acknowledgements.test_concerned import asked
from tests.browser_like import Visitor
from tests.publishing import stories as story

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]


def test_a_sentence_and_a_comma(app: Flask, client_of: SignIn):
    with app.app_context():
        story.place_on_the_telephone("lakshmi")
        story.place_on_the_telephone("stranger")
        story.publish_for_the_telephone()
        for name in factories.PEOPLE:
            sign_below(name)
        story.change_a_sentence(story.PHONE)
        story.change_a_comma()
        story.wrote("meera", story.PHONE)
        story.wrote("meera", story.GREET)
    meera, nandini = client_of("meera"), client_of("nandini")
    meera.get("/handbook/draft/publish?lang=en")
    assert "10 of 10 people" in meera.words()
    kind = f"{story.GREET}-kind"
    meera.submit(f"/kinds/{story.GREET}", **{kind: "editorial"})
    assert "Another person must confirm 1 editorial change first" in meera.words()
    assert "2 of 10 people" not in meera.words()

    meera.get("/handbook/draft/confirm")
    meera.get(meera.link("Look at what differs"))
    assert "You called this change editorial yourself." in meera.words()
    nandini.get("/handbook/draft/confirm?lang=en")
    nandini.get(nandini.link("Look at what differs"))
    assert nandini.tree().xpath("//ins")[0].text_content().endswith(",")
    nandini.submit(f"/confirm/{story.GREET}", password=factories.PASSWORD)

    meera.get("/handbook/draft/publish")
    assert "2 of 10 people" in meera.words()
    assert "Confirmed by नंदिनी राव" in meera.words()
    meera.submit("/draft/publish", note="Say your name on the telephone.", password=factories.PASSWORD)
    assert "/handbook/draft/publishing/" in meera.page.request.path
    with app.app_context():
        jobs.work_off()
    meera.get(meera.page.request.path)
    assert "Edition 3 is published." in meera.words()
    with app.app_context():
        edition = editions.newest_edition()
        changes = {line.rule_id: line.change for line in editions.contents(edition, "en")}
        assert (edition.number, edition.published_by) == (3, "Meera Nair (000102)")
        assert changes == {story.GREET: "editorial", story.ARGUE: "unchanged", story.PHONE: "material"}
        assert asked() == {"lakshmi", "stranger"}
        assert not verify().faults

    lakshmi, asha = client_of("lakshmi"), client_of("asha")
    lakshmi.get("/sign?lang=en")
    assert "1 section is still unread" in lakshmi.words()
    words = [one.text_content() for one in lakshmi.tree().xpath("//ins")]
    assert any("and your name" in one for one in words)
    asha.get("/?lang=en")
    assert "Read and sign" not in asha.words()
    asha.get("/sign?lang=en")
    assert has_signing_form(asha)
