"""The key that keeps the secrets of second steps unreadable in the database: a file of its own, never made twice."""

import os
import stat
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select

from handbook.core.db import db
from handbook.core.errors import Unavailable
from handbook.core.installation import current_settings
from handbook.people.models import Account

FILE = "totp.key"


def encrypted(secret: str) -> bytes:
    """Return a secret as the database keeps it; makes the key where none was ever needed."""
    return Fernet(_key()).encrypt(secret.encode())


def decrypted(kept: bytes) -> str:
    """Return the secret behind what the database keeps; raise Unavailable where the key does not fit."""
    try:
        return Fernet(_key()).decrypt(kept).decode()
    except InvalidToken as error:
        raise Unavailable(f"{FILE} is not the key of these second steps: put back the copy that was kept.") from error


def _key() -> bytes:
    path = current_settings().secrets_folder / FILE
    try:
        return _read(path)
    except FileNotFoundError:
        if db.session.scalar(select(Account.id).where(Account.totp_secret.is_not(None)).limit(1)) is not None:
            raise Unavailable(f"The key {path} is missing: put back the copy that was kept of it.") from None
    return _make(path)


def _make(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:  # another process was faster
        return _read(path)
    with os.fdopen(handle, "wb") as file:
        file.write(key := Fernet.generate_key())
        file.flush()
        os.fsync(file.fileno())
    return key


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        if stat.S_IMODE(status.st_mode) & 0o077 or status.st_uid != os.geteuid():
            raise Unavailable(f"{path} can be read by others on this machine: make it private with chmod 600.")
        return file.read()
