"""Packing sealed PDFs into one ZIP with an index, one file after another, so that memory stays flat."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from typing import IO

from handbook.acknowledgements import queries as acknowledgements
from handbook.acknowledgements.queries import Signed
from handbook.core.faults import fault_point
from handbook.documents import queries as documents
from handbook.rules import queries as rules

HEADER = (
    "file",
    "staff number",
    "name",
    "job",
    "location",
    "language",
    "signed at (UTC)",
    "receipt",
    "sha256",
    "state",
)
Progress = Callable[[int, int], None]


def pack_edition(number: int, out: IO[bytes], progress: Progress = lambda done, total: None) -> int:
    """Write the sealed PDFs of everybody who signed this edition, and index.csv; return how many PDFs.

    A signature that is not sealed yet stands in the index without a file. Raises NotFound for an unknown edition.
    """
    edition = rules.edition(number)
    signed = acknowledgements.signed_of(edition.id)
    found = documents.documents_of(one.id for one in signed)
    index = io.StringIO()
    lines = csv.writer(index)
    lines.writerow(HEADER)
    packed = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for count, one in enumerate(signed, 1):
            document, name = found.get(one.id), ""
            if document is not None:
                name = file_name(number, one)
                with archive.open(name, "w", force_zip64=True) as file:
                    for piece in documents.pieces_of(document):
                        file.write(piece)
                packed += 1
            lines.writerow([plain(each) for each in _line(name, one, document.sha256 if document else "")])
            fault_point("while-packing")
            progress(count, len(signed))
        archive.writestr("index.csv", index.getvalue())
    return packed


def file_name(number: int, one: Signed) -> str:
    """Return a name that no two signatures share and that every file system can keep."""
    latin = unicodedata.normalize("NFKD", one.latin_name or one.name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "-", latin).strip("-").lower() or "signature"
    staff = re.sub(r"[^A-Za-z0-9-]+", "-", one.staff_number)
    return f"edition-{number}/{staff}_{words}_{one.receipt}.pdf"


def plain(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return "'" + value if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _line(name: str, one: Signed, sha256: str) -> tuple[str, ...]:
    when = one.recorded_at.isoformat(timespec="seconds").replace("+00:00", "Z")
    state = "sealed" if name else "signed, not sealed yet"
    person = (one.staff_number, one.name, one.job, one.location, one.language)
    return (name, *person, when, one.receipt, sha256, state)
