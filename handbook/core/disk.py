"""Files that must be on the disk, whole, before anything else relies on them."""

import os
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write a small file whole or not at all; it is on the disk when this returns."""
    passing = path.with_name(f"{path.name}.new")
    with passing.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    passing.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """See that the names given in this folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
