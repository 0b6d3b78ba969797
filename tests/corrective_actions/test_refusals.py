"""Forms that come too late or hold what nobody can type: a page with words, and nothing that was typed is lost."""

from collections.abc import Callable

import pytest
from flask import Flask

from handbook.core.db import db, new_id
from handbook.corrective_actions.hearing_pack.models import HearingPack
from handbook.workfile.models import FileStatement
from handbook.workfile.operations import add_statement
from tests import factories
from tests.browser_like import Visitor
from tests.corrective_actions import stories

pytestmark = pytest.mark.database
REASON = "Two of her colleagues say that the customer began it."


def test_words_stay_on_the_page_where_their_form_is_gone(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        action_id = stories.propose(stories.heard_case())
        db.session.remove()
    dmitri, meera = client_of("dmitri"), client_of("meera")
    dmitri.get(f"/actions/{action_id}")
    meera.get(f"/actions/{action_id}")
    dmitri.submit("/withdraw", **{"withdraw-reason": "A talk will do."})
    meera.submit("/decline", 409, **{"decline-reason": REASON, "decline-password": factories.PASSWORD})
    assert "has moved on meanwhile" in meera.words()
    assert f"You had typed:{REASON}" in meera.words()


@pytest.mark.parametrize("address", ["/ladder", "/outsiders", "/improvements", "/settings", "/handbook/draft/pictures"])
@pytest.mark.parametrize("page", ["0", "-1", "9" * 30])
def test_a_page_of_a_list_that_cannot_be_is_the_first(client_of: Callable[[str], Visitor], address: str, page: str):
    answer = client_of("inese" if address == "/settings" else "meera").client.get(f"{address}?page={page}")
    assert answer.status_code == 200


def test_the_key_of_somebody_else_s_form_is_refused_and_keeps_theirs(app: Flask, client_of: Callable[[str], Visitor]):
    key = new_id()
    with app.app_context():
        asha = factories.actor("asha")
        db.session.rollback()
        with stories.transaction():
            add_statement(asha, "I stayed late that week.", "en", key)
        db.session.remove()
    ravi = client_of("ravi")
    ravi.get("/my-file/statement")
    ravi.submit("/statement", 409, words="I was never there.", idempotency_key=key)
    with app.app_context():
        assert [row.by_name for row in db.session.query(FileStatement)] == [asha.name]


def test_a_key_that_cannot_be_kept_asks_for_no_hearing_pack(app: Flask, client_of: Callable[[str], Visitor]):
    with app.app_context():
        case_id = stories.open_case()
        db.session.remove()
    meera = client_of("meera")
    for key in ("x" * 65, "a\0b"):
        meera.get(f"/cases/{case_id}/hearing-pack")
        meera.send("/hearing-pack", idempotency_key=key)
    with app.app_context():
        assert db.session.query(HearingPack).all() == []
