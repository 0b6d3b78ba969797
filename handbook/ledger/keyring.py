"""The key of this installation: read once, made before the very first leaf, and never again."""

from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import Unavailable
from handbook.ledger.keys import FILE, SigningKey, create_key, load_key
from handbook.ledger.models import Leaf

EXTENSION = "handbook.ledger"


@dataclass
class Keyring:
    """Where the key lies, the name that a new one gets, and the key once it has been read."""

    folder: Path
    origin: str
    key: SigningKey | None = None


def signing_key() -> SigningKey:
    """Return the key of this installation, making it where there is none and no leaf was ever written.

    Call it at start as well: it raises Unavailable where the key is missing though there are leaves, or where others
    may read it.
    """
    keyring: Keyring = current_app.extensions[EXTENSION]
    if keyring.key is None:
        keyring.key = _load_or_create(keyring)
    return keyring.key


def _load_or_create(keyring: Keyring) -> SigningKey:
    try:
        return load_key(keyring.folder)
    except FileNotFoundError:
        if db.session.scalar(select(Leaf.index).limit(1)) is not None:
            raise Unavailable(
                f"The key {keyring.folder / FILE} is missing, but the ledger has records. A new key would not fit the "
                "checkpoints that are out: put back the copy that was kept of the key."
            ) from None
    try:
        return create_key(keyring.folder, keyring.origin)
    except FileExistsError:  # another process was faster
        return load_key(keyring.folder)
