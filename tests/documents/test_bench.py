"""The benchmark compares like with like: the naive way does all that WeasyPrint and pyHanko do; ours is real."""

import io

import pikepdf
import pytest
import weasyprint
from pyhanko.sign import signers
from weasyprint.draw import text as drawing

from handbook.documents.rendering import text_layer
from handbook.documents.verify import verify_pdf
from tests.bench import sealing, text
from tests.documents import papers


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    text_layer.install()
    return sealing.Workshop.open(tmp_path_factory.mktemp("bench") / "keys")


def test_the_naive_way_lays_out_the_whole_handbook_and_signs_with_pyhanko_each_time(shop, monkeypatch):
    calls = []
    lay_out, sign = weasyprint.HTML.render, signers.SimpleSigner.sign_raw
    monkeypatch.setattr(weasyprint.HTML, "render", lambda *a, **k: calls.append("layout") or lay_out(*a, **k))
    monkeypatch.setattr(signers.SimpleSigner, "sign_raw", lambda *a, **k: calls.append("signature") or sign(*a, **k))
    made = [sealing.naive(shop, text.signature_page(number)) for number in (1, 2)]
    assert calls == ["layout", "signature", "signature"] * 2  # pyHanko signs once before, to learn the length
    assert made[0] != made[1]
    with pikepdf.open(io.BytesIO(made[0])) as pdf:
        assert len(pdf.pages) == len(pikepdf.open(io.BytesIO(shop.base)).pages) + 1 >= 12
        assert pdf.Root.StructTreeRoot.K
        assert pdf.Root.AcroForm.Fields[0].V.Contents


def test_the_naive_way_pays_nothing_for_our_text_layer(shop):
    ours = drawing.draw_first_line
    with sealing.as_it_comes():
        assert drawing.draw_first_line is ours.__wrapped__
    assert drawing.draw_first_line is ours


def test_our_copies_are_what_the_product_makes(shop, tmp_path):
    sections = [text.signature_page(5), text.signature_page(6)]
    here, there = sealing.ours(shop, sections)[1], sealing.through_the_child(shop, sections)[1]
    assert verify_pdf(here, shop.keys.ca_fingerprint).ok
    assert here.split(b"/Contents<")[0] == there.split(b"/Contents<")[0]
    assert {"GS-000006", "సంతకం"} - set(papers.words_of(here, tmp_path)) == set()


def test_the_floor_copies_hashes_and_signs_as_many_bytes(shop):
    assert len(sealing.floor(shop, len(shop.base) + 30_000)) == len(shop.base) + 30_000
