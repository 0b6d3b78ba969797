"""The job that makes a copy: the cover rendered, the papers bound behind it as they are kept, the whole sealed once."""

import json
from typing import Any

from flask import current_app
from flask_babel import force_locale

from handbook.company.queries import Company, company
from handbook.core import jobs
from handbook.core.db import db
from handbook.core.faults import fault_point
from handbook.core.installation import current_settings
from handbook.core.jobs import JobRun
from handbook.core.moments import locale_of
from handbook.core.transaction import end_read, transaction
from handbook.documents.binding import bind
from handbook.documents.evidence import evidence_attachment, record_fingerprint
from handbook.documents.operations import keep, new_code, seal_document
from handbook.documents.queries import documents_of
from handbook.documents.seal import RenderedDocument, render_document, render_pages
from handbook.documents.spelling import spelled
from handbook.ledger.checkpoints import take_checkpoint
from handbook.settings import ROOT
from handbook.workfile.copies.gathering import CopyFacts, gather
from handbook.workfile.copies.papers import LETTER, cover_html, sheet_html
from handbook.workfile.copies.queries import SEAL
from handbook.workfile.models import WorkFileCopy

__all__ = ["LETTER", "SEAL", "gathered", "seal_copy"]

KIND = "work file"
_PAPERS = ROOT / "templates" / "papers"


@jobs.handler(SEAL)
def seal_copy(job: JobRun) -> dict[str, Any]:
    """Make the copy of this job; one that is sealed already stays as it is."""
    copy_id = str(job.payload["copy_id"])
    if documents_of([copy_id]):
        return {"sealed": 0}
    job.progress(1, 2)
    _seal(copy_id)
    return {"sealed": 1}


def _seal(copy_id: str) -> None:
    with transaction():
        note = take_checkpoint().note
    facts, firm = gathered(db.session.get_one(WorkFileCopy, copy_id)), company()
    attached = evidence_attachment([copy_id, *(paper.document.id for paper in facts.papers)], note)
    records = {one["record"]["id"]: one for one in json.loads(attached.data)["records"]}
    proven, code = records[copy_id], new_code()
    sheet = sheet_html(facts, firm, proven["position"], record_fingerprint(proven["record"]), code)
    reason = f"{facts.copy.staff_number}: {KIND}"
    base = bind(_cover(facts, firm).pdf, (paper.bound for paper in facts.papers))
    pages = spelled(sheet, lambda html: render_pages([html], _css("letter_sheet")))
    fault_point("while-sealing-letter")
    sealed = seal_document(KIND, copy_id, code, base, pages, [attached], reason)
    with transaction():
        keep(sealed)


def gathered(copy: WorkFileCopy) -> CopyFacts:
    """Load what goes into a copy, outside of a request."""
    # The lines of a file carry addresses of pages, which only a request can build; the paper leaves them out.
    with current_app.test_request_context(base_url=current_settings().base_url), force_locale(locale_of(copy.language)):
        return gather(copy)


def _cover(facts: CopyFacts, firm: Company) -> RenderedDocument:
    """Render the cover twice: how long it is decides on which page the first paper begins."""
    css, at = _css("papers", "letter", "work_file_copy"), facts.copy.recorded_at
    html = cover_html(facts, firm, 1)
    end_read()
    once = spelled(html, lambda words: render_document(words, css, at=at))
    html = cover_html(facts, firm, once.page_count + 1)
    end_read()
    return spelled(html, lambda words: render_document(words, css, at=at))


def _css(*names: str) -> str:
    return "\n".join((_PAPERS / f"{name}.css").read_text(encoding="utf-8") for name in names)
