"""What a leaf of the ledger is: a commitment to one record, and nothing that tells about a person."""

from hashlib import sha256
from typing import NamedTuple

SALT_SIZE = 32


class LeafData(NamedTuple):
    """The parts of a leaf; `at` as records have it (UTC, milliseconds, 'Z')."""

    type: str
    schema: int
    at: str
    commitment: bytes


def commitment(salt: bytes, record: bytes) -> bytes:
    """Commit to a record without telling it: SHA-256(32 bytes of salt || canonical JSON of the record)."""
    return sha256(salt + record).digest()


def leaf_bytes(leaf: LeafData) -> bytes:
    """Return the canonical JSON of {schema, type, at, commitment}, which RFC 6962 hashes.

    Written out by hand because it is made for every leaf of every verification: the keys are in canonical order and
    no value needs escaping (a leaf type is small letters and dots).
    """
    kind, schema, at, committed = leaf
    return f'{{"at":"{at}","commitment":"{committed.hex()}","schema":{schema},"type":"{kind}"}}'.encode()
