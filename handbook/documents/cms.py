"""The CMS signature of a PDF: PAdES B-B by ECDSA P-256, all but digest and signature encoded once per key."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from handbook.documents.keys import SealKeys

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (SEC 2, 2.4.2)
LONGEST_SIGNATURE = 72
SEQUENCE, SET, OCTETS, CONTEXT = 0x30, 0x31, 0x04, 0xA0
_ALGORITHM = ec.ECDSA(Prehashed(hashes.SHA256()))


@dataclass(frozen=True)
class Template:
    """The parts of a CMS that stay the same under one key, cut where digest and signature go."""

    before_digest: bytes
    after_digest: bytes
    signer: bytes
    algorithm: bytes
    content: bytes
    kind: bytes

    @property
    def room(self) -> int:
        """The most bytes that a CMS of this template can take."""
        return len(self.assemble(bytes(32), bytes(LONGEST_SIGNATURE)))

    def signed(self, key: ec.EllipticCurvePrivateKey, digest: bytes) -> bytes:
        """Return the DER of the CMS over a document with this SHA-256."""
        return self.assemble(digest, low(key.sign(self.to_sign(digest), _ALGORITHM)))

    def to_sign(self, digest: bytes) -> bytes:
        """Return the SHA-256 over the signed attributes, as the set that RFC 5652, 5.4 asks for."""
        return hashlib.sha256(bytes([SET]) + (self.before_digest + digest + self.after_digest)[1:]).digest()

    def assemble(self, digest: bytes, signature: bytes) -> bytes:
        """Return the DER of the CMS with this document digest and this signature value."""
        signer = self.signer + self.before_digest + digest + self.after_digest + self.algorithm
        signers = _wrap(SET, _wrap(SEQUENCE, signer + _wrap(OCTETS, signature)))
        return _wrap(SEQUENCE, self.kind + _wrap(CONTEXT, _wrap(SEQUENCE, self.content + signers)))


def low(signature: bytes) -> bytes:
    """Return the one of the two equal ECDSA signatures whose s is small, so that nobody can offer the other."""
    r, s = decode_dss_signature(signature)
    return signature if s <= ORDER // 2 else encode_dss_signature(r, ORDER - s)


def is_low(signature: bytes) -> bool:
    """Say whether an ECDSA signature is the one of the two that we write."""
    return decode_dss_signature(signature)[1] <= ORDER // 2


@lru_cache(maxsize=4)
def template(keys: SealKeys) -> Template:
    """Return what all signatures of these keys share."""
    return template_of(keys.certificate.public_bytes(Encoding.DER), keys.authority.public_bytes(Encoding.DER))


def template_of(leaf: bytes, issuer: bytes) -> Template:
    """Encode what all signatures under these two certificates (DER) share.

    Source: RFC 5652, 5; ETSI EN 319 122-1, 5.2.2.3; ETSI EN 319 142-1, 6.3 (level B-B).
    """
    certificate, authority = x509.Certificate.load(leaf), x509.Certificate.load(issuer)
    mark = bytes(range(32))
    attributes = _attributes(certificate, mark)
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    place = attributes.index(mark)
    signer = cms.SignerIdentifier(
        name="issuer_and_serial_number",
        value=cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number}),
    )
    certificates = cms.CertificateSet([cms.CertificateChoices("certificate", one) for one in (certificate, authority)])
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "data"},
            "certificates": certificates,
            "signer_infos": [],
        }
    )
    return Template(
        before_digest=attributes[:place],
        after_digest=attributes[place + 32 :],
        signer=cms.CMSVersion("v1").dump() + signer.dump() + sha256.dump(),
        algorithm=algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}).dump(),
        content=b"".join(
            data[part].dump() for part in ("version", "digest_algorithms", "encap_content_info", "certificates")
        ),
        kind=cms.ContentType("signed_data").dump(),
    )


def _attributes(certificate: x509.Certificate, digest: bytes) -> bytes:
    """Return the signed attributes as they stand in the signer info (tag [0])."""
    reference = tsp.SigningCertificateV2(
        {
            "certs": [
                {
                    "cert_hash": hashlib.sha256(certificate.dump()).digest(),
                    "issuer_serial": {
                        "issuer": [x509.GeneralName("directory_name", certificate.issuer)],
                        "serial_number": certificate.serial_number,
                    },
                }
            ]
        }
    )
    attributes = [
        {"type": "content_type", "values": [cms.ContentType("data")]},
        {"type": "message_digest", "values": [core.OctetString(digest)]},
        {"type": "signing_certificate_v2", "values": [reference]},
    ]
    encoded = sorted(cms.CMSAttribute(attribute).dump() for attribute in attributes)
    return _wrap(CONTEXT, b"".join(encoded))


def _wrap(tag: int, content: bytes) -> bytes:
    """Return one DER value."""
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + content
