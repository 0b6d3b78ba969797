"""Style sheets and scripts: small on the way, and never older than the page that asks for them."""

import gzip
import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.browser_like import Visitor

pytestmark = pytest.mark.database
ASKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def addresses(visitor: Visitor) -> list[str]:
    """The style sheets, scripts and marks that the page of sign-in asks for."""
    return re.findall(r'(?:href|src)="(/(?:static|bootstrap/static)/[^"]+)"', visitor.get("/sign-in").text)


def test_each_is_compressed_and_is_the_same_afterwards(visitor: Visitor, addresses: list[str]):
    assert len(addresses) >= 5
    for address in addresses:
        plain = visitor.client.get(address, headers={"Accept-Encoding": "identity"})
        sent = visitor.client.get(address, headers=ASKED)
        assert plain.status_code == sent.status_code == 200
        assert "Content-Encoding" not in plain.headers
        if len(plain.data) >= 500:
            assert sent.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(sent.data) == plain.data
            assert "Accept-Encoding" in sent.headers["Vary"]


def test_a_browser_keeps_it_until_its_content_changes(visitor: Visitor, addresses: list[str]):
    for address in addresses:
        assert "immutable" in visitor.client.get(address).headers["Cache-Control"]
        path = address.partition("?")[0]
        assert "immutable" not in visitor.client.get(path).headers["Cache-Control"]
        assert "immutable" not in visitor.client.get(path + "?v=0123456789abcdef").headers["Cache-Control"]


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_who_has_it_is_told_so(visitor: Visitor, addresses: list[str], encoding: str):
    headers = {"Accept-Encoding": encoding}
    for address in addresses:
        first = visitor.client.get(address, headers=headers)
        again = visitor.client.get(address, headers=headers | {"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_a_page_is_never_compressed_for_it_carries_secrets(client_of: Callable[[str], Visitor]):
    page = client_of("asha").client.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in page.headers


def test_the_address_of_what_is_not_there_carries_no_version(app: Flask):
    with app.test_request_context():
        assert app.url_for("static", filename="nothing-here.css") == "/static/nothing-here.css"
