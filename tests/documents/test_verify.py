"""Nothing that was touched is accepted: every byte, every known trick, every other authority."""

import io
import random
import re

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from pyhanko.pdf_utils import generic as pdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

from handbook.core.sandbox import SandboxFailed
from handbook.documents import cms, keys, verification
from handbook.documents.verify import verify_pdf, verify_upload
from tests.documents import papers
from tests.documents.conftest import make


def refused(data, seal_keys):
    verdict = verify_pdf(data, seal_keys.ca_fingerprint)
    assert not verdict.ok
    assert verdict.faults
    assert verdict.attachments == {}
    assert all(fault.endswith(".") for fault in verdict.faults)
    return verdict.faults


def contents(data):
    """Return where the hexadecimal digits of the signature begin and end."""
    match = re.search(rb"/Contents<([0-9a-f]+)>", data)
    return match.start(1), match.end(1)


def test_a_good_document_is_accepted_here_and_in_the_limited_child(sealed, seal_keys, attachments):
    here, there = verify_pdf(sealed, seal_keys.ca_fingerprint), verify_upload(sealed, seal_keys.ca_fingerprint)
    assert here == there
    assert here.ok
    assert set(here.attachments) == {one.name for one in attachments}


def test_the_fingerprint_may_be_written_with_colons_and_capitals(sealed, seal_keys):
    spelt = ":".join(re.findall("..", seal_keys.ca_fingerprint)).upper()
    assert verify_pdf(sealed, spelt).ok


def test_any_flipped_bit_is_found(sealed, base, seal_keys):
    """In the base, in the tail, in every part of the signature; places drawn with a fixed seed."""
    start, end = contents(sealed)
    chance = random.Random(7)
    spans = [(0, len(base), 40), (len(base), len(sealed), 40), (start, end, 80)]
    drawn = [chance.randrange(first, last) for first, last, times in spans for _ in range(times)]
    for place in [*drawn, 0, len(base) - 1, len(base), start, end, len(sealed) - 1]:
        changed = bytearray(sealed)
        changed[place] ^= 1 << chance.randrange(8)
        assert not verify_pdf(bytes(changed), seal_keys.ca_fingerprint).ok, place


def test_every_changed_digit_of_the_signature_is_found_by_its_form_alone(sealed, seal_keys):
    start, end = contents(sealed)
    length = len(sealed[:start])
    for place in range(start, end, 7):
        changed = bytearray(sealed)
        changed[place] = ord("0") if changed[place] != ord("0") else ord("1")
        faults = list_of_faults(bytes(changed), seal_keys)
        assert faults, place - length


def list_of_faults(data, seal_keys):
    try:
        return list(verification._form_faults(data, verification._base_length(data), seal_keys.ca_fingerprint))
    except (ValueError, KeyError, TypeError) as error:
        return [str(error)]


@pytest.mark.parametrize("added", [b"\n", b" ", b"%", b"\0", b"%%EOF\n", b"startxref\n0\n%%EOF\n"])
def test_bytes_after_the_end_are_found(sealed, seal_keys, added):
    refused(sealed + added, seal_keys)


@pytest.mark.parametrize("cut", [1, 2, 7, 100, 5000])
def test_a_cut_file_is_found(sealed, seal_keys, cut):
    refused(sealed[:-cut], seal_keys)


def test_bytes_before_the_beginning_are_found(sealed, seal_keys):
    refused(b"\n" + sealed, seal_keys)


def test_the_base_alone_is_no_sealed_document(base, seal_keys):
    refused(base, seal_keys)


def test_a_tail_on_another_base_is_found(sealed, base, seal_keys):
    other = bytearray(base)
    place = base.index(b"stream") + 40
    other[place] ^= 1
    refused(bytes(other) + sealed[len(base) :], seal_keys)


def test_a_page_replaced_by_an_incremental_update_is_found(sealed, seal_keys):
    update = IncrementalPdfFileWriter(io.BytesIO(sealed))
    page = update.root["/Pages"]["/Kids"][0]["/Kids"][0]
    page["/Contents"] = update.add_object(pyhanko_stream(b"BT ET"))
    update.update_container(page)
    refused(written(update), seal_keys)


def test_an_annotation_over_the_text_is_found(sealed, seal_keys):
    update = IncrementalPdfFileWriter(io.BytesIO(sealed))
    page = update.root["/Pages"]["/Kids"][0]["/Kids"][0]
    note = pdf.DictionaryObject({pdf.pdf_name("/Type"): pdf.pdf_name("/Annot"), pdf.pdf_name("/Subtype"):
        pdf.pdf_name("/FreeText"), pdf.pdf_name("/Contents"): pdf.pdf_string("I did not sign this"),
        pdf.pdf_name("/Rect"): pdf.ArrayObject(pdf.NumberObject(n) for n in (50, 50, 400, 400))})  # fmt: skip
    page["/Annots"] = pdf.ArrayObject([update.add_object(note)])
    update.update_container(page)
    refused(written(update), seal_keys)


def pyhanko_stream(data):
    return pdf.StreamObject(stream_data=data)


def written(update):
    out = io.BytesIO()
    update.write(out)
    return out.getvalue()


def test_a_file_written_anew_with_the_same_content_is_found(sealed, seal_keys):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        pdf.save(out)
    refused(out.getvalue(), seal_keys)


def signer(tmp_path, seal_keys):
    (tmp_path / "k").write_bytes(keys._pem(seal_keys.key))
    (tmp_path / "c").write_bytes(seal_keys.certificate.public_bytes(keys.Encoding.PEM))
    (tmp_path / "a").write_bytes(seal_keys.authority.public_bytes(keys.Encoding.PEM))
    return signers.SimpleSigner.load(str(tmp_path / "k"), str(tmp_path / "c"), ca_chain_files=[str(tmp_path / "a")])


def signed_by_pyhanko(data, name, tmp_path, seal_keys):
    meta = signers.PdfSignatureMetadata(field_name=name, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    update = IncrementalPdfFileWriter(io.BytesIO(data))
    return signers.sign_pdf(update, meta, signer=signer(tmp_path, seal_keys)).getvalue()


def test_a_second_signature_even_by_our_own_key_is_found(base, sheets, seal_keys, tmp_path):
    """Even where the first signature would allow it, there is room for one."""
    tail = make(base, sheets[:1], [], seal_keys)
    uncertified = base + tail.replace(b"/P 1/V/1.2", b"/P 2/V/1.2")
    refused(signed_by_pyhanko(uncertified, "Second", tmp_path, seal_keys), seal_keys)


def test_a_valid_signature_of_our_own_key_in_another_form_is_not_ours(base, seal_keys, tmp_path):
    faults = refused(signed_by_pyhanko(base, "Seal", tmp_path, seal_keys), seal_keys)
    assert verification.TWO_REVISIONS in faults
    assert verification.NOT_CERTIFIED in faults


def test_another_authority_of_the_same_names_is_foreign(base, sheets, seal_keys, tmp_path):
    twin = keys.seal_keys(tmp_path / "twin", expected=False, at=papers.AT, company="Godavari Stores")
    assert twin.authority.subject == seal_keys.authority.subject
    forged = base + make(base, sheets[:1], [], twin)
    assert verify_pdf(forged, twin.ca_fingerprint).ok
    assert verification.FOREIGN in refused(forged, seal_keys)


def test_a_key_that_shows_our_certificates_without_belonging_to_them_is_found(base, sheets, seal_keys, tmp_path):
    twin = keys.seal_keys(tmp_path / "twin", expected=False, at=papers.AT, company="Godavari Stores")
    mixed = keys.SealKeys(twin.key, seal_keys.certificate, seal_keys.authority)
    assert verification.INVALID in refused(base + make(base, sheets[:1], [], mixed), seal_keys)


@pytest.mark.parametrize("span", [b"[0 0          0          0         ]", b"[0 1          2          3         ]"])
def test_an_emptied_byte_range_is_found(sealed, seal_keys, span):
    changed = re.sub(rb"/ByteRange\[[^\]]*\]", b"/ByteRange" + span, sealed)
    assert len(changed) == len(sealed)
    refused(changed, seal_keys)


def test_a_signature_taken_away_or_emptied_is_found(sealed, seal_keys):
    start, end = contents(sealed)
    refused(sealed[:start] + b"0" * (end - start) + sealed[end:], seal_keys)
    refused(sealed[: start - 1] + b"null".ljust(end - start + 2) + sealed[end + 1 :], seal_keys)


def test_another_spelling_of_the_same_digits_is_found(sealed, seal_keys):
    """The hole that a validator alone leaves: the digits are not covered by the signature."""
    start, end = contents(sealed)
    refused(sealed[:start] + sealed[start:end].upper() + sealed[end:], seal_keys)


def test_bytes_hidden_in_the_padding_are_found(sealed, seal_keys):
    _, end = contents(sealed)
    value = cms_of(sealed)
    room = end - contents(sealed)[0] - 2 * len(value)
    hidden = sealed[: end - 2] + b"aa" + sealed[end:]
    assert room == 0 or room % 2 == 0
    refused(hidden, seal_keys)


def cms_of(data):
    start, end = contents(data)
    raw = bytes.fromhex(data[start:end].decode())
    size = int.from_bytes(raw[2:4], "big") + 4
    return raw[:size]


def test_the_other_of_two_equal_ecdsa_values_is_found(sealed, seal_keys):
    start, end = contents(sealed)
    value = cms_of(sealed)
    template = cms.template(seal_keys)
    place = value.rindex(template.algorithm) + len(template.algorithm)
    r, s = decode_dss_signature(value[place + 2 :])
    other = encode_dss_signature(r, cms.ORDER - s)
    digest = re.search(re.escape(template.before_digest) + rb"(.{32})", value, re.DOTALL)[1]
    twin = template.assemble(digest, other).hex().encode()
    changed = sealed[:start] + twin.ljust(end - start, b"0") + sealed[end:]
    assert verification.NOT_CANONICAL in refused(changed, seal_keys)


@pytest.mark.parametrize(
    "junk", [b"", b"%PDF", b"hello", bytes(1000), b"%PDF-1.7\nstartxref\n9\n%%EOF\n", b"\xff" * 999]
)
def test_what_is_no_document_is_refused_in_words(junk, seal_keys):
    refused(junk, seal_keys)
    assert not verify_upload(junk, seal_keys.ca_fingerprint).ok


def test_a_file_that_is_too_large_is_not_looked_at(seal_keys):
    with pytest.raises(SandboxFailed, match="64 MB"):
        verify_upload(bytes((64 << 20) + 1), seal_keys.ca_fingerprint)
