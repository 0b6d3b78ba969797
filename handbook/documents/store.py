"""The store of files that never change: each is named by its own SHA-256 and on the disk before its name is used."""

import hashlib
import os
import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from handbook.core.disk import sync_folder
from handbook.core.errors import HandbookError, NotFound

NAME = re.compile(r"[0-9a-f]{64}")
REST = timedelta(days=1)


class StoreDamaged(HandbookError):
    """A stored file no longer has the bytes that its name promises."""


class Store:
    """A folder of files named by SHA-256, in two levels of folders (`ab/cd/abcd...`)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Return where the file of this name lies; raise NotFound for what is no name."""
        if not NAME.fullmatch(sha256):
            raise NotFound(f"{sha256!r} is not the name of a stored file.")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(self, data: bytes) -> str:
        """Keep these bytes and return their name; file and folders are on the disk before it returns."""
        name = hashlib.sha256(data).hexdigest()
        target = self.path(name)
        if target.exists():
            os.utime(target)  # asked for again: no orphan for another day
            return name
        self._make_folder(target.parent)
        passing = target.parent / f"{name}.{secrets.token_hex(8)}.part"
        with open(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        passing.replace(target)
        sync_folder(target.parent)
        return name

    def get(self, sha256: str) -> bytes:
        """Return the bytes of this name; raise NotFound, or StoreDamaged where they are no longer the same."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(f"The store holds no file {sha256}.") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreDamaged(f"The stored file {sha256} was changed on the disk. Restore it from a backup.")
        return data

    def open(self, sha256: str) -> BinaryIO:
        """Open the file of this name for reading in pieces; the reader checks the hash where it matters."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise NotFound(f"The store holds no file {sha256}.") from error

    def sweep(self, referenced: Collection[str], now: datetime) -> list[str]:
        """Remove what nobody names and nobody asked for since a day; return the names of the files removed."""
        before, removed = (now - REST).timestamp(), []
        for file in self.root.glob("??/??/*"):
            if file.name not in referenced and file.stat().st_mtime < before:
                file.unlink()
                removed.append(file.name)
        return removed

    def _make_folder(self, folder: Path) -> None:
        for place in (self.root, folder.parent, folder):
            if not place.exists():
                place.mkdir(mode=0o750, parents=True, exist_ok=True)
                sync_folder(place.parent)
