"""Signed notes of the C2SP, holding a tree head in the form tlog-checkpoint: written, read and checked."""

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

from handbook.core.errors import Invalid
from handbook.ledger.keys import DATED_ED25519, ED25519, SigningKey, VerifierKey
from handbook.ledger.tree import HASH_SIZE

LONGEST = 16_384


@dataclass(frozen=True)
class TreeHead:
    """What a checkpoint says: the log of this origin had this root at this size."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the three lines that are signed (C2SP tlog-checkpoint, section Note text)."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class Signature:
    """One signature line: the name and the four bytes that name the key, and what the key made."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True)
class Note:
    """A note taken apart; it says nothing until a signature has been checked."""

    text: str
    head: TreeHead
    signatures: tuple[Signature, ...]


def sign_note(head: TreeHead, at: datetime, key: SigningKey) -> str:
    """Write a tree head as a signed note with two signature lines of the same key.

    The first is the plain Ed25519 line that every reader of notes knows. The second is dated (C2SP tlog-cosignature v1,
    whole seconds) and makes the time of the checkpoint part of what is signed.
    """
    text = head.text()
    seconds = int(at.timestamp())
    plain = key.sign(text.encode())
    dated = struct.pack(">Q", seconds) + key.sign(_dated_message(text, seconds))
    return text + "\n" + _line(key.verifier, ED25519, plain) + _line(key.verifier, DATED_ED25519, dated)


def parse_note(note: str) -> Note:
    """Take a note apart without believing it; raise Invalid where it has not the form of a checkpoint."""
    text, blank, lines = note.rpartition("\n\n")
    text += "\n"
    if not blank or not lines.endswith("\n") or len(note) > LONGEST or any(c < " " and c != "\n" for c in note):
        raise Invalid("This is not a checkpoint: it must be the text, an empty line, and the signatures.")
    return Note(text, _head(text), tuple(_signature(line) for line in lines[:-1].split("\n")))


def verify_note(note: str, key: VerifierKey) -> TreeHead:
    """Return what a checkpoint says, having checked every signature in it that this key should have made.

    Raises Invalid where the plain signature is missing or any signature of this key is wrong. Signatures by others
    (witnesses) are left alone, as the form demands.
    """
    parsed = parse_note(note)
    plain, dated = _by(parsed, key, ED25519), _by(parsed, key, DATED_ED25519)
    if not plain:
        raise Invalid(f"This checkpoint is not signed with the key of the ledger {key.name}.")
    right = all(key.verifies(parsed.text.encode(), signature) for signature in plain)
    if not right or parsed.head.origin != key.name or any(not _is_right(parsed.text, one, key) for one in dated):
        raise Invalid("The signature of this checkpoint is wrong: the text was altered after signing.")
    return parsed.head


def signed_at(note: str, key: VerifierKey) -> datetime | None:
    """Return the moment in the dated signature line of this key, to the second, or None without one.

    The line counts as much as `verify_note` found: call that first.
    """
    dated = _by(parse_note(note), key, DATED_ED25519)
    return datetime.fromtimestamp(struct.unpack(">Q", dated[0][:8])[0], UTC) if dated else None


def _by(note: Note, key: VerifierKey, kind: int) -> list[bytes]:
    wanted = (key.name, key.key_id(kind))
    return [one.signature for one in note.signatures if (one.name, one.key_id) == wanted]


def _is_right(text: str, dated: bytes, key: VerifierKey) -> bool:
    if len(dated) != 72:
        return False
    seconds = int(struct.unpack(">Q", dated[:8])[0])
    return key.verifies(_dated_message(text, seconds), dated[8:])


def _dated_message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _line(key: VerifierKey, kind: int, signature: bytes) -> str:
    return f"— {key.name} {base64.b64encode(key.key_id(kind) + signature).decode()}\n"


def _head(text: str) -> TreeHead:
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise Invalid("This is not a checkpoint: it must begin with a name, a size and a root.")
    origin, size, encoded = lines[:3]
    if not (size.isascii() and size.isdigit()) or str(int(size)) != size:
        raise Invalid(f"This is not a checkpoint: {size!r} is not the size of a ledger.")
    root = _decoded(encoded)
    if len(root) != HASH_SIZE:
        raise Invalid("This is not a checkpoint: its root is not a SHA-256 hash.")
    return TreeHead(origin, int(size), root)


def _signature(line: str) -> Signature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    signature = _decoded(encoded)
    if dash != "—" or not name or len(signature) < 5:
        raise Invalid("This is not a checkpoint: a line after the empty line is not a signature.")
    return Signature(name, signature[:4], signature[4:])


def _decoded(encoded: str) -> bytes:
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise Invalid("This is not a checkpoint: a part of it is not base64.") from error
    if base64.b64encode(decoded).decode() != encoded:
        raise Invalid("This is not a checkpoint: a part of it is not written in the one right way.")
    return decoded
