"""Are the files of the editions still those that the manifests name: pages, sources, papers, pictures?"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from handbook.core.errors import HandbookError
from handbook.documents.queries import store
from handbook.ledger.findings import Findings
from handbook.ledger.models import table_of
from handbook.rules.models import Edition, EditionPage, HandbookPicture

_DESCRIBED = ("name", "media_type", "width", "height", "size")
_OF_A_PAGE = {"source_sha256": "source text", "html_sha256": "page", "pdf_sha256": "paper"}


def check_files(connection: Connection, findings: Findings) -> None:
    """Read every file that an edition names and compare its hash; compare what is kept about each picture."""
    named = _pictures(connection)
    kept = {row["sha256"]: row for row in connection.execute(select(table_of(HandbookPicture))).mappings()}
    for name, told in named.items():
        if name not in kept:
            findings.fault(f"What is kept about the picture {told['name']} is missing.")
        elif {key: kept[name][key] for key in _DESCRIBED} != told:
            findings.fault(f"What is kept about the picture {told['name']} was altered.")
    files = {name: f"picture {told['name']}" for name, told in named.items()} | dict(_files_of_pages(connection))
    for name, what in files.items():
        _check_file(findings, name, what)


def _check_file(findings: Findings, name: str, what: str) -> None:
    try:
        store().get(name)
    except HandbookError as error:
        findings.fault(f"A {what} of the handbook is lost: {error}")


def _pictures(connection: Connection) -> dict[str, dict[str, Any]]:
    """Return what the manifests say of the pictures, by SHA-256."""
    found: dict[str, dict[str, Any]] = {}
    for manifest in connection.execute(select(Edition.manifest).execution_options(yield_per=20)).scalars():
        found |= manifest["pictures"]
    return found


def _files_of_pages(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield the names of all files of pages; that the rows say what the manifests say is asked elsewhere."""
    for column, what in _OF_A_PAGE.items():
        for name in connection.execute(select(getattr(EditionPage, column)).distinct()).scalars():
            yield name, what
