"""What an import keeps on disk: a folder of its own, readable by the program alone, removed after a week."""

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from flask_babel import gettext as _

from handbook.core.errors import Invalid
from handbook.core.installation import current_settings

UPLOAD, TABLE = "upload", "table.csv"
JUDGED, LINES, FINDINGS, REPORT = "judged.jsonl", "lines.jsonl", "findings.jsonl", "report.jsonl"
LARGEST = 64 * 1024 * 1024
_PIECE = 1 << 20
_ID = re.compile(r"[0-9a-f]{32}")


def root() -> Path:
    """Return the folder of all imports."""
    return current_settings().data_dir / "imports"


def folder(import_id: str) -> Path:
    """Return the folder of an import."""
    return root() / import_id


def file_of(import_id: str, name: str) -> Path:
    """Return one file of an import."""
    return folder(import_id) / name


def exists(import_id: str, name: str) -> bool:
    """Tell whether a file of an import is still there."""
    return file_of(import_id, name).is_file()


def make_folder(import_id: str) -> None:
    """Make the folder of a new import."""
    root().mkdir(mode=0o700, exist_ok=True)
    folder(import_id).mkdir(mode=0o700)


def receive(import_id: str, stream: IO[bytes]) -> Path:
    """Write what somebody brought into the folder; raise Invalid where it is larger than 64 MB."""
    path = file_of(import_id, UPLOAD)
    size = 0
    with written(path) as out:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > LARGEST:
                raise Invalid(_("The file is larger than 64 MB. Divide it."))
            out.write(piece)
    return path


def written(path: Path) -> IO[bytes]:
    """Open a file anew for writing, readable by the program alone."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb")


def write_lines(path: Path, entries: Iterable[dict[str, Any]]) -> None:
    """Write entries line by line under a passing name, then give the file its own, so that no half file is read."""
    passing = path.with_name(path.name + ".part")
    with written(passing) as out:
        out.writelines(packed(entry) for entry in entries)
        out.flush()
        os.fsync(out.fileno())
    passing.replace(path)


def packed(entry: dict[str, Any]) -> bytes:
    """Return an entry as one line."""
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def unpacked(line: bytes) -> dict[str, Any]:
    """Return the entry that a line holds."""
    entry: dict[str, Any] = json.loads(line)
    return entry


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the entries of a file written line by line; none where the file has been removed."""
    if path.is_file():
        with path.open("rb") as file:
            for line in file:
                yield unpacked(line)


def remove(import_id: str) -> None:
    """Remove everything that an import keeps on disk."""
    shutil.rmtree(folder(import_id), ignore_errors=True)


def kept_ids() -> list[str]:
    """Return the ids of the imports that still keep files."""
    return [path.name for path in root().iterdir() if _ID.fullmatch(path.name)] if root().is_dir() else []
