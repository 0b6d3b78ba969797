"""The checks behind a verdict: pyHanko's validation, and beside it the one form that the program writes."""

import hashlib
import io
import re
from collections.abc import Coroutine, Iterator, Sequence
from datetime import datetime
from typing import Any

import pikepdf
from asn1crypto import cms as asn1
from asn1crypto import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from handbook.core.sandbox import N_
from handbook.documents import cms
from handbook.documents.verify import Verdict

UNREADABLE = N_("This file cannot be read as a sealed document: it is damaged, or something else.")
NOT_ONE = N_("A sealed document carries exactly one signature; this file does not.")
TWO_REVISIONS = N_("A sealed document is a base and one tail; something was added to this file or taken from it.")
NOT_ENTIRE = N_("The signature does not cover the whole file: something was added to it or taken from it.")
CHANGED = N_("The file was changed after it was sealed.")
NOT_CERTIFIED = N_("The file is not certified against changes.")
FOREIGN = N_("The file was sealed under another authority than the one expected.")
INVALID = N_("The signature is not valid for this file.")
NOT_CANONICAL = N_("The signature is not written in the one form that the program writes: its bytes were touched.")

CONTENTS = re.compile(rb"/ByteRange\[0 (\d+) *(\d+) *(\d+) *\]/Contents<([0-9a-f]*)>>>\nendobj\n")


def task(meta: dict[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, object], list[bytes]]:
    """Task of the limited child: verify one file (blob) against the authority `ca`."""
    found = verify(blobs[0], meta["ca"])
    return {
        "ok": found.ok,
        "faults": list(found.faults),
        "sealed_at": found.sealed_at and found.sealed_at.isoformat(),
        "sha256": found.sha256,
        "base_sha256": found.base_sha256,
        "names": list(found.attachments),
    }, list(found.attachments.values())


def verify(data: bytes, ca_fingerprint: str) -> Verdict:
    """Return the verdict on these bytes; whatever goes wrong while they are read is a fault of theirs."""
    sha256, sealed_at, base_sha256 = hashlib.sha256(data).hexdigest(), None, None
    attachments: dict[str, bytes] = {}
    try:
        start = _base_length(data)
        base_sha256 = hashlib.sha256(data[:start]).hexdigest() if start else None
        faults = [*_form_faults(data, start, ca_fingerprint), *_signature_faults(data, ca_fingerprint)]
        if not faults:
            sealed_at, attachments = _sealed_at(data), _attachments(data)
    except Exception:  # noqa: BLE001 (parsers raise whatever they like for hostile bytes; each is a refusal)
        faults = [UNREADABLE]
    return Verdict(not faults, tuple(dict.fromkeys(faults)), sealed_at, sha256, base_sha256, attachments)


def _base_length(data: bytes) -> int:
    """Return where the tail begins: after the one revision that the last one names; 0 where there is none."""
    last = re.search(rb"startxref\n(\d+)\n%%EOF\n$", data)
    before = last and re.search(rb"/Prev (\d+)", data[int(last[1]) :])
    if not before:
        return 0
    end = b"startxref\n%d\n%%%%EOF\n" % int(before[1])
    return data.index(end) + len(end) if data.count(end) == 1 else 0


def _form_faults(data: bytes, start: int, ca_fingerprint: str) -> Iterator[str]:
    """Compare everything that the signature does not cover with what the program would have written there."""
    places = list(CONTENTS.finditer(data, start))
    if not start or len(places) != 1:
        yield TWO_REVISIONS
        return
    place = places[0]
    opening, closing, rest = (int(place[number]) for number in (1, 2, 3))
    digits = place[4]
    if (opening, closing, closing + rest) != (place.start(4) - 1, place.end(4) + 1, len(data)):
        yield NOT_ENTIRE
        return
    info = asn1.ContentInfo.load(bytes.fromhex(digits.decode()))
    signed = info["content"]
    leaf, authority = (choice.chosen.dump() for choice in signed["certificates"])
    if hashlib.sha256(authority).hexdigest() != ca_fingerprint:
        yield FOREIGN
        return
    template = cms.template_of(leaf, authority)
    value = signed["signer_infos"][0]["signature"].native
    digest = hashlib.sha256(data[:opening] + data[closing:]).digest()
    expected = template.assemble(digest, value).hex().encode()
    if digits != expected.ljust(2 * template.room, b"0"):
        yield NOT_CANONICAL
    elif not _holds(template, digest, value, leaf):
        yield INVALID
    elif not cms.is_low(value):
        yield NOT_CANONICAL


def _holds(template: cms.Template, digest: bytes, value: bytes, leaf: bytes) -> bool:
    key = load_der_x509_certificate(leaf).public_key()
    try:
        return isinstance(key, ec.EllipticCurvePublicKey) and key.verify(
            value, template.to_sign(digest), ec.ECDSA(Prehashed(hashes.SHA256()))
        ) is None  # fmt: skip
    except InvalidSignature:
        return False


def _signature_faults(data: bytes, ca_fingerprint: str) -> Iterator[str]:
    """Ask pyHanko, which was not written by us, the same questions."""
    reader = PdfFileReader(io.BytesIO(data))
    if len(reader.embedded_signatures) != 1 or len(_fields(reader)) != 1:
        yield NOT_ONE
        return
    signature: EmbeddedPdfSignature = reader.embedded_signatures[0]
    if reader.xrefs.total_revisions != 2:
        yield TWO_REVISIONS
    authority = next((one for one in signature.other_embedded_certs
                      if hashlib.sha256(one.dump()).hexdigest() == ca_fingerprint), None)  # fmt: skip
    if authority is None:
        yield FOREIGN
        return
    status = _at_once(async_validate_pdf_signature(signature, _trusting(authority, signature)))
    if not status.bottom_line:
        yield INVALID
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        yield NOT_ENTIRE
    if status.modification_level != ModificationLevel.NONE:
        yield CHANGED
    if signature.docmdp_level != MDPPerm.NO_CHANGES or "/DocMDP" not in reader.root.get("/Perms", {}):
        yield NOT_CERTIFIED


def _fields(reader: PdfFileReader) -> list[Any]:
    return list(reader.root["/AcroForm"]["/Fields"])


def _trusting(authority: x509.Certificate, signature: EmbeddedPdfSignature) -> ValidationContext:
    """Trust this authority alone, at the time that the signature states, and ask nobody over the network."""
    return ValidationContext(
        trust_roots=[authority],
        moment=signature.self_reported_timestamp,
        best_signature_time=signature.self_reported_timestamp,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _at_once(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine that waits for nothing: an event loop would need sockets, which a limited child may not have."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    coroutine.close()
    raise RuntimeError("The validation wanted to wait for something.")


def _sealed_at(data: bytes) -> datetime | None:
    return PdfFileReader(io.BytesIO(data)).embedded_signatures[0].self_reported_timestamp


def _attachments(data: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
