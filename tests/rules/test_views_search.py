"""The page of a search: server-rendered, the words marked, with links to the rule and the very heading."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.browser_like import Visitor
from tests.rules.editing import add, let_read, publish
from tests.rules.files import rule

pytestmark = pytest.mark.database
SignIn = Callable[[str], Visitor]
Counting = Callable[[], AbstractContextManager[Any]]
PAGE = "/handbook/1/en/search"


def results(reader: Visitor) -> list[Any]:
    return list(reader.tree().xpath("//ol[@class='found']/li"))


def test_the_form_of_the_first_page_leads_to_the_answer(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/en")
    (form,) = asha.tree().xpath("//form[@role='search']")
    assert (form.method, form.get("action")) == ("GET", PAGE)
    asha.get(PAGE, query_string={"q": "argue"})
    first = results(asha)[0]
    assert first.xpath(".//h3/a/@href") == ["/handbook/1/en/never-argue"]
    assert [mark.text_content() for mark in first.xpath(".//h3//mark")] == ["argue"]
    assert "Do not argue with a customer." in first.text_content()


def test_a_word_of_the_long_text_leads_to_its_heading(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get(PAGE, query_string={"q": "supervisor early"})
    (passage,) = results(asha)[0].xpath(".//p[contains(@class, 'passage')]/a/@href")
    address, _sign, place = passage.partition("#")
    asha.get(address)
    assert asha.tree().xpath(f"//*[@id='{place}']")


def test_it_searches_the_language_that_is_shown(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get("/handbook/1/te/search", query_string={"q": "కస్టమర్", "lang": "en"})
    first = results(asha)[0]
    assert first.xpath(".//h3/@lang") == ["te"]
    assert first.xpath(".//mark")
    assert asha.link("English").startswith(f"{PAGE}?q=")


def test_nothing_found_is_said_with_what_to_try(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get(PAGE, query_string={"q": "zeppelin"})
    assert "No rule speaks of that." in asha.words()
    assert asha.link("Look through all rules") == "/handbook/1/en"


def test_without_a_question_there_is_just_the_field(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get(PAGE)
    assert not results(asha)
    assert "No rule speaks of that." not in asha.words()


def test_what_was_asked_stands_in_the_field_and_is_never_markup(client_of: SignIn) -> None:
    asha = client_of("asha")
    asha.get(PAGE, query_string={"q": '"><script>alert(1)</script> argue'})
    assert asha.tree().xpath("//input[@name='q']/@value") == ['"><script>alert(1)</script> argue']
    assert not asha.tree().xpath("//main//script")
    assert results(asha)


def test_a_long_question_is_answered(client_of: SignIn) -> None:
    assert client_of("asha").get(PAGE, query_string={"q": "argue " * 2000}).status_code == 200


def test_rules_for_other_work_come_after_the_own_ones(client_of: SignIn) -> None:
    asha = client_of("asha")
    with asha.client.application.app_context():
        let_read("phone")
        add([rule("phone-argue", "# Argue\n\nNever argue.\n", number=50, for_="[phone]")])
        publish("For the telephone.")
    asha.get("/handbook/2/en/search", query_string={"q": "argue"})
    headings = [one.text_content() for one in asha.tree().xpath("//h2")]
    assert headings[-1] == "Rules for other work"
    assert [one.xpath(".//h3/a/@href")[0] for one in results(asha)] == [
        "/handbook/2/en/never-argue",
        "/handbook/2/en/phone-argue",
    ]


def test_a_rule_that_bears_the_name_of_a_page_has_an_address_of_its_own(client_of: SignIn) -> None:
    asha = client_of("asha")
    with asha.client.application.app_context():
        add([rule("search", "# Search the bags\n\nAsk first.\n", number=50)])
        publish("A rule called search.")
    asha.get("/handbook/2/en")
    assert asha.link("Search the bags") == "/handbook/2/en/rules/search"
    asha.get("/handbook/2/en/rules/search")
    assert "Ask first." in asha.words()
    asha.get("/handbook/2/en/search")
    assert asha.tree().xpath("//input[@name='q']")


def test_the_queries_do_not_grow_with_what_is_found(client_of: SignIn, counting: Counting) -> None:
    asha = client_of("asha")
    seen = []
    for question in ("overcharged", "customer"):
        asha.get(PAGE, query_string={"q": question})
        with asha.client.application.app_context(), counting() as statements:
            asha.get(PAGE, query_string={"q": question})
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_the_field_of_the_start_page_leads_to_the_edition_of_today_in_the_own_language(client_of: SignIn) -> None:
    lakshmi = client_of("lakshmi")
    lakshmi.get("/?lang=te")
    (form,) = lakshmi.tree().xpath("//form[@role='search']")
    lakshmi.get(form.get("action"), query_string={"q": "కస్టమర్"})
    assert lakshmi.page.request.path == "/handbook/1/te/search"
    assert results(lakshmi)
