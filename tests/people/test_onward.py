"""Where signing in leads: to the page that was asked for, and never off this site."""

import pytest

from tests import factories
from tests.browser_like import Visitor

pytestmark = pytest.mark.database


@pytest.mark.parametrize("page", ["/my-file", "/handbook/1/en/never-argue?lang=en", "/verify?code=A%26B"])
def test_it_leads_to_the_page_that_was_asked_for(visitor: Visitor, page: str):
    assert leads_to(visitor, page) == page


def test_a_stranger_comes_back_to_where_they_knocked(visitor: Visitor):
    visitor.get("/handbook/1/en/never-argue?lang=en")
    assert visitor.page.request.path == "/sign-in"
    visitor.submit("/sign-in", staff_number=factories.PEOPLE["asha"].number, password=factories.PASSWORD)
    assert visitor.page.request.path == "/handbook/1/en/never-argue"


@pytest.mark.parametrize(
    "page",
    ["", "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
     "https:///evil.example", "javascript:alert(1)", "data:text/html,x", "evil.example", "my-file", "/\t/evil.example",
     "/\n/evil.example", "\t//evil.example", " //evil.example", "//[evil", "///evil.example", "http://[",
     "/\r\\evil.example"],
)  # fmt: skip
def test_it_never_leads_anywhere_else(visitor: Visitor, page: str):
    assert leads_to(visitor, page) == "/"


def test_whoever_is_in_already_is_led_by_the_same_rule(visitor: Visitor):
    leads_to(visitor, "/my-file")
    for asked, there in (("/team", "/team"), ("//evil.example", "/"), ("//[", "/")):
        answer = visitor.client.get("/sign-in", query_string={"next": asked})
        assert (answer.status_code, answer.headers["Location"]) == (302, there)


def leads_to(visitor: Visitor, page: str) -> str:
    """Sign asha in with this page in mind and return where the answer sends her."""
    visitor.page = visitor.client.get("/sign-in", query_string={"next": page, "lang": "en"})
    assert visitor.page.status_code == 200, visitor.page.text[:500]
    form = visitor.form("/sign-in")
    fields = dict(form.form_values())
    fields |= {"staff_number": factories.PEOPLE["asha"].number, "password": factories.PASSWORD}
    answer = visitor.client.post(form.action, data=fields)
    assert answer.status_code == 302
    return answer.headers["Location"]
