"""Packing sealed PDFs into one ZIP with an index, batch by batch, so that memory stays flat and a death costs one."""

import csv
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from handbook.core import clock
from handbook.core.disk import replace_file
from handbook.core.faults import fault_point
from handbook.core.spreadsheet import plain
from handbook.core.transaction import end_read
from handbook.documents import queries as documents
from handbook.documents.queries import Document
from handbook.exports import signatures
from handbook.exports.archive import Archive
from handbook.exports.index import HEADER, file_name, line_of
from handbook.exports.selection import Selection
from handbook.exports.signatures import Facts
from handbook.rules import queries as rules

BATCH = 20
_INDEX, _NOTE = "index.csv", "settled"
_BOM = b"\xef\xbb\xbf"  # without it some spreadsheets read UTF-8 as something else
_LINE = 33  # an id and a line feed: the n-th id is found without reading the others
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Packed:
    """A finished export: how many PDFs, and the size of the whole in bytes."""

    files: int
    size: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was settled at the start: the file of ids, how many they are, and the moment as of which they are told."""

    path: Path
    total: int
    at: datetime

    def ids(self, start: int) -> list[str]:
        with self.path.open("rb") as file:
            file.seek(start * _LINE)
            return file.read(BATCH * _LINE).decode("ascii").split()


def pack(selection: Selection, folder: Path, target: Path, progress: Progress = lambda done, total: None) -> Packed:
    """Write `target`: the sealed PDF of each signature selected, and index.csv; `folder` holds the work meanwhile.

    Where an earlier try died over this folder, its work is gone on with: which signatures are taken along was settled
    when it began. A signature that is not sealed yet stands in the index without a file. Raises NotFound for an unknown
    edition; whatever `progress` raises comes through between two batches.
    """
    if selection.edition is not None:
        rules.edition(selection.edition)
    if target.exists():  # an earlier try died after the last step but one
        shutil.rmtree(folder, ignore_errors=True)
        return _packed(target)
    _forget_another_choice(selection, folder)
    with Archive(folder) as archive:
        wanted = _settled(selection, folder)
        if not archive.point.done:
            archive.index.write(_BOM + _csv([HEADER]))
        progress(archive.point.done, wanted.total)
        while archive.point.done < wanted.total:
            ids = wanted.ids(archive.point.done)
            _pack_batch(archive, signatures.facts(ids, wanted.at))
            archive.keep(archive.point.done + len(ids))
            end_read()
            progress(archive.point.done, wanted.total)
        files = archive.point.files
        archive.finish(_INDEX, target)
    return Packed(files, target.stat().st_size)


def discard(folder: Path, target: Path) -> None:
    """Remove an export, half or whole."""
    shutil.rmtree(folder, ignore_errors=True)
    target.unlink(missing_ok=True)


def _forget_another_choice(selection: Selection, folder: Path) -> None:
    note = folder / _NOTE
    if note.exists() and json.loads(note.read_bytes())["selection"] != selection.payload():
        shutil.rmtree(folder)


def _settled(selection: Selection, folder: Path) -> _Wanted:
    """Return what this export takes along; at its first try that is found out and written down."""
    note, path = folder / _NOTE, folder / "ids"
    if not note.exists():
        at, total = clock.now(), 0
        with path.open("wb") as file:
            for one in signatures.ids(selection, at):
                total += file.write(f"{one}\n".encode("ascii")) // _LINE
            file.flush()
            os.fsync(file.fileno())
        settled = {"total": total, "at": at.isoformat(), "selection": selection.payload()}
        replace_file(note, json.dumps(settled).encode())
    kept = json.loads(note.read_bytes())
    return _Wanted(path, kept["total"], datetime.fromisoformat(kept["at"]))


def _pack_batch(archive: Archive, batch: Sequence[Facts]) -> None:
    found = documents.documents_of(one.id for one in batch)
    lines = []
    with archive.batch() as writer:
        for one in batch:
            document = found.get(one.id)
            if document is not None:
                _add(writer, one, document)
            lines.append(line_of(one, document.sha256 if document else None))
            fault_point("while-packing")
    archive.index.write(_csv(lines))


def _add(writer: zipfile.ZipFile, one: Facts, document: Document) -> None:
    entry = zipfile.ZipInfo(file_name(one), one.recorded_at.timetuple()[:6])
    with writer.open(entry, "w") as file:
        for piece in documents.pieces_of(document):
            file.write(piece)


def _csv(lines: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([plain(cell) for cell in line] for line in lines)
    return out.getvalue().encode()


def _packed(target: Path) -> Packed:
    with zipfile.ZipFile(target) as archive:
        return Packed(len(archive.infolist()) - 1, target.stat().st_size)
