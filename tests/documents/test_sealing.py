"""A sealed document is the base, byte for byte, and a tail that other programs find sound, tagged and signed."""

import hashlib
import io
import subprocess
from datetime import timedelta

import pikepdf
import pytest
from pikepdf import Name

from handbook.core.errors import Invalid
from handbook.core.sandbox import SandboxFailed
from handbook.documents import keys, seal
from handbook.documents.base_form import NotABase
from handbook.documents.sheet_form import NotASheet
from handbook.documents.verify import verify_pdf
from tests.documents import papers
from tests.documents.conftest import make


@pytest.fixture(scope="module")
def copies(base, sheets, attachments, seal_keys):
    """Sealed with one page, with three pages, and with neither attachments nor links."""
    return {
        "one page": base + make(base, sheets[:1], attachments, seal_keys),
        "three pages": base + make(base, sheets, attachments, seal_keys, title="Seal of the letter"),
        "no attachment": base + make(base, sheets[:1], [], seal_keys),
    }


@pytest.fixture(params=["one page", "three pages", "no attachment"])
def copy(request, copies):
    return copies[request.param]


def test_the_file_begins_with_the_base(copy, base):
    assert copy[: len(base)] == base


def test_other_programs_find_it_sound_and_its_signature_valid(copy, tmp_path):
    file = tmp_path / "sealed.pdf"
    file.write_bytes(copy)
    assert "WARNING" not in papers.ask("qpdf", "--check", file)
    said = papers.ask("pdfsig", "-nocert", file)
    assert said.count("Signature #") == 1
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "Tagged:          yes" in papers.ask("pdfinfo", file)


def test_openssl_verifies_the_signature_over_what_the_byte_range_names(copy, tmp_path, seal_keys):
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        value = pdf.Root.AcroForm.Fields[0].V
        ranges, contents = [int(number) for number in value.ByteRange], bytes(value.Contents)
    (tmp_path / "cms.der").write_bytes(contents)
    (tmp_path / "ca.pem").write_bytes(seal_keys.authority.public_bytes(keys.Encoding.PEM))
    (tmp_path / "signed").write_bytes(copy[: ranges[1]] + copy[ranges[2] :])
    done = subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "cms.der", "-content",
         tmp_path / "signed", "-CAfile", tmp_path / "ca.pem", "-purpose", "any", "-out", tmp_path / "out",
         "-attime", str(int(papers.AT.timestamp()))], capture_output=True, text=True, check=False)  # fmt: skip
    assert "CMS Verification successful" in done.stderr


def test_it_verifies_and_gives_back_the_attachments(copies, attachments, seal_keys, base):
    verdict = verify_pdf(copies["one page"], seal_keys.ca_fingerprint)
    assert (verdict.ok, verdict.faults) == (True, ())
    assert verdict.attachments == {one.name: one.data for one in attachments}
    assert verdict.sealed_at == papers.AT
    assert verdict.base_sha256 == hashlib.sha256(base).hexdigest()
    assert verdict.sha256 == hashlib.sha256(copies["one page"]).hexdigest()


def test_every_copy_verifies(copy, seal_keys):
    assert verify_pdf(copy, seal_keys.ca_fingerprint).faults == ()


def test_all_but_the_signature_value_is_the_same_each_time(base, sheets, attachments, seal_keys):
    one, two = (make(base, sheets[:2], attachments, seal_keys) for _ in range(2))
    start = one.index(b"/Contents<")
    end = one.index(b">", start)
    assert (one[:start], one[end:]) == (two[:start], two[end:])


def test_the_words_of_base_and_pages_come_back(copies, tmp_path):
    words = papers.words_of(copies["three pages"], tmp_path)
    expected = {*papers.WORDS["te"].split(), *papers.WORDS["lv"].split(), "Lakshmi", "Jānis", "Bērziņš", "Meera"}
    assert expected - set(words) == set()


def test_a_sheet_looks_the_same_alone_and_in_the_sealed_document(copies, sheets, tmp_path):
    (tmp_path / "sealed.pdf").write_bytes(copies["three pages"])
    for number, sheet in enumerate(sheets):
        (tmp_path / "sheet.pdf").write_bytes(sheet)
        papers.ask("pdftoppm", "-r", "80", "-singlefile", tmp_path / "sheet.pdf", tmp_path / "sheet")
        page = str(3 + number)
        papers.ask("pdftoppm", "-r", "80", "-f", page, "-singlefile", tmp_path / "sealed.pdf", tmp_path / "page")
        assert (tmp_path / "sheet.ppm").read_bytes() == (tmp_path / "page.ppm").read_bytes()


def test_each_sheet_becomes_a_part_in_its_language_after_the_part_of_the_base(copies):
    with pikepdf.open(io.BytesIO(copies["three pages"])) as pdf:
        tree = pdf.Root.StructTreeRoot
        (document,) = tree.K
        assert [str(part.S) for part in document.K] == ["/Part"] * 4
        assert [str(part.get("/Lang", "")) for part in document.K] == ["", "te", "lv", "te"]
        assert all(part.P.objgen == document.objgen for part in document.K)


def test_every_element_is_reached_from_its_parent(copy):
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        waiting, seen = [pdf.Root.StructTreeRoot.K[0]], 0
        while waiting:
            element = waiting.pop()
            seen += 1
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    assert kid.P.objgen == element.objgen
                    waiting.append(kid)
        assert seen > 20


def test_the_parent_tree_leads_from_each_marked_piece_to_its_element(copy):
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        tree = pdf.Root.StructTreeRoot
        numbers = {}
        for leaf in tree.ParentTree.Kids:
            pairs = dict(zip([int(key) for key in list(leaf.Nums)[::2]], list(leaf.Nums)[1::2], strict=True))
            assert [min(pairs), max(pairs)] == [int(limit) for limit in leaf.Limits]
            assert not set(numbers) & set(pairs)
            numbers |= pairs
        assert int(tree.ParentTreeNextKey) == max(numbers) + 1
        for page in pdf.pages:
            elements = numbers[int(page.StructParents)]
            marks = [int(operands[1].MCID) for operands, operator in pikepdf.parse_content_stream(page)
                     if str(operator) == "BDC" and "/MCID" in operands[1]]  # fmt: skip
            linked = [mark for mark in marks if mark < len(elements)]
            assert linked
            for mark in linked:
                element = elements[mark]
                assert mark in [int(kid) for kid in element.K if isinstance(kid, int)]
                assert element.Pg.objgen == page.objgen
            for note in page.get("/Annots", []):
                element = numbers[int(note.StructParent)]
                kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
                assert note.objgen in [kid.Obj.objgen for kid in kids
                                       if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid]  # fmt: skip


def test_the_outline_goes_on_with_the_new_pages(copies):
    with pikepdf.open(io.BytesIO(copies["three pages"])) as pdf, pdf.open_outline() as outline:
        assert len(outline.root) == 4
        assert str(outline.root[2].title) == papers.WORDS["lv"][:24].strip()
        back, entry = [], pdf.Root.Outlines.Last
        while entry is not None:
            back.append(entry.objgen)
            entry = entry.get("/Prev")
        assert len(back) == 4


def test_there_is_one_field_certified_against_every_change(copy):
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert pdf.Root.Perms.DocMDP.objgen == field.V.objgen
        assert int(field.V.Reference[0].TransformParams.P) == 1
        assert field.P.objgen == pdf.pages[-1].objgen
        assert field.objgen in [note.objgen for note in pdf.pages[-1].Annots]


def test_attachments_say_what_they_are(copies):
    with pikepdf.open(io.BytesIO(copies["one page"])) as pdf:
        assert [str(one.AFRelationship) for one in pdf.Root.AF] == ["/Data", "/Data"]
        assert str(pdf.Root.AF[0].EF.F.Subtype) == "/application/json"
        names = [str(name) for name in list(pdf.Root.Names.EmbeddedFiles.Names)[::2]]
        assert names == sorted(names)
        assert Name.Dests in pdf.Root.Names  # the base's own links still lead somewhere


def test_a_page_with_a_link_and_a_picture_keeps_both(base, seal_keys, tmp_path):
    picture, name = papers.picture(30, 20)
    more = f'<p><a href="https://handbook.example/r/7K3M">r</a></p><img alt="QR" src="asset:{name}">'
    (sheet,) = seal.render_pages([papers.section(more=more)], papers.SHEET_CSS, {name: picture})
    data = base + make(base, [sheet], [], seal_keys)
    assert verify_pdf(data, seal_keys.ca_fingerprint).ok
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[-1]
        assert sorted(str(note.Subtype) for note in page.Annots) == ["/Link", "/Widget"]
        assert [image.Width for image in page.get_images().values()] == [30]


def test_a_section_of_several_pages_stays_together(base, seal_keys, tmp_path):
    long = papers.section(more="<p style='break-before: page'>second</p><p style='break-before: page'>third</p>")
    sheets = seal.render_pages([papers.section("first"), long, papers.section("last")], papers.SHEET_CSS)
    counts = []
    for sheet in sheets:
        with pikepdf.open(io.BytesIO(sheet)) as pdf:
            counts.append(len(pdf.pages))
    assert counts == [1, 3, 1]
    data = base + make(base, sheets, [], seal_keys)
    assert verify_pdf(data, seal_keys.ca_fingerprint).ok
    assert [word for word in papers.words_of(data, tmp_path) if word in ("first", "second", "third", "last")] == [
        "first", "second", "third", "last"]  # fmt: skip


def test_a_base_without_any_heading_or_link_can_be_sealed(sheets, seal_keys, tmp_path):
    bare = seal.render_document('<!doctype html><html lang="en"><title>t</title><p>x</p></html>', papers.CSS).pdf
    data = bare + make(bare, sheets, [seal.Attachment("a", "text/plain", "a", b"a")], seal_keys)
    (tmp_path / "bare.pdf").write_bytes(data)
    papers.ask("qpdf", "--check", tmp_path / "bare.pdf")
    assert verify_pdf(data, seal_keys.ca_fingerprint).attachments == {"a": b"a"}


def test_a_sheet_is_a_sound_document_of_its_own(sheets, tmp_path):
    for number, sheet in enumerate(sheets):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(sheet)
        assert "WARNING" not in papers.ask("qpdf", "--check", file)
        assert "Tagged:          yes" in papers.ask("pdfinfo", file)
    with pikepdf.open(io.BytesIO(sheets[1])) as pdf:
        assert str(pdf.Root.Lang) == "lv"
        assert str(pdf.docinfo.Title) == papers.WORDS["lv"][:24].strip()


def test_a_sheet_depends_on_its_own_words_alone(sheets):
    """No letter of another person's name travels in the fonts of a page, whoever shared the batch."""
    (alone,) = seal.render_pages([papers.section("Jānis Bērziņš", "lv")], papers.SHEET_CSS)
    assert alone == sheets[1]


def test_a_page_counter_that_would_count_the_batch_is_refused():
    with pytest.raises(SandboxFailed, match="as text"):
        seal.render_pages([papers.section()], papers.CSS)


def test_it_refuses_what_is_not_a_base_or_a_sheet(base, sheets, seal_keys):
    with pytest.raises(NotABase):
        make(b"%PDF-1.7\n", sheets, [], seal_keys)
    with pytest.raises(NotASheet):
        make(base, [base], [], seal_keys)
    with pytest.raises(NotASheet):
        make(base, [sheets[0][:-900]], [], seal_keys)
    with pytest.raises(Invalid):
        make(base, [], [], seal_keys)


def test_it_refuses_to_seal_when_the_key_is_no_longer_good(base, sheets, seal_keys):
    with pytest.raises(Invalid, match="Renew"):
        seal.seal(base, sheets, [], keys=seal_keys, at=papers.AT + timedelta(days=800), reason="Acknowledgement")
