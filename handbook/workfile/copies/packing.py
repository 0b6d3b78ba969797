"""Writing a copy out as a file: the sealed PDF itself, or a ZIP with it and each sealed paper as a file of its own."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from handbook.core.db import db
from handbook.core.disk import sync_folder
from handbook.documents.queries import Document, pieces_of
from handbook.workfile.copies.sealing import gathered
from handbook.workfile.models import WorkFileCopy


def write_copy(copy_id: str, document: Document, target: Path) -> int:
    """Write a copy to `target`, whole or not at all, and return how many PDFs it holds.

    A name that ends in .zip gives an archive: the copy, and each paper in it unchanged, with its own seal.
    """
    passing = target.with_name(f".{target.name}.part")
    files = [(f"work-file-{document.code}.pdf", document)]
    if target.suffix.lower() == ".zip":
        files += list(_papers(copy_id))
        with zipfile.ZipFile(passing, "w") as archive:
            for name, paper in files:
                with archive.open(zipfile.ZipInfo(name, paper.recorded_at.timetuple()[:6]), "w") as entry:
                    for piece in pieces_of(paper):
                        entry.write(piece)
    else:
        with passing.open("wb") as file:
            for piece in pieces_of(document):
                file.write(piece)
    _settle(passing, target)
    return len(files)


def _papers(copy_id: str) -> Iterator[tuple[str, Document]]:
    for paper in gathered(db.session.get_one(WorkFileCopy, copy_id)).papers:
        yield f"papers/{paper.number:03}-{paper.document.code}.pdf", paper.document


def _settle(passing: Path, target: Path) -> None:
    with passing.open("rb") as file:
        os.fsync(file.fileno())
    passing.replace(target)
    sync_folder(target.parent)
