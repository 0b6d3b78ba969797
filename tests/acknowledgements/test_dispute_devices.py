"""An examiner reads browser and system of a disputed signature in words, not what the browser says of itself."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.acknowledgements.models import Acknowledgement
from handbook.core.db import db
from tests import factories
from tests.acknowledgements import answering
from tests.acknowledgements.signing import read_and_sign, sign_below
from tests.browser_like import Visitor

pytestmark = pytest.mark.database

PHONE = "Mozilla/5.0 (Linux; Android 13; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0"


def test_the_facts_name_browser_and_system(app: Flask, client_of: Callable[[str], Visitor]):
    asha = client_of("asha")
    asha.client.environ_base["HTTP_USER_AGENT"] = PHONE
    receipt = read_and_sign(asha, "asha").rsplit("/", 1)[1]
    asha.client.environ_base["HTTP_USER_AGENT"] = DESK
    with app.app_context():
        code = db.session.get_one(Acknowledgement, receipt).receipt
    asha.get(f"/r/{code}?lang=en")
    asha.submit("", words="I was not in the shop that day.")
    meera = client_of("meera")
    meera.get("/disputes?lang=en")
    meera.get(meera.link(factories.PEOPLE["asha"].name))
    assert devices(meera) == ["Firefox on Windows", "Chrome on Android"]
    assert "Mozilla" not in meera.page.text


def test_what_names_no_browser_is_not_shown_either(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        disputed = answering.dispute(sign_below("asha"), "asha")
    meera = client_of("meera")
    meera.get(f"/disputes/{disputed}?lang=en")
    assert devices(meera) == ["A browser that does not name itself"] * 2


def devices(browser: Visitor) -> list[str]:
    """Return the devices on the page: of the dispute, then of the signature."""
    return [one.text_content().strip() for one in browser.tree().xpath("//dt[.='Device']/following-sibling::dd[1]")]
