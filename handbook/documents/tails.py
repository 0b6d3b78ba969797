"""Are the bytes of every sealed document still there, and still those that the ledger names?"""

from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from handbook.core.errors import HandbookError
from handbook.documents.models import DocumentTail, SealedDocument
from handbook.documents.queries import store
from handbook.ledger.findings import Findings


def check_documents(connection: Connection, findings: Findings) -> None:
    """Put base and tail of every document together and compare its hash with the record in the ledger."""
    columns: tuple[Any, ...] = (
        SealedDocument.code,
        SealedDocument.sha256,
        SealedDocument.base_sha256,
        DocumentTail.data,
    )
    query = select(*columns).join(DocumentTail, DocumentTail.sha256 == SealedDocument.tail_sha256, isouter=True)
    bases: dict[str, Any] = {}
    for code, wanted, base, tail in connection.execute(query.execution_options(yield_per=100)):
        if tail is None:
            findings.fault(f"The sealed paper {code} has lost its own pages.")
            continue
        try:
            begun = bases.get(base) or bases.setdefault(base, sha256(store().get(base)))
        except HandbookError as error:
            findings.fault(f"The sealed paper {code} has lost its base: {error}")
            continue
        whole = begun.copy()
        whole.update(tail)
        if whole.hexdigest() != wanted:
            findings.fault(f"The sealed paper {code} was altered.")
    unknown = select(DocumentTail.sha256).where(DocumentTail.sha256.not_in(select(SealedDocument.tail_sha256)))
    for name in connection.execute(unknown).scalars():
        findings.fault(f"The tail {name} belongs to no sealed paper.")
