"""What the tests of documents share: keys, one base and some sheets, each made once."""

import pytest

from handbook.core import sandbox
from handbook.documents import keys, seal
from tests.documents import papers


@pytest.fixture(scope="session")
def seal_keys(tmp_path_factory):
    return keys.seal_keys(tmp_path_factory.mktemp("secrets"), expected=False, at=papers.AT, company="Godavari Stores")


@pytest.fixture(scope="session")
def base():
    return seal.render_document(papers.handbook(), papers.CSS).pdf


@pytest.fixture(scope="session")
def sheets():
    sections = [
        papers.section("Lakshmi Prasanna Kolluru"),
        papers.section("Jānis Bērziņš", "lv"),
        papers.section("Meera"),
    ]
    return seal.render_pages(sections, papers.SHEET_CSS)


@pytest.fixture(scope="session")
def attachments():
    return [
        seal.Attachment("record.json", "application/json", "The record", b'{"name": "asha"}' * 100),
        seal.Attachment("checkpoint.txt", "text/plain", "The checkpoint", "tree\n18204\n·".encode()),
    ]


@pytest.fixture(scope="session")
def sealed(base, sheets, attachments, seal_keys):
    """One copy with one page and two attachments."""
    return base + make(base, sheets[:1], attachments, seal_keys)


def make(base, sheets, attachments, seal_keys, **more):
    return seal.seal(base, sheets, attachments, keys=seal_keys, at=papers.AT, reason="Acknowledgement", **more)


@pytest.fixture(scope="session", autouse=True)
def _probing_helper():
    before, sandbox.SERVER = sandbox.SERVER, "tests.probing_server"
    sandbox._HELPER.stop()
    yield
    sandbox.SERVER = before
    sandbox._HELPER.stop()
