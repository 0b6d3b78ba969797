"""The list of editions, and older editions: still there as they were, and honest about what took their place."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handbook.rules import editions, operations
from tests.browser_like import Visitor
from tests.rules.editing import change, publish, take_out

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]
Counting = Callable[[], AbstractContextManager[Any]]
ARGUE, GREET = "never-argue", "greet-every-customer"


def second_edition(visitor: Visitor) -> None:
    with visitor.client.application.app_context():
        change(ARGUE, "Call your supervisor early.", "Call your supervisor at once.")
        publish("You may stop.")


def test_the_list_has_every_edition_with_its_note_and_the_one_in_force(client_of: SignIn) -> None:
    asha = client_of("asha")
    second_edition(asha)
    asha.get("/handbook/editions")
    first, second = asha.tree().xpath("//ol[@class='edition-list']/li")[::-1]
    assert "In force today" in second.text_content()
    assert "You may stop." in second.text_content()
    assert "In force today" not in first.text_content()
    assert "Superseded" in first.text_content()
    assert "The first edition." in first.text_content()
    assert asha.link("What changed in edition 2") == "/handbook/2/changes"
    asha.get(asha.link("Edition 1"))
    assert "Superseded" in asha.words()


def test_an_edition_of_a_later_day_is_announced(client_of: SignIn) -> None:
    asha = client_of("asha")
    later = datetime.now(UTC).date() + timedelta(days=30)
    with asha.client.application.app_context():
        change(ARGUE, "Call your supervisor early.", "Call your supervisor at once.")
        operations.publish("test", "From next month.", effective_on=later)
    asha.get("/handbook/editions")
    second, first = asha.tree().xpath("//ol[@class='edition-list']/li")
    assert "Announced" in second.text_content()
    assert "In force today" in first.text_content()
    asha.get(f"/handbook/2/en/{ARGUE}")
    assert "is in force." not in asha.words()
    asha.get(f"/handbook/1/en/{ARGUE}")
    assert "is in force." not in asha.words()


def test_before_the_first_edition_the_list_says_what_will_stand_there(bare_app: Any) -> None:
    with bare_app.app_context():
        listing = editions.listed(datetime.now(UTC).date(), 1)
    assert (listing.editions, listing.total, listing.has_more) == ([], 0, False)


def test_the_queries_of_the_list_do_not_grow_with_the_editions(client_of: SignIn, counting: Counting) -> None:
    asha = client_of("asha")
    asha.get("/handbook/editions")
    seen = []
    for _turn in range(2):
        with asha.client.application.app_context(), counting() as statements:
            asha.get("/handbook/editions")
        seen.append(len(statements))
        second_edition(asha) if len(seen) == 1 else None
    assert seen[0] == seen[1]


def test_a_page_of_the_list_ends_after_twenty(client_of: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions.EditionList, "size", 1)
    asha = client_of("asha")
    second_edition(asha)
    asha.get("/handbook/editions")
    assert "1 to 1 of 2" in asha.words()
    asha.get(asha.tree().xpath("//a[@rel='next']/@href")[0])
    assert "2 to 2 of 2" in asha.words()
    assert "The first edition." in asha.words()


class TestOnAnOlderEdition:
    """Every page says that another edition is in force, and leads to the same place there."""

    @pytest.mark.parametrize("page", ["", "/print", "/notice-board"])
    def test_the_whole_leads_to_the_whole(self, client_of: SignIn, page: str) -> None:
        asha = client_of("asha")
        second_edition(asha)
        asha.get(f"/handbook/1/en{page}")
        assert "This is edition 1; edition 2 is in force." in asha.words()
        assert asha.link("Read edition 2") == "/handbook/2/en"

    def test_a_rule_leads_to_the_same_rule_and_still_reads_as_it_was(self, client_of: SignIn) -> None:
        asha = client_of("asha")
        second_edition(asha)
        asha.get(f"/handbook/1/en/{ARGUE}")
        assert "This is edition 1; edition 2 is in force." in asha.words()
        assert asha.link("Read this rule in edition 2") == f"/handbook/2/en/{ARGUE}"
        assert "Call your supervisor early." in asha.words()
        asha.get(asha.link("Read this rule in edition 2"))
        assert "is in force." not in asha.words()

    def test_a_rule_that_is_gone_says_so(self, client_of: SignIn) -> None:
        asha = client_of("asha")
        with asha.client.application.app_context():
            take_out(ARGUE)
            publish("Left out.")
        asha.get(f"/handbook/1/en/{ARGUE}")
        assert "Edition 2 no longer has this rule." in asha.words()

    def test_nobody_reads_on_to_a_signature_there(self, client_of: SignIn) -> None:
        asha = client_of("asha")
        second_edition(asha)
        asha.get(f"/handbook/1/en/{GREET}")
        assert not asha.tree().xpath("//form[contains(@action, '/handbook/read')]")
        assert asha.tree().xpath("//a[@rel='next']/@href") == [f"/handbook/1/en/{ARGUE}"]

    def test_a_page_that_the_browser_keeps_is_asked_for_anew_once_another_is_in_force(self, client_of: SignIn) -> None:
        asha = client_of("asha")
        known = {"If-None-Match": asha.get(f"/handbook/1/en/{GREET}").headers["ETag"]}
        assert asha.client.get(f"/handbook/1/en/{GREET}", headers=known).status_code == 304
        second_edition(asha)
        again = asha.client.get(f"/handbook/1/en/{GREET}", headers=known)
        assert again.status_code == 200
        assert "edition 2 is in force" in again.text
