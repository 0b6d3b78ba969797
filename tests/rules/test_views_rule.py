"""The page of one rule: links to its headings, the way on for those who have signed, and how heavy it is."""

import gzip
from collections.abc import Callable

import pytest

from tests.acknowledgements.signing import read_and_sign
from tests.browser_like import Visitor
from tests.rules.editing import add, publish
from tests.rules.files import rule, whole_body

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]
LIGHT = 100_000


def test_each_heading_of_the_long_text_can_be_linked_to(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/en/never-argue")
    headings = asha.tree().xpath("//div[@class='headed']")
    assert [one.xpath("./h2")[0].text_content() for one in headings][:1] == ["Why"]
    for one in headings:
        assert one.xpath("./a/@href") == ["#" + one.xpath("./h2/@id")[0]]
        assert one.xpath("./a/@aria-label") == ["Link to this heading"]


def test_each_part_that_opens_by_a_tap_can_be_linked_to(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/en/never-argue")
    parts = [part for part in asha.tree().xpath("//main//article//details") if part.get("id")]
    assert [part.xpath("./summary")[0].text_content() for part in parts] == [
        "If it is broken",
        "How we check it",
        "Practice",
        "Check question",
    ]
    for part in parts:
        assert part.xpath(".//a[@class='anchor']/@href") == [f"#{part.get('id')}"]


def test_no_id_stands_twice_on_the_page(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/en/never-argue")
    ids = asha.tree().xpath("//*/@id")
    assert len(ids) == len(set(ids))


def test_who_has_signed_still_goes_on_and_back(client_of: SignIn) -> None:
    asha = client_of("asha")
    read_and_sign(asha, "asha")
    asha.get("/handbook/1/en/greet-every-customer")
    assert asha.tree().xpath("//a[@rel='next']/@href") == ["/handbook/1/en/never-argue"]
    asha.get("/handbook/1/en/never-argue")
    assert asha.tree().xpath("//a[@rel='prev']/@href") == ["/handbook/1/en/greet-every-customer"]
    assert not asha.tree().xpath("//form[contains(@action, '/handbook/read')]")


def test_a_handbook_of_forty_rules_is_light_to_load(client_of: SignIn) -> None:
    asha = client_of("asha")
    with asha.client.application.app_context():
        body = whole_body("Be kind", "Be kind to whoever comes, whatever they bring, and however late it is today.")
        long = body.replace("Who is seen can wait.", "Who is seen can wait, and who waits comes back. " * 40)
        add(
            [
                rule(f"kind-{number}", long.replace("Be kind", f"Be kind {number}"), number=200 + number)
                for number in range(38)
            ]
        )
        publish("Forty rules.")
    for address in ("/handbook/2/en", "/handbook/2/en/kind-7"):
        sent = asha.get(address).data
        assert len(sent) < LIGHT, address
        assert len(gzip.compress(sent)) < LIGHT / 10, address
    assert len(asha.get("/handbook/2/en/print").data) > LIGHT, "else this handbook would prove nothing"
