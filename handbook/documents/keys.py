"""The company's own sealing keys: an authority made on the first run, and the key under it that signs."""

import contextlib
import os
import stat
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from handbook.core.errors import HandbookError
from handbook.documents import certificates

RENEW_BEFORE = timedelta(days=30)
AUTHORITY_KEY, AUTHORITY_CERTIFICATE = "authority.key", "authority.pem"
LEAF_KEY, LEAF_CERTIFICATE = "seal.key", "seal.pem"
FILES = (AUTHORITY_KEY, AUTHORITY_CERTIFICATE, LEAF_KEY, LEAF_CERTIFICATE)
ONLY_OWNER = 0o600


class KeysUnusable(HandbookError):
    """The keys are missing, or not kept as keys must be; the message says what to do on the host."""

    status = 503


@dataclass(frozen=True, eq=False)  # compared by identity: load() gives out one object, and what depends on it is cached
class SealKeys:
    """The key that signs, its certificate, and the certificate of the authority that vouches for it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    authority: x509.Certificate

    @property
    def ca_fingerprint(self) -> str:
        """The SHA-256 of the authority's certificate: what a verifier must have seen on paper (64 hex digits)."""
        return self.authority.fingerprint(hashes.SHA256()).hex()

    @property
    def key_id(self) -> str:
        """The SHA-256 of the signing certificate (64 hex digits); kept in each record."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def lasts_until(self) -> datetime:
        """The moment after which this key may no longer sign."""
        return self.certificate.not_valid_after_utc


def seal_keys(secrets_dir: Path, *, expected: bool, at: datetime, company: str = "Service handbook") -> SealKeys:
    """Return the keys of this folder: made where there are none, with a new signing key where the old one ends soon.

    With `expected` (records exist that were signed by them) missing keys are an error and never made anew.
    Raises KeysUnusable.
    """
    if not (secrets_dir / AUTHORITY_KEY).exists() and not (secrets_dir / LEAF_KEY).exists():
        if expected:
            raise KeysUnusable(
                f"The sealing keys are missing from {secrets_dir}, but sealed documents exist. "
                "Put the backup of the keys back; new keys would make every earlier document look foreign."
            )
        _first_run(secrets_dir, company, at)
    keys = load(secrets_dir)
    if at > keys.lasts_until - RENEW_BEFORE:
        keys = renew(secrets_dir, at)
    return keys


def load(secrets_dir: Path) -> SealKeys:
    """Return the keys of this folder, read once; raise KeysUnusable where others could read or replace them."""
    for name in FILES:
        _check(secrets_dir / name)
    return _read(secrets_dir, (secrets_dir / LEAF_CERTIFICATE).read_bytes())


def renew(secrets_dir: Path, at: datetime) -> SealKeys:
    """Make a new signing key under the same authority; the old certificate is kept for ever beside it."""
    old = load(secrets_dir)
    authority_key = _private((secrets_dir / AUTHORITY_KEY).read_bytes())
    company = certificates.company_of(old.authority)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certificates.leaf(company, key, old.authority, authority_key, at)
    kept = secrets_dir / f"seal-{old.certificate.serial_number:040x}.pem"
    with contextlib.suppress(FileExistsError):  # an earlier renewal was cut short after this step
        _write(kept, old.certificate.public_bytes(Encoding.PEM))
    for name, data in ((LEAF_KEY, _pem(key)), (LEAF_CERTIFICATE, certificate.public_bytes(Encoding.PEM))):
        passing = secrets_dir / f"{name}.new"
        passing.unlink(missing_ok=True)
        _write(passing, data)
    for name in (LEAF_KEY, LEAF_CERTIFICATE):
        (secrets_dir / f"{name}.new").replace(secrets_dir / name)
    return load(secrets_dir)


@lru_cache(maxsize=4)
def _read(secrets_dir: Path, leaf: bytes) -> SealKeys:
    key = _private((secrets_dir / LEAF_KEY).read_bytes())
    certificate = x509.load_pem_x509_certificate(leaf)
    authority = x509.load_pem_x509_certificate((secrets_dir / AUTHORITY_CERTIFICATE).read_bytes())
    if certificate.public_key() != key.public_key():
        raise KeysUnusable(f"{LEAF_KEY} and {LEAF_CERTIFICATE} in {secrets_dir} do not belong together.")
    try:
        certificate.verify_directly_issued_by(authority)
    except Exception as error:
        raise KeysUnusable(f"{LEAF_CERTIFICATE} was not issued by {AUTHORITY_CERTIFICATE} in {secrets_dir}.") from error
    return SealKeys(key, certificate, authority)


def _check(path: Path) -> None:
    try:
        facts = path.lstat()
    except FileNotFoundError as error:
        raise KeysUnusable(f"{path} is missing. Put the backup of the keys back.") from error
    if not stat.S_ISREG(facts.st_mode):
        raise KeysUnusable(f"{path} is not a plain file. Put the key itself there.")
    if facts.st_uid != os.geteuid():
        raise KeysUnusable(f"{path} belongs to another user. Give it to the user that runs the program.")
    if facts.st_mode & 0o077:
        raise KeysUnusable(f"{path} can be read or changed by others. Say: chmod 600 {path}")


def _first_run(secrets_dir: Path, company: str, at: datetime) -> None:
    secrets_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = certificates.authority(company, authority_key, at)
    leaf = certificates.leaf(company, key, authority, authority_key, at)
    # The two keys go last: a first run that was cut short leaves no key without its certificate.
    for name, data in (
        (AUTHORITY_CERTIFICATE, authority.public_bytes(Encoding.PEM)),
        (LEAF_CERTIFICATE, leaf.public_bytes(Encoding.PEM)),
        (LEAF_KEY, _pem(key)),
        (AUTHORITY_KEY, _pem(authority_key)),
    ):
        _write(secrets_dir / name, data)


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, ONLY_OWNER)
    with open(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _private(data: bytes) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(data, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeysUnusable("The sealing key must be an elliptic-curve key (P-256).")
    return key
