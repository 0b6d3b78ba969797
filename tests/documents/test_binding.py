"""Papers bound behind a cover: their pages as they are, tagged, with links that lead to them, in one sound file."""

import io
from collections.abc import Iterator

import pikepdf
import pytest
from pikepdf import Name

from handbook.documents import seal
from handbook.documents.binding import Bound, bind, count_pages
from handbook.documents.rendering.base import elements
from handbook.documents.verify import verify_pdf
from tests.documents import papers
from tests.documents.conftest import make


@pytest.fixture(scope="module")
def cover() -> bytes:
    return seal.render_document(papers.handbook("en"), papers.CSS).pdf


@pytest.fixture(scope="module")
def bound(base, sheets) -> list[Bound]:
    """Two papers over the same base: all its identifiers and named places occur twice."""
    return [Bound("Signed, edition 1", [base, *sheets[:2]]), Bound("Otrais papīrs", [base, sheets[2]])]


@pytest.fixture(scope="module")
def whole(cover, bound) -> bytes:
    return bind(cover, bound)


@pytest.fixture
def opened(whole) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        yield pdf


def test_the_pages_are_those_of_the_cover_and_then_of_each_paper_sign_for_sign(opened, cover, bound):
    parts = [cover, *(part for paper in bound for part in paper.parts)]
    drawn = []
    for part in parts:
        with pikepdf.open(io.BytesIO(part)) as pdf:
            drawn += [page.Contents.read_bytes() for page in pdf.pages]
    assert [page.Contents.read_bytes() for page in opened.pages] == drawn
    assert [count_pages(paper) for paper in bound] == [4, 3]


def test_the_same_papers_give_the_same_bytes(cover, bound, whole):
    assert bind(cover, bound) == whole


def test_a_cover_alone_can_be_bound(cover):
    with pikepdf.open(io.BytesIO(bind(cover, []))) as pdf:
        assert len(pdf.pages) == 2


def test_sealed_it_verifies_and_other_programs_find_it_sound(whole, sheets, attachments, seal_keys, tmp_path):
    copy = whole + make(whole, sheets[:1], attachments, seal_keys)
    assert verify_pdf(copy, seal_keys.ca_fingerprint).faults == ()
    file = tmp_path / "copy.pdf"
    file.write_bytes(copy)
    assert "WARNING" not in papers.ask("qpdf", "--check", file)
    assert "Signature is Valid." in papers.ask("pdfsig", "-nocert", file)
    assert "Tagged:          yes" in papers.ask("pdfinfo", file)


def test_every_page_and_link_has_a_key_of_its_own_that_leads_to_its_tags(opened):
    (leaf,) = opened.Root.StructTreeRoot.ParentTree.Kids
    keys = [int(number) for number in list(leaf.Nums)[::2]]
    assert keys == sorted(set(keys))
    asked = [int(page.StructParents) for page in opened.pages]
    links = [link for page in opened.pages for link in page.obj.get(Name.Annots, [])]
    asked += [int(link.StructParent) for link in links]
    assert len(set(asked)) == len(asked)
    assert set(asked) <= set(keys)


def test_the_tags_of_each_paper_speak_of_its_own_pages_and_language(opened):
    pages = {page.objgen for page in opened.pages}
    top = opened.Root.StructTreeRoot.K[0]
    named = [element.Pg.objgen for element in elements(top) if Name.Pg in element]
    assert set(named) == pages
    (parts,) = top.K
    assert [str(part.get(Name.Lang, "")) for part in list(parts.K)[1:]] == ["te", "te", "lv", "te", "te"]


def test_the_identifiers_of_table_headers_are_told_apart(opened):
    named = [bytes(element.ID) for element in elements(opened.Root.StructTreeRoot.K[0]) if Name.ID in element]
    assert len(named) >= 3
    assert len(set(named)) == len(named)


def test_links_within_a_paper_lead_to_its_own_pages(opened):
    pages = [page.objgen for page in opened.pages]
    links = [link for page in list(opened.pages)[2:] for link in page.obj.get(Name.Annots, []) if Name.Dest in link]
    assert [pages.index(link.Dest[0].objgen) for link in links] == [2, 6]


def test_each_paper_stands_in_the_outline_with_its_first_page(opened):
    with opened.open_outline() as outline:
        entries = [(item.title, item.destination[0].objgen) for item in outline.root[-2:]]
    pages = [page.objgen for page in opened.pages]
    assert [(title, pages.index(place)) for title, place in entries] == [("Signed, edition 1", 2), ("Otrais papīrs", 6)]
