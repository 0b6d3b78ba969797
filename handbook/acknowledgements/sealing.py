"""The job that seals signatures: a checkpoint that covers them, one layout for a batch, one tail for each."""

import json
import logging
from collections.abc import Sequence
from typing import Any

from handbook.acknowledgements.models import Acknowledgement
from handbook.acknowledgements.operations import SEAL
from handbook.acknowledgements.papers import SignaturePage, signature_page
from handbook.acknowledgements.queries import unsealed
from handbook.core import jobs
from handbook.core.faults import fault_point
from handbook.core.jobs import JobRun
from handbook.core.transaction import end_read, transaction
from handbook.documents.evidence import evidence_attachment, record_fingerprint
from handbook.documents.operations import keep, seal_document
from handbook.documents.queries import store
from handbook.documents.seal import Attachment, render_pages
from handbook.documents.spelling import spelled
from handbook.ledger.checkpoints import take_checkpoint
from handbook.rules import queries as rules
from handbook.settings import ROOT

__all__ = ["SEAL", "seal_signatures"]

BATCH = 20
log = logging.getLogger(__name__)
_CSS = ROOT / "templates" / "papers" / "signature.css"


@jobs.handler(SEAL)
def seal_signatures(job: JobRun) -> dict[str, Any]:
    """Seal the signature of this job, and with it others that wait: their jobs then find the work done."""
    wanted = str(job.payload["acknowledgement_id"])
    waiting = _waiting(wanted, BATCH)
    try:
        return {"sealed": _seal(waiting)}
    except Exception:
        if len(waiting) == 1:
            raise
        log.warning("a batch of %s could not be sealed together; each is sealed by its own job", len(waiting))
    end_read()
    return {"sealed": _seal(_waiting(wanted, 1))}  # whatever is wrong with one must not hold up the others


def _waiting(wanted: str, most: int) -> Sequence[Acknowledgement]:
    """Return the signature of this job, and others that wait behind it; none where it is sealed already."""
    found = unsealed(wanted, most)
    return found if found and found[0].id == wanted else []


def _seal(waiting: Sequence[Acknowledgement]) -> int:
    if not waiting:
        return 0
    with transaction():
        note = take_checkpoint().note
    attachments = [evidence_attachment([row.id], note) for row in waiting]
    pages = [_page(row, attached) for row, attached in zip(waiting, attachments, strict=True)]
    papers = [(row.id, row.receipt, row.pdf_sha256) for row in waiting]
    end_read()
    sheets = _sheets(pages)
    fault_point("while-sealing")
    for (row_id, receipt, base), sheet, attached in zip(papers, sheets, attachments, strict=True):
        reason = "Service handbook acknowledgement"
        sealed = seal_document("acknowledgement", row_id, receipt, store().get(base), [sheet], [attached], reason)
        with transaction():
            keep(sealed)
    return len(papers)


def _sheets(pages: Sequence[SignaturePage]) -> Sequence[bytes]:
    """Render the pages together; of one alone, what no font can draw of a typed name is spelled."""
    css, assets = _CSS.read_text(encoding="utf-8"), {page.code_name: page.code_png for page in pages}
    if len(pages) > 1:
        return render_pages([page.html for page in pages], css, assets)
    return spelled(pages[0].html, lambda html: render_pages([html], css, assets))


def _page(row: Acknowledgement, attached: Attachment) -> SignaturePage:
    proven = json.loads(attached.data)["records"][0]
    edition = rules.edition_by_id(row.edition_id)
    shown = rules.page(edition.id, row.profile, row.language)
    position, fingerprint = proven["position"], record_fingerprint(proven["record"])
    return signature_page(row, edition, shown.pdf_pages + 1, position, fingerprint)
