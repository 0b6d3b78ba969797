"""The key that signs checkpoints: Ed25519, a file of its own apart from the key of the PDFs, never made twice."""

import base64
import binascii
import os
import stat
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from handbook.core.errors import Invalid, Unavailable

FILE = "ledger.key"
ED25519 = 1
DATED_ED25519 = 4


@dataclass(frozen=True)
class VerifierKey:
    """The public half: the name of the log and 32 bytes. `str()` gives the line that others configure (C2SP vkey)."""

    name: str
    public: bytes

    def __str__(self) -> str:
        encoded = base64.b64encode(bytes([ED25519]) + self.public).decode()
        return f"{self.name}+{self.key_id(ED25519).hex()}+{encoded}"

    def key_id(self, kind: int) -> bytes:
        """Return the four bytes by which a signature line names this key (C2SP signed-note, section Signatures)."""
        return sha256(self.name.encode() + b"\n" + bytes([kind]) + self.public).digest()[:4]

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Tell whether this key made the signature over the message."""
        try:
            self._key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    @cached_property
    def _key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.public)


@dataclass(frozen=True)
class SigningKey:
    """The secret half. Its text has the form of the signer keys that other note tools read."""

    name: str
    seed: bytes

    def __repr__(self) -> str:
        return f"SigningKey({self.name!r})"  # never the seed, which might reach a log

    @cached_property
    def verifier(self) -> VerifierKey:
        """The public half of this key."""
        return VerifierKey(self.name, self._key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Sign a message (RFC 8032: 64 bytes, the same for the same message)."""
        return self._key.sign(message)

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def parse_verifier(text: str) -> VerifierKey:
    """Read a public key as `str(VerifierKey)` writes it; raise Invalid where it is not one."""
    name, key_id, encoded = _three_parts(text.strip(), "public key of a ledger")
    key = VerifierKey(name, encoded[1:])
    if encoded[:1] != bytes([ED25519]) or len(key.public) != 32 or key.key_id(ED25519).hex() != key_id:
        raise Invalid("This is not the public key of a ledger: its parts do not belong together.")
    return key


def create_key(folder: Path, name: str) -> SigningKey:
    """Make a new key for a log of this name and write it, to disk and for this account alone; it replaces nothing.

    Raises FileExistsError where there is a key already, Invalid for a name that a note cannot carry.
    """
    if not name or "+" in name or name == "cosignature/v1" or any(not c.isprintable() or c.isspace() for c in name):
        raise Invalid(f"{name!r} cannot name a ledger: choose one like handbook.example/ledger, without spaces or +.")
    key = SigningKey(name, os.urandom(32))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    encoded = base64.b64encode(bytes([ED25519]) + key.seed).decode()
    text = f"PRIVATE+KEY+{name}+{key.verifier.key_id(ED25519).hex()}+{encoded}\n"
    with os.fdopen(os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)
    return key


def load_key(folder: Path) -> SigningKey:
    """Read the key. Raises FileNotFoundError, and Unavailable where others may read it or it cannot be used."""
    path = folder / FILE
    with path.open() as file:
        _refuse_shared(path, os.fstat(file.fileno()))
        text = file.read().strip()
    try:
        name, key_id, encoded = _three_parts(text.removeprefix("PRIVATE+KEY+"), "key of a ledger")
        key = SigningKey(name, encoded[1:])
        sound = encoded[:1] == bytes([ED25519]) and key.verifier.key_id(ED25519).hex() == key_id
    except (Invalid, ValueError):
        sound = False
    if not sound or not text.startswith("PRIVATE+KEY+"):
        raise Unavailable(f"{path} does not hold a key of a ledger: put back the copy that was kept of it.")
    return key


def sync_folder(folder: Path) -> None:
    """Write the names in this folder to disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_shared(path: Path, status: os.stat_result) -> None:
    if stat.S_IMODE(status.st_mode) & 0o077:
        raise Unavailable(f"{path} can be read by others on this machine: make it private with chmod 600.")
    if status.st_uid != os.geteuid():
        raise Unavailable(f"{path} must belong to the account that runs this program: change its owner with chown.")


def _three_parts(text: str, what: str) -> tuple[str, str, bytes]:
    try:
        name, key_id, encoded = text.split("+", 2)
        return name, key_id, base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise Invalid(f"This is not the {what}: it must have the form name+number+letters.") from error
